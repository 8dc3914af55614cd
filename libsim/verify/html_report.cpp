#include "verify/html_report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>

#include "verify/chart.hpp"
#include "verify/report.hpp"

namespace iceball::verify {
namespace {

constexpr const char* style_sheet = R"(
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1a1a1a; --soft: #5c5c5c; --rule: #d4d4d4; --card: #f7f7f7;
        --s0: #0072b2; --s1: #c04a00; --s2: #007a5a; --good: #00664b; --bad: #b03a00; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171a; --ink: #e8e8e8; --soft: #a8a8a8; --rule: #3a3f45; --card: #1c2025;
          --s0: #56b4e9; --s1: #f0a050; --s2: #35c99a; --good: #4fd1a5; --bad: #ff9d5c; } }
body { background: var(--paper); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 1180px;
       padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 .3rem } h2 { font-size: 1.2rem; margin: 2rem 0 .6rem } h3 { font-size: 1rem; margin: 0 }
p { margin: .3rem 0 } .soft { color: var(--soft) } a { color: var(--s0) }
.good { color: var(--good); font-weight: 600 } .bad { color: var(--bad); font-weight: 700 }
.wide { overflow-x: auto } table { border-collapse: collapse; font-size: .87rem; font-variant-numeric: tabular-nums }
th, td { padding: .15rem .6rem; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap }
th:first-child, td:first-child { text-align: left } tr.judged td { font-weight: 600 }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(350px, 1fr)); gap: 1rem }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: 6px; padding: .7rem .8rem; min-width: 0 }
.card p { font-size: .85rem } svg { display: block; max-width: 100%; height: auto; margin-top: .4rem }
svg text { fill: var(--ink); font: 11px system-ui, sans-serif } .grid { stroke: var(--rule); fill: none }
.line { fill: none; stroke-width: 1.8 } .dashed { stroke-dasharray: 5 4 }
.s0 { stroke: var(--s0) } .s1 { stroke: var(--s1) } .s2 { stroke: var(--s2) }
.dot.s0 { fill: var(--s0) } .dot.s1 { fill: var(--s1) } .dot.s2 { fill: var(--paper) }
@media print { .card { break-inside: avoid } }
)";

#ifdef __clang__
constexpr const char* compiler = "clang " __clang_version__;
#else
constexpr const char* compiler = "g++ " __VERSION__;
#endif

constexpr std::size_t most_front_points = 120;

bool in_time(const CaseResult& result) { return result.refined == Refined::time; }
double shown_spacing(const CaseResult& result, double spacing) { return in_time(result) ? spacing : 1e3 * spacing; }

std::string verdict(const CaseResult& result) {
    return result.passed() ? "<span class=\"good\">&#10003; passed</span>" : "<span class=\"bad\">&#10007; FAILED</span>";
}

// Errors in per cent against the spacing, and through the last of them a line with the order that is asked for, or 1.
std::string error_chart(const CaseResult& result) {
    if (result.spacings.size() < 2) return "";
    Chart chart;
    chart.title = "error of " + result.name + " against " + (in_time(result) ? "time step" : "grid spacing");
    chart.x_label = in_time(result) ? "time step [s]" : "grid spacing [mm]";
    chart.y_label = "error [%]";
    chart.logarithmic = true;
    SvgSeries rms{fmt::format("rms, order {:.2f}", result.orders.back()), 0, {}}, largest{"largest", 1, {}};
    for (const SpacingResult& at : result.spacings) {
        rms.points.emplace_back(shown_spacing(result, at.spacing), 100 * at.score.rms);
        largest.points.emplace_back(shown_spacing(result, at.spacing), 100 * at.score.max);
    }
    const double order = result.order > 0 ? result.order : 1, from = result.spacings.front().spacing,
                 to = result.spacings.back().spacing, last = 100 * result.spacings.back().score.rms;
    SvgSeries slope{fmt::format("slope {:g}", order), 2, {}, true, false, true};
    slope.points = {{shown_spacing(result, from), last * std::pow(from / to, order)}, {shown_spacing(result, to), last}};
    chart.series = {slope, rms, largest};
    return svg(chart);
}

// The front on the finest grid that was run, thinned out.
std::string front_charts(const CaseResult& result) {
    const SpacingResult& finest = result.spacings.back();
    const std::vector<FrontSample>& fronts = finest.score.fronts;
    if (fronts.empty()) return "";
    Chart front, error;
    front.title = "front of " + result.name + " over time, measured and exact";
    front.x_label = error.x_label = "time [s]";
    front.y_label = "front [mm]";
    error.title = "error of the front of " + result.name + " over time";
    error.y_label = "error [%]";
    error.height = 190;
    error.legend_below = true;
    SvgSeries exact{"exact", 1, {}, true, false}, measured{fmt::format("{:g} mm grid", 1e3 * finest.spacing), 0, {}, false, true};
    for (std::size_t n = 0; n < fronts.size(); ++n) {
        exact.points.emplace_back(fronts[n].time, 1e3 * fronts[n].exact);
        if (n % (fronts.size() / 24 + 1) == 0) measured.points.emplace_back(fronts[n].time, 1e3 * fronts[n].measured);
    }
    int style = 0;
    for (const SpacingResult& at : result.spacings) {
        const std::vector<FrontSample>& samples = at.score.fronts;
        SvgSeries one{fmt::format("{:g} mm", 1e3 * at.spacing), style, {}, true, false, style == 1};
        for (std::size_t n = 0; n < samples.size(); n += samples.size() / most_front_points + 1)
            one.points.emplace_back(samples[n].time, 100 * (samples[n].measured / samples[n].exact - 1));
        error.series.push_back(one);
        ++style;
    }
    front.series = {exact, measured};
    return svg(front) + svg(error);
}

std::string card(const CaseResult& result) {
    std::string out = fmt::format("<section class=\"card\" id=\"{0}\"><h3>{0} &mdash; {1}</h3><p class=\"soft\">{2}</p>\n",
                                  html_text(result.name), verdict(result), html_text(result.what));
    for (const std::string& failure : result.failures) out += "<p class=\"bad\">" + html_text(failure) + "</p>\n";
    return out + error_chart(result) + front_charts(result) + "</section>\n";
}

std::string table(const std::vector<CaseResult>& results) {
    std::string out = "<div class=\"wide\"><table><thead><tr>";
    for (const std::string& name : table_columns()) out += "<th>" + html_text(name) + "</th>";
    out += "</tr></thead><tbody>\n";
    for (const CaseResult& result : results)
        for (std::size_t n = 0; n < result.spacings.size(); ++n) {
            const std::vector<std::string> cells = table_cells(result, n);
            out += n + 1 == result.spacings.size() ? "<tr class=\"judged\">" : "<tr>";
            for (std::size_t c = 0; c < cells.size(); ++c) {
                const std::string text = html_text(cells[c]);
                const bool name = c == 0 && !text.empty(), last = c + 1 == cells.size() && !text.empty();
                out += name ? fmt::format("<td><a href=\"#{0}\">{0}</a></td>", text)
                       : last ? "<td>" + verdict(result) + "</td>"
                              : "<td>" + text + "</td>";
            }
            out += "</tr>\n";
        }
    return out + "</tbody></table></div>\n";
}

}  // namespace

ReportHead report_head() {
    return {ICEBALL_VERSION, compiler, fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::time(nullptr)))};
}

std::string html_report(const std::vector<CaseResult>& results, const ReportHead& head) {
    const auto passed = std::count_if(results.begin(), results.end(), [](const CaseResult& r) { return r.passed(); });
    const bool all = passed == std::ptrdiff_t(results.size());
    std::string out = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<title>Iceball: verification</title>\n<style>{}</style></head>\n<body>\n"
        "<h1>Iceball: does the solver solve its equations?</h1>\n"
        "<p class=\"{}\">{} of {} cases passed.</p>\n"
        "<p class=\"soft\">iceball {}, compiler {}, {}. Errors are relative to what stands with each case; tolerances hold in the rows "
        "that show them; the energy ledger of every run must close to {:g}. Research and teaching software, not a medical device.</p>\n",
        style_sheet, all ? "good" : "bad", passed, results.size(), html_text(head.version), html_text(head.compiler),
        html_text(head.date), ledger_tolerance);
    out += "<h2>Table</h2>\n" + table(results);
    struct Group {
        const char* heading;
        bool (*holds)(const CaseResult&);
    };
    const Group groups[] = {
        {"Fronts over time", [](const CaseResult& r) { return !r.spacings.back().score.fronts.empty(); }},
        {"Other exact and independent solutions",
         [](const CaseResult& r) { return r.spacings.back().score.fronts.empty() && r.order <= 0; }},
        {"Manufactured solutions: order in space", [](const CaseResult& r) { return r.order > 0 && !in_time(r); }},
        {"Manufactured solutions: order in time", [](const CaseResult& r) { return r.order > 0 && in_time(r); }},
    };
    for (const Group& group : groups) {
        std::string cards;
        for (const CaseResult& result : results)
            if (group.holds(result)) cards += card(result);
        if (!cards.empty()) out += fmt::format("<h2>{}</h2>\n<div class=\"cards\">\n{}</div>\n", group.heading, cards);
    }
    return out + "</body></html>\n";
}

}  // namespace iceball::verify
