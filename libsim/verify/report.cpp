#include "verify/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace iceball::verify {
namespace {

constexpr int widths[] = {-28, 7, 9, 9, 15, 6, 6, 10, 7, 7, 0};  // of the columns; negative: to the left

std::string in_row(const std::vector<std::string>& cells) {
    std::string row;
    for (std::size_t n = 0; n < cells.size(); ++n) {
        row += widths[n] < 0 ? fmt::format("{:<{}}", cells[n], -widths[n])
               : widths[n] > 0 ? fmt::format(" {:>{}}", cells[n], widths[n]) : "  " + cells[n];
    }
    return row + "\n";
}

std::string percent(double error) { return fmt::format("{:.2g}", 100 * error); }

// What is asked of the ratio of errors, or of the order.
std::string asked(const CaseResult& result) {
    if (result.order > 0) return fmt::format("{:g} +- {:g}", result.order, order_tolerance);
    return result.least_ratio > 0 ? fmt::format("{:g}", result.least_ratio) : "";
}

}  // namespace

std::vector<std::string> table_columns() {
    return {"case", "h [mm]", "rms [%]", "max [%]", "allowed [%]", "ratio", "order", "asked", "ledger", "time", "verdict"};
}

std::vector<std::string> table_cells(const CaseResult& result, std::size_t row) {
    const SpacingResult& at = result.spacings.at(row);
    const bool judged = std::abs(at.spacing / result.tolerance_spacing - 1) < 1e-9;
    const bool last = row + 1 == result.spacings.size();
    return {row == 0 ? result.name : "",
            result.refined == Refined::time ? fmt::format("{:g} s", at.spacing) : fmt::format("{:.3g}", 1e3 * at.spacing),
            percent(at.score.rms),
            percent(at.score.max),
            judged ? percent(result.rms_tolerance) + " / " + percent(result.max_tolerance) : "",
            row > 0 ? fmt::format("{:.2f}", result.ratios[row - 1]) : "",
            row > 0 ? fmt::format("{:.2f}", result.orders[row - 1]) : "",
            row > 0 ? asked(result) : "",
            fmt::format("{:.0e}", at.score.ledger_residual),
            fmt::format("{:.1f} s", at.seconds),
            last ? (result.passed() ? "passed" : "FAILED") : ""};
}

std::string table_header() { return in_row(table_columns()); }

std::string table_rows(const CaseResult& result) {
    std::string rows;
    for (std::size_t n = 0; n < result.spacings.size(); ++n) rows += in_row(table_cells(result, n));
    for (const std::string& failure : result.failures) rows += fmt::format("    {}: {}\n", result.name, failure);
    return rows;
}

std::string as_json(const std::vector<CaseResult>& results) {
    nlohmann::ordered_json cases = nlohmann::ordered_json::array();
    for (const CaseResult& result : results) {
        nlohmann::ordered_json spacings = nlohmann::ordered_json::array();
        for (std::size_t n = 0; n < result.spacings.size(); ++n) {
            const SpacingResult& at = result.spacings[n];
            spacings.push_back({{"spacing", at.spacing},
                                {"rms_error", at.score.rms},
                                {"max_error", at.score.max},
                                {"samples", at.score.samples},
                                {"ledger_residual", at.score.ledger_residual},
                                {"seconds", at.seconds}});
            if (n == 0) continue;
            spacings.back()["ratio"] = result.ratios[n - 1];
            spacings.back()["order"] = result.orders[n - 1];
        }
        cases.push_back({{"name", result.name},
                         {"what", result.what},
                         {"refined", result.refined == Refined::time ? "time" : "grid"},
                         {"passed", result.passed()},
                         {"failures", result.failures},
                         {"tolerances",
                          {{"spacing", result.tolerance_spacing},
                           {"rms_error", result.rms_tolerance},
                           {"max_error", result.max_tolerance},
                           {"least_ratio", result.least_ratio},
                           {"order", result.order},
                           {"ledger_residual", ledger_tolerance}}},
                         {"spacings", spacings}});
    }
    const bool passed = std::all_of(results.begin(), results.end(), [](const CaseResult& r) { return r.passed(); });
    return nlohmann::ordered_json{{"cases", cases}, {"passed", passed}}.dump(2);
}

std::string cases_as_json() {
    nlohmann::ordered_json cases = nlohmann::ordered_json::array();
    for (const VerificationCase& one : verification_cases()) cases.push_back({{"name", one.name}, {"what", one.what}});
    return cases.dump(2);
}

}  // namespace iceball::verify
