// The subcommands of `iceball` and the settings that they share.
//
// A subcommand `name` is one file, name_command.cpp, with one function, add_<name>_command, declared here. It adds the
// subcommand to the program and gives it a callback that does the work. A file that is there is registered by the
// build; nothing else has to be edited. Data goes to standard output, everything else to standard error. A command
// ends by returning (exit code settings.result) or by throwing an Error, whose code becomes the exit code.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "core/error.hpp"

namespace iceball {

// Options that may stand before or after the name of any subcommand.
struct Settings {
    bool json = false;             // data as JSON instead of text
    bool quiet = false;            // nothing on standard error but warnings and errors
    int threads = 0;               // 0: as many as OpenMP takes by itself; main has already set it
    std::vector<std::string> set;  // "path=value", laid over the case file in this order
    ExitCode result = ExitCode::done;  // what a command that found a failed check leaves as exit code
};

void add_new_command(CLI::App& app, Settings& settings);
void add_check_command(CLI::App& app, Settings& settings);
void add_run_command(CLI::App& app, Settings& settings);
void add_info_command(CLI::App& app, Settings& settings);
void add_injury_command(CLI::App& app, Settings& settings);
void add_render_command(CLI::App& app, Settings& settings);
void add_export_command(CLI::App& app, Settings& settings);
void add_compare_command(CLI::App& app, Settings& settings);
void add_sweep_command(CLI::App& app, Settings& settings);
void add_verify_command(CLI::App& app, Settings& settings);
void add_list_command(CLI::App& app, Settings& settings);

// Adds every subcommand that this build has. Written by the build (apps/CMakeLists.txt).
void add_commands(CLI::App& app, Settings& settings);

}  // namespace iceball
