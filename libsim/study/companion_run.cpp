#include "study/companion_run.hpp"

#include <fmt/format.h>

#include "case/output_times.hpp"
#include "core/error.hpp"
#include "run/judge_run.hpp"
#include "store/error_bar_layout.hpp"
#include "store/run_reader.hpp"
#include "study/error_bars.hpp"

namespace iceball {

Companion tried_companion(const Case& c) {
    Companion companion = companion_of(c);
    try {
        const Model model = build_model(companion.c);
        const Simulation simulation(model);
    } catch (const InputError& error) {
        throw InputError(fmt::format("no error bars: the companion at {:.4g} mm cannot be run: {}",
                                     1e3 * companion.c.domain.spacing, error.what()));
    }
    return companion;
}

bool is_finished_run_of(const Case& c, const std::filesystem::path& run) {
    const RunReader reader(run);
    if (reader.status() != "complete") return false;
    if (reader.case_resolved() != c.resolved.dump(2))
        throw FileError(
            fmt::format("{}: the run is complete, and of another case; error bars are added to it with the case and "
                        "the --set options that it was run with",
                        run.string()));
    return true;
}

std::optional<ErrorBarRecord> run_companion(const Companion& companion, const std::filesystem::path& run, Talk& talk,
                                            const std::atomic<int>* stop_signal) {
    const Case& c = companion.c;
    talk.note(fmt::format("error bars: running the companion at {:.4g} mm{}", 1e3 * c.domain.spacing,
                          companion.box_grew ? ", its box a cell larger where the number of cells is odd" : ""));
    const Model model = build_model(c);
    Simulation simulation(model);
    const std::optional<TargetGauge> gauge = target_gauge(c, simulation.model(), simulation.tissue_fraction());
    RunMeasurer measurer(simulation.model(), simulation, gauge ? &*gauge : nullptr, c.output.isotherms);
    simulation.add_observer(talk);
    simulation.set_output_times(output_times(c));
    if (stop_signal != nullptr) simulation.set_stop_request([stop_signal] { return stop_signal->load() != 0; });
    const bool complete = simulation.run();
    talk.finish();
    if (!complete) return std::nullopt;

    std::vector<std::string> probes;
    for (const ProbeSettings& probe : c.probes) probes.push_back(probe.name);
    const ErrorBarRecord bars = judge_error(measured(RunReader(run)), measurer.finish(), model.protocol, probes,
                                            c.target ? c.target->at_risk : std::vector<std::string>());
    add_error_bars(run, bars);
    return bars;
}

}  // namespace iceball
