#include "case/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace iceball {
namespace {

// Writes as much of the text as fits before `end`.
void put(std::string& line, int at, int end, const std::string& text) {
    for (std::size_t n = 0; n < text.size() && at + int(n) < end; ++n) line[std::size_t(at) + n] = text[n];
}

}  // namespace

std::string draw_timeline(const Protocol& protocol, const std::vector<std::string>& probes, int columns) {
    std::size_t label = 7;
    for (const std::string& probe : probes) label = std::max(label, std::min<std::size_t>(probe.size(), 20));
    const auto column = [&](double time) { return int(std::lround(time / protocol.duration() * columns)); };
    const std::string blank(std::size_t(columns) + 16, ' ');
    std::string minutes = blank, kinds = blank;
    std::vector<std::string> bars(probes.size(), blank);
    int free_from = 0;
    const auto mark_time = [&](double time) {
        const std::string text = fmt::format("{:.4g}", time / 60);
        if (column(time) < free_from) return;
        put(minutes, column(time), int(minutes.size()), text);
        free_from = column(time) + int(text.size()) + 1;
    };
    for (const Stage& stage : protocol.stages) {
        const int from = column(stage.start), to = std::max(column(stage.end()), from + 1);
        mark_time(stage.start);
        put(kinds, from, to, fmt::format("|{} {}", to_string(stage.kind), stage.cycle));
        for (std::size_t n = 0; n < probes.size(); ++n) {
            const std::size_t needles = stage.probes.size();
            const ProbeAction& action = n < needles ? stage.probes[n] : stage.contacts[n - needles];
            const char fill = !action.on ? '.' : stage.kind == StageKind::warm ? '~' : '#';
            put(bars[n], from, to, std::string(std::size_t(to - from), fill));
            if (action.on && action.duty < 1) put(bars[n], from, to, fmt::format("{:.3g}%", 100 * action.duty));
        }
    }
    put(minutes, std::max(free_from, columns), int(minutes.size()), fmt::format("{:.4g}", protocol.duration() / 60));
    const auto line = [&](const std::string& name, std::string text) {
        text.erase(text.find_last_not_of(' ') + 1);
        return fmt::format("{:<{}}  {}\n", name.substr(0, label), label, text);
    };
    std::string out = line("minutes", minutes) + line("stage", kinds);
    for (std::size_t n = 0; n < probes.size(); ++n) out += line(probes[n], bars[n]);
    return out;
}

}  // namespace iceball
