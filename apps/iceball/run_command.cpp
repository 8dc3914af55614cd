// iceball run: computes a case.
#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "case/case.hpp"
#include "commands.hpp"
#include "describe_error_bars.hpp"
#include "run/run_case.hpp"
#include "study/companion_run.hpp"

namespace iceball {
namespace {

std::atomic<int> stop_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

extern "C" void stop_run_on_signal(int number) { stop_signal = number; }

struct RunArguments {
    std::string case_file, output;
    bool force = false, resume = false, error_bars = false;
};

nlohmann::ordered_json describe(const RunSummary& summary) {
    nlohmann::ordered_json json = {{"complete", summary.complete},
                                   {"time_s", summary.time},
                                   {"steps", summary.steps},
                                   {"wall_time_s", summary.wall_time},
                                   {"ledger_residual", summary.ledger_residual},
                                   {"warnings", summary.warnings},
                                   {"largest_volume_m3", nlohmann::ordered_json::object()}};
    for (const IsothermSummary& entry : summary.isotherms)
        json["largest_volume_m3"][fmt::format("{:g} degC", entry.isotherm)] = entry.volume;
    return json;
}

void print(const RunSummary& summary) {
    for (const IsothermSummary& entry : summary.isotherms)
        fmt::print("  largest volume below {:>4g} degC: {:8.2f} cm3\n", entry.isotherm, 1e6 * entry.volume);
    fmt::print("  {:.0f} s simulated in {} steps and {:.1f} s; energy ledger closes to {:.1g}\n", summary.time,
               summary.steps, summary.wall_time, summary.ledger_residual);
}

// summary: empty where the run was finished before. bars: empty where none were asked for, or they were not finished.
void print(const Settings& settings, const CaseRunOptions& options, const std::optional<RunSummary>& summary,
           const std::optional<ErrorBarRecord>& bars) {
    if (settings.json) {
        nlohmann::ordered_json json{{"output", options.output.string()}};
        if (summary) json.update(describe(*summary));
        if (bars) json["error_bars"] = describe_error_bars(*bars);
        fmt::print("{}\n", json.dump(2));
        return;
    }
    fmt::print("{}\n", options.output.string());
    if (summary) print(*summary);
    if (bars) print_error_bars(*bars, "  ");
}

void run(const RunArguments& arguments, Settings& settings) {
    CaseRunOptions options;
    options.output =
        arguments.output.empty() ? default_output(arguments.case_file) : std::filesystem::path(arguments.output);
    options.replace = arguments.force;
    options.resume = arguments.resume;
    options.stop_signal = &stop_signal;
    const Case c = load_case(arguments.case_file, settings.set);
    std::optional<Companion> companion;
    if (arguments.error_bars) companion = tried_companion(c);
    std::signal(SIGINT, stop_run_on_signal);
    std::signal(SIGTERM, stop_run_on_signal);
    Talk talk(settings.quiet);
    const bool finished_before =
        companion && options.resume && std::filesystem::exists(options.output) && is_finished_run_of(c, options.output);
    std::optional<RunSummary> summary;
    if (!finished_before) summary = run_case(c, options, talk);
    const bool complete = finished_before || summary->complete;
    std::optional<ErrorBarRecord> bars;
    if (companion && complete) bars = run_companion(*companion, options.output, talk, &stop_signal);
    print(settings, options, summary, bars);
    if (complete && (bars || !companion)) return;
    talk.warn(complete ? "stopped before the error bars were found; the run is complete and kept, `iceball run --resume "
                         "--error-bars` adds them"
                       : fmt::format("stopped at {:.0f} s; what was computed is kept, `iceball run --resume` goes on",
                                     summary->time));
    settings.result = stop_signal == SIGTERM ? ExitCode::sigterm : ExitCode::sigint;
}

}  // namespace

void add_run_command(CLI::App& app, Settings& settings) {
    auto arguments = std::make_shared<RunArguments>();
    CLI::App* command = app.add_subcommand("run", "Compute a case: freeze, thaw, repeat; writes an HDF5 run file");
    command->add_option("case", arguments->case_file, "The case file")->required()->type_name("CASE.toml");
    command->add_option("-o,--output", arguments->output, "The run file (default: beside the case, with its name)")
        ->type_name("RUN.h5");
    CLI::Option* force = command->add_flag("--force", arguments->force, "Replace an existing run file");
    command->add_flag("--resume", arguments->resume, "Go on with an interrupted run")->excludes(force);
    command->add_flag("--error-bars", arguments->error_bars,
                      "Run a companion at about twice the spacing too, and give volumes, extents and margins with bars of their "
                      "discretisation error (a tenth of the run's time or less); with --resume also for a run that is complete");
    command->footer("Example:\n  iceball run kidney.toml -o kidney.h5 --set domain.spacing='2 mm' --threads 2");
    command->callback([arguments, &settings] { run(*arguments, settings); });
}

}  // namespace iceball
