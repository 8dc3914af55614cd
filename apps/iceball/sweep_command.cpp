// iceball sweep: every run of a study, and one table of them.
#include <omp.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "commands.hpp"
#include "store/table.hpp"
#include "study/sweep.hpp"

namespace iceball {
namespace {

namespace fs = std::filesystem;

volatile std::sig_atomic_t caught_signal = 0;

extern "C" void remember_sweep_signal(int signal) {
    caught_signal = signal;
}

struct Options {
    std::string study, folder;
    int jobs = 1;
    bool force = false;
};

// study.toml -> study
fs::path folder_beside(const fs::path& study) {
    if (!study.has_extension())
        throw InputError(study.string() + " has no extension, so that no name for the folder of results follows from it; "
                                          "give one with -o");
    return fs::path(study).replace_extension();
}

void sweep(const Options& given, Settings& settings) {
    const Study study = load_study(given.study);
    SweepOptions options;
    options.program = fs::read_symlink("/proc/self/exe");
    options.folder = given.folder.empty() ? folder_beside(given.study) : fs::path(given.folder);
    options.jobs = given.jobs;
    options.threads = settings.threads > 0 ? settings.threads : std::max(1, omp_get_num_procs() / given.jobs);
    options.overrides = settings.set;
    options.replace = given.force;
    if (!settings.quiet) options.say = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
    options.stop = [] { return int(caught_signal); };
    std::signal(SIGINT, remember_sweep_signal);
    std::signal(SIGTERM, remember_sweep_signal);
    const SweepResult result = run_sweep(study, options);
    std::printf("%s\n", (options.folder / "table.csv").string().c_str());
    if (caught_signal != 0)
        throw Error(caught_signal == SIGINT ? ExitCode::sigint : ExitCode::sigterm,
                    "interrupted; the same command goes on where it stopped");
    if (result.failed > 0)
        throw Error(result.worst, std::to_string(result.failed) + " runs failed; their .log files in " +
                                      (options.folder / "runs").string() + " say why");
}

}  // namespace

void add_sweep_command(CLI::App& app, Settings& settings) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("sweep", "Run a case for many values and make one table of the runs");
    command->add_option("study", options->study, "Study file (TOML)")->required();
    command->add_option("-o,--output", options->folder, "Folder for runs and tables (default: beside the study file)");
    command->add_option("-j,--jobs", options->jobs, "Runs at a time")->check(CLI::Range(1, 1024));
    command->add_flag("--force", options->force, "Replace finished runs of another case in the folder");
    command->footer(
        "Example:\n  iceball sweep study.toml -o study -j 2\n\nFinished runs are skipped when a sweep is started again.");
    command->callback([options, &settings] { sweep(*options, settings); });
}

}  // namespace iceball
