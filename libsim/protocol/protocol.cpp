#include "protocol/protocol.hpp"

#include <algorithm>

namespace iceball {

std::string to_string(StageKind kind) {
    switch (kind) {
        case StageKind::freeze: return "freeze";
        case StageKind::thaw: return "thaw";
        case StageKind::warm: return "warm";
    }
    return "";
}

void lay_out(Protocol& protocol) {
    double start = 0;
    int cycle = 0;
    bool freezing_before = false;
    for (Stage& stage : protocol.stages) {
        const auto on = [](const ProbeAction& action) { return action.on; };
        const bool freezing = stage.kind == StageKind::freeze &&
                              (std::any_of(stage.probes.begin(), stage.probes.end(), on) ||
                               std::any_of(stage.contacts.begin(), stage.contacts.end(), on));
        if (freezing && !freezing_before) ++cycle;
        stage.start = start;
        stage.cycle = std::max(cycle, 1);
        start += stage.duration;
        freezing_before = freezing;
    }
}

}  // namespace iceball
