// `iceball list`: what the libraries hold, with the source of every number and how many of them were read.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "commands.hpp"
#include "outcome/injury/injury_law.hpp"
#include "probe/library.hpp"
#include "solver/integrator/registry.hpp"
#include "tissue/library.hpp"

namespace iceball {
namespace {

using nlohmann::ordered_json;

// How a number is shown: shown = value * scale.
struct Shown {
    std::string_view unit;
    double scale = 1;
};

Shown shown_as(std::string_view name) {
    static const std::map<std::string_view, Shown> table{
        {"water_fraction", {"%", 100}},         {"density", {"kg/m^3"}},
        {"conductivity_unfrozen", {"W/m/K"}},   {"specific_heat_unfrozen", {"J/kg/K"}},
        {"latent_heat", {"MJ/m^3", 1e-6}},      {"solidus", {"degC"}},
        {"liquidus", {"degC"}},                 {"perfusion_ablation", {"1/s"}},
        {"perfusion_resting", {"1/s"}},         {"metabolic_heat", {"W/m^3"}},
        {"diameter", {"mm", 1e3}},              {"active_start", {"mm", 1e3}},
        {"active_length", {"mm", 1e3}},         {"conductance", {"W/K/m"}},
        {"gas_temperature", {"degC"}},          {"wall_temperature", {"degC"}},
        {"warm_temperature", {"degC"}},         {"conductivity", {"W/m/K"}},
        {"specific_heat", {"J/kg/K"}}};
    return table.at(name);
}

// One line of a row: a number of the library, or one that follows from them (no standing, not counted).
struct Line {
    std::string name;
    double value;
    std::string_view unit, standing, source;
};

struct LibraryRow {
    std::string name;
    std::string_view note;
    std::vector<Line> lines;
    SourceTally sources;
    std::string closing;                        // last line of the text, if any
    ordered_json more = ordered_json::object();  // what else the JSON says
};

LibraryRow row_of(std::string_view name, std::string_view note, const std::vector<NamedValue>& numbers) {
    LibraryRow row;
    row.name = name;
    row.note = note;
    row.sources.add(numbers);
    for (const NamedValue& n : numbers) {
        const Shown shown = shown_as(n.name);
        row.lines.push_back({std::string(n.name), n.number.value * shown.scale, shown.unit, to_string(n.number.standing),
                             n.number.source});
    }
    return row;
}

std::string in_words(const SourceTally& t) {
    return fmt::format("{} of {} numbers read ({:.0f} %), {} of them derived from what was read", t.read + t.derived,
                       t.counted(), 100 * t.share(), t.derived);
}

ordered_json to_json(const SourceTally& t) {
    return {{"read", t.read}, {"derived", t.derived}, {"unverified", t.unverified}, {"share_read", t.share()}};
}

void print_row(const LibraryRow& row) {
    fmt::print("{}{}{}\n", row.name, row.note.empty() ? "" : ": ", row.note);
    for (const Line& line : row.lines)
        fmt::print("    {:<34} {:<18} {:<11} {}\n", line.name, fmt::format("{:.4g} {}", line.value, line.unit), line.standing,
                   line.source);
    fmt::print("    {:<34} {}\n", "sources", in_words(row.sources));
    if (!row.closing.empty()) fmt::print("{}\n", row.closing);
    fmt::print("\n");
}

ordered_json to_json(const LibraryRow& row) {
    ordered_json out{{"name", row.name}, {"note", row.note}};
    for (const Line& line : row.lines)
        out[line.name] = {
            {"value", line.value}, {"unit", line.unit}, {"standing", line.standing}, {"source", line.source}};
    out["sources"] = to_json(row.sources);
    out.update(row.more);
    return out;
}

// All rows of a library, then how many of their numbers were read.
void list_rows(const std::vector<LibraryRow>& rows, bool json) {
    ordered_json out = ordered_json::array();
    SourceTally all;
    for (const LibraryRow& row : rows) {
        all.add(row.sources);
        if (json) out.push_back(to_json(row));
        else print_row(row);
    }
    if (json)
        fmt::print("{}\n", ordered_json{{"rows", out}, {"sources", to_json(all)}}.dump(1));
    else
        fmt::print("All rows: {}. What is true by definition is not counted; docs/sources.md has the sources.\n",
                   in_words(all));
}

std::string_view why_default(const TissueRecord& r) {
    if (r.perfusion_ablation)
        return r.perfusion_resting ? "ablation (published ablation codes use it; the resting value would stop ice balls that "
                                     "are known to grow)"
                                   : "ablation (the only value)";
    return r.perfusion_resting ? "resting (no ablation value was found)" : "none";
}

// What follows from the ice, at the cold end of the tissue around a cryoprobe and deeper.
void add_frozen(LibraryRow& row, const TissueRecord& r) {
    constexpr std::string_view law =
        "from the water fraction, ice law Elmer/Ice (read); k of what is not water 0.2 W/m/K, unverified";
    const FrozenMedium frozen = frozen_medium(properties_of(r));
    for (const double t : {-40.0, -140.0}) {
        const PhaseProperties at = frozen.at(t);
        row.lines.push_back({fmt::format("conductivity_frozen at {:g} degC", t), at.conductivity, "W/m/K", "computed", law});
        row.lines.push_back({fmt::format("specific_heat_frozen at {:g} degC", t), at.heat_capacity / r.density.value, "J/kg/K",
                             "computed", law});
    }
}

void list_tissues(bool json) {
    std::vector<LibraryRow> rows;
    for (const TissueRecord& record : tissue_library()) {
        LibraryRow row = row_of(record.name, record.note, numbers_of(record));
        if (record.freezes) add_frozen(row, record);
        row.closing = fmt::format("    {:<34} {}", "default perfusion", why_default(record));
        row.more = {{"freezes", record.freezes}, {"default_perfusion", why_default(record)}};
        rows.push_back(row);
    }
    list_rows(rows, json);
}

template <class Library>
void list_library(const Library& library, bool json) {
    std::vector<LibraryRow> rows;
    for (const auto& row : library) rows.push_back(row_of(row.name, row.note, numbers_of(row)));
    list_rows(rows, json);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

struct Described {
    std::string name, note, source;
};

void list_described(const std::vector<Described>& rows, bool json) {
    ordered_json out = ordered_json::array();
    for (const Described& row : rows) {
        if (json)
            out.push_back({{"name", row.name}, {"note", row.note}, {"source", row.source}});
        else
            fmt::print("{}: {}\n    {}\n\n", row.name, row.note, fmt::join(lines_of(row.source), "\n    "));
    }
    if (json) fmt::print("{}\n", out.dump(1));
}

std::vector<Described> integrators() {
    std::vector<Described> rows;
    for (const IntegratorRow& row : integrator_registry)
        rows.push_back({std::string(row.name), std::string(row.note), std::string(row.source)});
    return rows;
}

void list_injury(bool json) {
    ordered_json rows = ordered_json::array();
    for (const auto& law : injury_laws()) {
        ordered_json row{{"name", law->name()}, {"criterion", law->criterion()}, {"parameters", ordered_json::array()}};
        if (!json) fmt::print("{}: {}\n", law->name(), law->criterion());
        for (const InjuryParameter& p : law->parameters()) {
            if (json)
                row["parameters"].push_back({{"name", p.name}, {"value", p.value}, {"unit", p.unit}, {"source", p.source}});
            else
                fmt::print("    {:<26} {:<18} {}\n", p.name, fmt::format("{:g} {}", p.value, p.unit), p.source);
        }
        if (json) rows.push_back(row);
        else fmt::print("\n");
    }
    if (json) fmt::print("{}\n", rows.dump(1));
}

}  // namespace

void add_list_command(CLI::App& app, Settings& settings) {
    auto what = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("list", "List the libraries, with the source of every number and how many were read");
    command->footer("Example:\n  iceball list tissues");
    command->add_option("what", *what, "What to list")
        ->required()
        ->check(CLI::IsMember({"tissues", "probes", "metals", "injury", "integrators"}))
        ->type_name("WHAT");
    command->callback([what, &settings] {
        if (*what == "tissues") list_tissues(settings.json);
        if (*what == "probes") list_library(probe_library(), settings.json);
        if (*what == "metals") list_library(probe_metals(), settings.json);
        if (*what == "integrators") list_described(integrators(), settings.json);
        if (*what == "injury") list_injury(settings.json);
    });
}

}  // namespace iceball
