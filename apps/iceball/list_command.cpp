// `iceball list`: what the libraries hold, with the source of every number.
#include <fmt/format.h>
#include <fmt/ranges.h>

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

// One number of a row: its name in JSON, its unit and scale in the table.
struct Column {
    std::string name;
    SourcedValue value;
    std::string unit;
    double scale = 1;  // shown = value * scale
};

void print_rows(const std::string& name, std::string_view note, const std::vector<Column>& columns) {
    fmt::print("{}{}{}\n", name, note.empty() ? "" : ": ", note);
    for (const Column& column : columns) {
        const std::string shown = fmt::format("{:.4g} {}", column.value.value * column.scale, column.unit);
        fmt::print("    {:<34} {:<18} {}\n", column.name, shown, column.value.source);
    }
}

ordered_json to_json(const std::string& name, std::string_view note, const std::vector<Column>& columns) {
    ordered_json row{{"name", name}, {"note", note}};
    for (const Column& column : columns)
        row[column.name] = {{"value", column.value.value * column.scale}, {"unit", column.unit},
                            {"source", column.value.source}};
    return row;
}

std::vector<Column> columns_of(const TissueRecord& r) {
    std::vector<Column> out{{"water_fraction", r.water_fraction, "%", 100},
                            {"density", r.density, "kg/m^3"},
                            {"conductivity_unfrozen", r.conductivity_unfrozen, "W/m/K"},
                            {"specific_heat_unfrozen", r.specific_heat_unfrozen, "J/kg/K"}};
    if (r.freezes) {
        // What follows from the ice, at the cold end of the tissue around a cryoprobe and deeper.
        const FrozenMedium frozen = frozen_medium(properties_of(r));
        constexpr std::string_view derived = "derived from the water fraction, ice law Elmer/Ice (read)";
        for (const double t : {-40.0, -140.0}) {
            const PhaseProperties at = frozen.at(t);
            out.push_back({fmt::format("conductivity_frozen at {:g} degC", t), {at.conductivity, derived}, "W/m/K"});
            out.push_back({fmt::format("specific_heat_frozen at {:g} degC", t), {at.heat_capacity / r.density.value, derived},
                           "J/kg/K"});
        }
        out.push_back({"latent_heat", r.latent_heat, "MJ/m^3", 1e-6});
        out.push_back({"solidus", r.solidus, "degC"});
        out.push_back({"liquidus", r.liquidus, "degC"});
    }
    if (r.perfusion_ablation) out.push_back({"perfusion_ablation", *r.perfusion_ablation, "1/s"});
    if (r.perfusion_resting)
        out.push_back({"perfusion_resting", *r.perfusion_resting, "1/s"});
    out.push_back({"metabolic_heat", r.metabolic_heat, "W/m^3"});
    return out;
}

std::string_view why_default(const TissueRecord& r) {
    if (r.perfusion_ablation)
        return r.perfusion_resting ? "ablation (published ablation codes use it; the resting value would stop ice balls that "
                                     "are known to grow)"
                                   : "ablation (the only value)";
    return r.perfusion_resting ? "resting (no ablation value was found)" : "none";
}

void list_tissues(bool json) {
    ordered_json rows = ordered_json::array();
    for (const TissueRecord& record : tissue_library()) {
        const std::string name(record.name);
        if (json) {
            ordered_json row = to_json(name, record.note, columns_of(record));
            row["freezes"] = record.freezes;
            row["default_perfusion"] = why_default(record);
            rows.push_back(row);
        } else {
            print_rows(name, record.note, columns_of(record));
            fmt::print("    {:<34} {}\n\n", "default perfusion", why_default(record));
        }
    }
    if (json) fmt::print("{}\n", rows.dump(1));
}

void list_probes(bool json) {
    ordered_json rows = ordered_json::array();
    for (const ProbePreset& p : probe_library()) {
        std::vector<Column> columns{{"diameter", p.diameter, "mm", 1e3},
                                    {"active_start", p.active_start, "mm", 1e3},
                                    {"active_length", p.active_length, "mm", 1e3}};
        if (p.conductance) columns.push_back({"conductance", *p.conductance, "W/K/m"});
        columns.push_back({p.conductance ? "gas_temperature" : "wall_temperature", p.temperature, "degC"});
        if (p.warm_temperature) columns.push_back({"warm_temperature", *p.warm_temperature, "degC"});
        if (json) {
            rows.push_back(to_json(std::string(p.name), p.note, columns));
        } else {
            print_rows(std::string(p.name), p.note, columns);
            fmt::print("\n");
        }
    }
    if (json) fmt::print("{}\n", rows.dump(1));
}

void list_metals(bool json) {
    ordered_json rows = ordered_json::array();
    for (const ProbeMetal& metal : probe_metals()) {
        const std::vector<Column> columns{{"conductivity", metal.conductivity, "W/m/K"},
                                          {"density", metal.density, "kg/m^3"},
                                          {"specific_heat", metal.specific_heat, "J/kg/K"}};
        if (json) {
            rows.push_back(to_json(std::string(metal.name), metal.note, columns));
        } else {
            print_rows(std::string(metal.name), metal.note, columns);
            fmt::print("\n");
        }
    }
    if (json) fmt::print("{}\n", rows.dump(1));
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
    CLI::App* command = app.add_subcommand("list", "List the libraries, with the source of every number");
    command->footer("Example:\n  iceball list tissues");
    command->add_option("what", *what, "What to list")
        ->required()
        ->check(CLI::IsMember({"tissues", "probes", "metals", "injury", "integrators"}))
        ->type_name("WHAT");
    command->callback([what, &settings] {
        if (*what == "tissues") list_tissues(settings.json);
        if (*what == "probes") list_probes(settings.json);
        if (*what == "metals") list_metals(settings.json);
        if (*what == "integrators") list_described(integrators(), settings.json);
        if (*what == "injury") list_injury(settings.json);
    });
}

}  // namespace iceball
