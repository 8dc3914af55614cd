// The protocol of a run: stages one after the other, each with the probes that act in it.
#pragma once

#include <string>
#include <vector>

namespace iceball {

enum class StageKind {
    freeze,  // gas on
    thaw,    // gas off: passive
    warm     // active thaw: heated probes
};

struct ProbeAction {
    bool on = false;    // a probe that is not on is passive (gas off) during the stage
    double duty = 1.0;  // scales the conductance of the exchange in time average, in (0, 1]
    int schedule = -1;  // which of the probe's further exchange models drives it; negative: its own
};

struct Stage {
    StageKind kind;
    double start;     // [s] since the start of the run
    double duration;  // [s]
    int cycle;        // from 1; a cycle begins when any probe begins to freeze after all had stopped
    std::vector<ProbeAction> probes;  // one for every needle of the model, in its order
    std::vector<ProbeAction> contacts = {};  // one for every contact of the model, in its order

    double end() const { return start + duration; }
};

struct Protocol {
    std::vector<Stage> stages;

    double duration() const { return stages.empty() ? 0.0 : stages.back().end(); }
    int cycle_count() const { return stages.empty() ? 0 : stages.back().cycle; }
};

std::string to_string(StageKind kind);

// Sets start and cycle of every stage from kinds and durations.
void lay_out(Protocol& protocol);

}  // namespace iceball
