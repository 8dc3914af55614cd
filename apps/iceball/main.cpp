// The command line program: shared options, subcommands, and the one place that turns errors into exit codes.
#include <omp.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>

#include "commands.hpp"
#include "core/waiting.hpp"
#include "version.hpp"

namespace iceball {
namespace {

constexpr const char* about =
    "Freezing and thawing of tissue around cryoprobes, in 3D, over repeated cycles.\n"
    "Research and teaching software, not a medical device.";

constexpr const char* examples =
    "Example:\n"
    "  iceball new case.toml\n"
    "  iceball run case.toml\n"
    "  iceball render case.h5\n\n"
    "Exit codes: 0 done, 1 a check failed, 2 bad input, 3 file trouble, 4 numerics,\n"
    "130 and 143 interrupted (what was computed is kept).";

int exit_status(ExitCode code) {
    return static_cast<int>(code);
}

int complain(ExitCode code, const std::string& message) {
    std::fprintf(stderr, "iceball: %s\n", message.c_str());
    return exit_status(code);
}

void add_shared_options(CLI::App& app, Settings& settings) {
    app.set_version_flag("--version", std::string("iceball ") + ICEBALL_VERSION +
                                          "\nResearch and teaching software, not a medical device.");
    app.add_flag("--json", settings.json, "Print data as JSON");
    app.add_flag("--quiet", settings.quiet, "Print nothing but data, warnings and errors");
    app.add_option("--threads", settings.threads, "Number of threads (default: as OpenMP chooses)")
        ->check(CLI::Range(1, 1024))
        ->type_name("N");
    // One value an occurrence: `iceball run --set a.b=1 case.toml` must not swallow the case file.
    app.add_option("--set", settings.set, "Set a value of the case, e.g. --set domain.spacing='2 mm'; may be repeated")
        ->allow_extra_args(false)
        ->type_name("PATH=VALUE");
}

int run_program(int argc, char** argv) {
    Settings settings;
    CLI::App app(about, "iceball");
    app.footer(examples);
    app.fallthrough();  // shared options are understood behind the subcommand too; subcommands inherit this
    app.require_subcommand(0, 1);  // that there is one is checked below, after words that it does not know
    add_shared_options(app, settings);
    app.parse_complete_callback([&settings] {
        if (settings.threads > 0) omp_set_num_threads(settings.threads);
    });
    add_commands(app, settings);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // Help and version come as "errors" with code 0; everything else is bad input whatever CLI11 calls it.
        return app.exit(error) == 0 ? exit_status(ExitCode::done) : exit_status(ExitCode::bad_input);
    }
    if (app.get_subcommands().empty())
        return complain(ExitCode::bad_input, "a subcommand is required; `iceball --help` lists them");
    return exit_status(settings.result);
}

}  // namespace
}  // namespace iceball

int main(int argc, char** argv) {
    using namespace iceball;
    wait_passively(argv);
    // Past a limit on file size (ulimit -f) writes shall fail, as on a full disk, and not end the process without a word.
    std::signal(SIGXFSZ, SIG_IGN);
    try {
        return run_program(argc, argv);
    } catch (const Error& error) {
        return complain(error.code(), error.what());
    } catch (const std::filesystem::filesystem_error& error) {
        // Names that are too long, folders that may not be entered: questions about a path that have no answer.
        return complain(ExitCode::file_trouble, error.path1().string() + ": " + error.code().message());
    } catch (const std::bad_alloc&) {
        return complain(ExitCode::bad_input,
                        "not enough memory for this case; use a larger domain.spacing or a smaller domain.size "
                        "(`iceball check` estimates the memory that a case needs)");
    } catch (const std::exception& error) {
        return complain(ExitCode::numerics, std::string("internal error, please report it with the case file: ") + error.what());
    }
}
