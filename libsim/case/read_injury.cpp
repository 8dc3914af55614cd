// [injury.NAME]: laws of the user's own beside those of the program.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "case/document.hpp"
#include "case/injury_laws.hpp"
#include "case/sections.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "outcome/injury/injury_law.hpp"

namespace iceball {
namespace {

constexpr std::size_t most_laws = 16;
constexpr Range whole_share{0, 1, false, "from 0 to 1, or 0 % to 100 %"};

// Names become fields of the run file, beside groups of its own. Empty if the name is fine.
std::string law_name_problem(const std::string& name, const std::vector<std::string>& taken) {
    const auto fits = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; };
    if (!std::all_of(name.begin(), name.end(), fits)) return "the name of a law holds letters, digits, \"-\" and \"_\" only";
    if (name == "volumes" || name == "disagreement" || name.starts_with("cycle_"))
        return "this name is taken in run files; choose another";
    for (const InjuryLawSettings& law : standard_injury_laws())
        if (law.name == name) return "this is a law of the program, which judges every run anyway; choose another name";
    if (std::find(taken.begin(), taken.end(), name) != taken.end())
        return "the case has a law of this name already; choose another";
    return "";
}

// Numbers by tissue: `read` takes them from the table of the law itself (all other tissues) and from its
// [injury.NAME.tissue.KIND].
template <class Numbers, class Read>
PerTissue<Numbers> read_per_tissue(TableReader& law, const std::vector<std::string>& tissues, Read&& read) {
    PerTissue<Numbers> out;
    out.names_first = true;
    out.other_source = law.text("source").value_or("");
    out.other = read(law);
    for (auto& [name, table] : law.named_tables("tissue")) {
        if (std::find(tissues.begin(), tissues.end(), name) == tissues.end())
            table.problem_here(unknown_text("tissue", name, tissues));
        const std::string source = table.text("source").value_or(out.other_source);
        out.rows.push_back({name, read(table), source});
        table.finish();
    }
    std::sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) { return a.tissue < b.tissue; });
    return out;
}

double read_temperature(TableReader& table) {
    return table.needed_quantity("temperature", quantity::temperature, range::temperature).value_or(0);
}

KillCurve read_curve(TableReader& table) {
    return {table.needed_quantity("half", quantity::temperature, range::temperature).value_or(0),
            table.needed_quantity("width", quantity::temperature_difference, range::positive).value_or(1)};
}

DestroyedTable read_pairs(TableReader& table) {
    const DestroyedTable nothing{{0}, {0}};
    for (const char* key : {"temperatures", "destroyed"})
        if (!table.has(key)) {
            table.problem(key, "is missing: a table needs temperatures and destroyed, as many of both");
            return nothing;
        }
    const auto temperatures = table.quantities("temperatures", quantity::temperature, range::temperature);
    const auto shares = table.quantities("destroyed", quantity::number, whole_share);
    if (!temperatures || !shares) return nothing;
    if (temperatures->empty() || temperatures->size() != shares->size()) {
        table.problem("destroyed", fmt::format("{} shares for {} temperatures; give one for every temperature, at least one",
                                               shares->size(), temperatures->size()));
        return nothing;
    }
    for (std::size_t n = 1; n < temperatures->size(); ++n)
        if ((*temperatures)[n] <= (*temperatures)[n - 1]) {
            table.problem("temperatures", fmt::format("temperatures must increase, but {} degC follows {} degC",
                                                      (*temperatures)[n], (*temperatures)[n - 1]));
            return nothing;
        }
    return {*temperatures, *shares};
}

ThresholdAndTimeNumbers read_threshold_and_time(TableReader& table) {
    const std::string source = table.text("source").value_or("");
    return {.temperature = read_temperature(table),
            .hold = table.needed_quantity("time", quantity::time, range::positive).value_or(1),
            .instant = table.temperature("at_once"),
            .temperature_source = source,
            .hold_source = source,
            .instant_source = source};
}

LogisticNumbers read_logistic(TableReader& table, const std::vector<std::string>& tissues) {
    LogisticNumbers numbers{.curve = read_per_tissue<KillCurve>(table, tissues, read_curve), .shift = 0, .shift_source = ""};
    numbers.shift = table.quantity_or("shift", quantity::temperature_difference, range::any, 0);
    numbers.shift_source = numbers.curve.other_source;
    return numbers;
}

std::vector<InjuryLawSettings> read_laws(TableReader& root, const std::vector<std::string>& tissues,
                                         const std::vector<std::string>& taken) {
    std::vector<InjuryLawSettings> laws;
    for (auto& [name, table] : root.named_tables("injury")) {
        if (const std::string wrong = law_name_problem(name, taken); !wrong.empty()) table.problem_here(wrong);
        if (!table.has("law")) table.needed_text("law");
        const auto kind = table.choice("law", {"isotherm", "threshold and time", "logistic", "stasis", "table"});
        if (!kind) continue;
        InjuryLawSettings law{name, IsothermNumbers{}};
        if (*kind == "isotherm")
            law.numbers = IsothermNumbers{read_per_tissue<double>(table, tissues, read_temperature)};
        else if (*kind == "stasis")
            law.numbers = StasisNumbers{read_per_tissue<double>(table, tissues, read_temperature)};
        else if (*kind == "threshold and time")
            law.numbers = read_threshold_and_time(table);
        else if (*kind == "logistic")
            law.numbers = read_logistic(table, tissues);
        else
            law.numbers = TableNumbers{read_per_tissue<DestroyedTable>(table, tissues, read_pairs)};
        table.finish();
        laws.push_back(std::move(law));
    }
    if (laws.size() > most_laws)
        root.problem("injury", fmt::format("{} laws; at most {} are allowed", laws.size(), most_laws));
    // In the order of their names: that of the resolved case.
    std::sort(laws.begin(), laws.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return laws;
}

}  // namespace

void read_injury(TableReader& root, Case& c, const Names& names) {
    c.injury_laws = read_laws(root, tissue_names(names), {});
}

std::vector<InjuryLawSettings> load_injury_laws(const std::filesystem::path& file, const Case& c) {
    const Document document = read_document(file);
    Problems problems;
    TableReader root(document.root, "", problems);
    Names names;
    names.tissues = c.tissues;
    std::vector<std::string> taken;
    for (const InjuryLawSettings& law : c.injury_laws) taken.push_back(law.name);
    std::vector<InjuryLawSettings> laws = read_laws(root, tissue_names(names), taken);
    if (laws.empty()) root.problem_here(fmt::format("{}: no law in it; write [injury.NAME] tables", file.string()));
    root.finish();
    problems.throw_if_any();
    return laws;
}

}  // namespace iceball
