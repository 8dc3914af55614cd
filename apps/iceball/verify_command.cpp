// iceball verify: this build of the solver against exact and independent solutions.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.hpp"
#include "core/error.hpp"
#include "store/atomic_file.hpp"
#include "verify/html_report.hpp"
#include "verify/report.hpp"

namespace iceball {
namespace {

struct Options {
    std::vector<std::string> names;
    bool quick = false, list = false;
    double tolerance_scale = 1;
    std::filesystem::path report;
    bool force = false;
};

void list_cases(bool json) {
    if (json) {
        fmt::print("{}\n", verify::cases_as_json());
        return;
    }
    for (const verify::VerificationCase& one : verify::verification_cases()) fmt::print("{:<24} {}\n", one.name, one.what);
}

void verify_cases(const Options& given, Settings& settings) {
    std::vector<verify::VerificationCase> chosen;
    for (const std::string& name : given.names) chosen.push_back(verify::verification_case(name));
    if (chosen.empty()) chosen = verify::verification_cases();
    for (verify::VerificationCase& one : chosen) {
        one.rms_tolerance *= given.tolerance_scale;
        one.max_tolerance *= given.tolerance_scale;
    }

    if (!given.report.empty() && !given.force && std::filesystem::exists(given.report))
        throw FileError(fmt::format("{} exists already and is kept: choose another name, or --force to replace it",
                                    given.report.string()));

    if (!settings.json) fmt::print("{}", verify::table_header());
    std::vector<verify::CaseResult> results;
    for (const verify::VerificationCase& one : chosen) {
        results.push_back(verify::evaluate(one, given.quick));
        if (settings.json) continue;
        fmt::print("{}", verify::table_rows(results.back()));
        std::fflush(stdout);
    }
    if (!given.report.empty()) {
        write_text_file(given.report, verify::html_report(results, verify::report_head()));
        if (!settings.quiet) fmt::print(stderr, "wrote {}\n", given.report.string());
    }
    const auto failed = std::count_if(results.begin(), results.end(), [](const auto& r) { return !r.passed(); });
    if (settings.json)
        fmt::print("{}\n", verify::as_json(results));
    else if (!settings.quiet)
        fmt::print(stderr, "{} of {} cases passed\n", results.size() - failed, results.size());
    if (failed > 0) settings.result = ExitCode::check_failed;
}

}  // namespace

void add_verify_command(CLI::App& app, Settings& settings) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("verify", "Hold the solver against exact and independent solutions");
    command->footer(
        "Errors are relative to what `iceball verify --list` says of each case; `allowed` holds at that spacing.\n"
        "Exit code 1 if a case fails.\n\n"
        "Example:\n"
        "  iceball verify --quick\n"
        "  iceball verify --report verification.html\n"
        "  iceball verify neumann-slab sharp-point");
    command->add_option("case", options->names, "Cases to run (default: all)")->type_name("NAME");
    command->add_flag("--quick", options->quick, "Leave out grids finer than the one the tolerances hold on");
    command->add_option("--tolerance-scale", options->tolerance_scale, "Multiply the allowed errors: 0.5 is twice as strict")
        ->check(CLI::PositiveNumber)
        ->type_name("FACTOR");
    command->add_option("--report", options->report, "Also write the results with charts as one web page")
        ->type_name("FILE.html");
    command->add_flag("--force", options->force, "Replace an existing report");
    command->add_flag("--list", options->list, "Say what the cases are, and run none");
    command->callback([options, &settings] {
        if (options->list)
            list_cases(settings.json);
        else
            verify_cases(*options, settings);
    });
}

}  // namespace iceball
