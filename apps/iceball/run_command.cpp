// iceball run: computes a case.
#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>

#include "case/case.hpp"
#include "commands.hpp"
#include "run/run_case.hpp"

namespace iceball {
namespace {

std::atomic<int> stop_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

extern "C" void stop_run_on_signal(int number) { stop_signal = number; }

struct RunArguments {
    std::string case_file, output;
    bool force = false, resume = false;
};

void print(const Settings& settings, const CaseRunOptions& options, const RunSummary& summary) {
    if (settings.json) {
        nlohmann::json json = {{"output", options.output.string()},
                               {"complete", summary.complete},
                               {"time_s", summary.time},
                               {"steps", summary.steps},
                               {"wall_time_s", summary.wall_time},
                               {"ledger_residual", summary.ledger_residual},
                               {"warnings", summary.warnings},
                               {"largest_volume_m3", nlohmann::json::object()}};
        for (const IsothermSummary& entry : summary.isotherms)
            json["largest_volume_m3"][fmt::format("{:g} degC", entry.isotherm)] = entry.volume;
        fmt::print("{}\n", json.dump(2));
        return;
    }
    fmt::print("{}\n", options.output.string());
    for (const IsothermSummary& entry : summary.isotherms)
        fmt::print("  largest volume below {:>4g} degC: {:8.2f} cm3\n", entry.isotherm, 1e6 * entry.volume);
    fmt::print("  {:.0f} s simulated in {} steps and {:.1f} s; energy ledger closes to {:.1g}\n", summary.time,
               summary.steps, summary.wall_time, summary.ledger_residual);
}

void run(const RunArguments& arguments, Settings& settings) {
    CaseRunOptions options;
    options.output =
        arguments.output.empty() ? default_output(arguments.case_file) : std::filesystem::path(arguments.output);
    options.replace = arguments.force;
    options.resume = arguments.resume;
    options.stop_signal = &stop_signal;
    const Case c = load_case(arguments.case_file, settings.set);
    std::signal(SIGINT, stop_run_on_signal);
    std::signal(SIGTERM, stop_run_on_signal);
    Talk talk(settings.quiet);
    const RunSummary summary = run_case(c, options, talk);
    print(settings, options, summary);
    if (summary.complete) return;
    talk.warn(fmt::format("stopped at {:.0f} s; what was computed is kept, `iceball run --resume` goes on", summary.time));
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
    command->footer("Example:\n  iceball run kidney.toml -o kidney.h5 --set domain.spacing='2 mm' --threads 2");
    command->callback([arguments, &settings] { run(*arguments, settings); });
}

}  // namespace iceball
