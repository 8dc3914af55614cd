// [blood] and [tissue]: background and own definitions.
#include <fmt/format.h>

#include <algorithm>

#include "case/sections.hpp"
#include "core/error.hpp"
#include "core/text.hpp"

namespace iceball {

std::vector<std::string> tissue_names(const Names& names) {
    std::vector<std::string> out;
    for (const NamedTissue& tissue : names.tissues) out.push_back(tissue.name);
    for (const NamedTissue& tissue : names.library_tissues) out.push_back(tissue.name);
    for (const TissueRecord& record : tissue_library()) out.emplace_back(record.name);
    return out;
}

namespace {

NamedTissue from_library(const TissueRecord& record) {
    NamedTissue tissue{std::string(record.name), std::string(record.name), properties_of(record), ""};
    tissue.perfusion_from = to_string(record.default_perfusion());
    return tissue;
}

// A row of the case's library files, else of the built-in library.
std::optional<NamedTissue> library_row(const std::string& name, const Names& names) {
    for (const NamedTissue& tissue : names.library_tissues)
        if (tissue.name == name) return tissue;
    if (const TissueRecord* record = find_tissue(name)) return from_library(*record);
    return std::nullopt;
}

// One of the case's own, else of a library.
std::optional<NamedTissue> tissue_of(const std::string& name, const Names& names) {
    for (const NamedTissue& tissue : names.tissues)
        if (tissue.name == name) return tissue;
    return library_row(name, names);
}

// "ablation", "resting" or a rate.
void read_perfusion(TableReader& table, NamedTissue& tissue) {
    const auto given = table.peek_text("perfusion");
    if (given && (*given == "ablation" || *given == "resting")) {
        const TissueRecord* record = find_tissue(tissue.base);
        if (!record) return table.problem("perfusion", "the choice ablation or resting needs a base from the library");
        try {
            const auto choice = *given == "ablation" ? PerfusionChoice::ablation : PerfusionChoice::resting;
            tissue.properties.perfusion = perfusion_of(*record, choice);
            tissue.perfusion_from = *given;
        } catch (const InputError& error) {
            table.problem("perfusion", error.what());
        }
    } else if (const auto rate = table.quantity("perfusion", quantity::rate, range::not_negative)) {
        tissue.properties.perfusion = *rate;
        tissue.perfusion_from = "case";
    }
}

// Per mass or per volume.
void read_latent_heat(TableReader& table, TissueProperties& p) {
    const auto given = table.peek_text("latent_heat");
    const bool per_mass = given && given->find("g") != std::string::npos;
    const Quantity& kind = per_mass ? quantity::specific_energy : quantity::energy_density;
    if (const auto heat = table.quantity("latent_heat", kind, range::not_negative))
        p.latent_heat = per_mass ? *heat * p.density : *heat;
}

void check_freezing_range(TableReader& table, const TissueProperties& p) {
    const char* const key = table.has("solidus") ? "solidus" : "liquidus";
    if (p.solidus > p.liquidus)
        table.problem(key, fmt::format("the solidus ({} degC) must not lie above the liquidus ({} degC)", p.solidus, p.liquidus));
    else if (p.release == Release::dilute && !(p.solidus < p.liquidus && p.liquidus < 0))
        table.problem(table.has(key) ? key : "release",
                      fmt::format("a dilute solution freezes over a range below 0 degC; the solidus is {} degC and the liquidus {} "
                                  "degC. Give a liquidus such as \"-0.55 degC\" and a solidus below it",
                                  p.solidus, p.liquidus));
}

// The ice of the tissue, and constants instead of what follows from it.
void read_frozen(TableReader& table, TissueProperties& p, bool complete) {
    const double old_fraction = p.water_fraction;
    if (const auto water = table.quantity("water_fraction", quantity::number, range::fraction)) {
        p.water_fraction = *water;
        if (old_fraction > 0) p.latent_heat *= *water / old_fraction;
    }
    if (const auto ice = table.choice("ice_conductivity", {"exponential", "power"}))
        p.ice = *ice == "power" ? IceConductivity::power : IceConductivity::exponential;
    // Without a base the ice is known only where the water is.
    const bool needed = !complete && !table.has("water_fraction");
    const auto constant = [&](std::string_view key, const Quantity& kind, std::optional<double>& value) {
        const auto given =
            needed ? table.needed_quantity(key, kind, range::positive) : table.quantity(key, kind, range::positive);
        if (given) value = *given;
    };
    constant("conductivity_frozen", quantity::conductivity, p.conductivity_frozen);
    constant("specific_heat_frozen", quantity::specific_heat, p.specific_heat_frozen);
}

}  // namespace

NamedTissue read_tissue_row(const std::string& name, TableReader& table, const Names& names) {
    NamedTissue tissue;
    std::optional<std::string> base = table.text("base");
    if (!base && !table.has("base") && library_row(name, names)) base = name;
    if (base) {
        if (const auto row = library_row(*base, names)) {
            tissue = *row;
        } else {
            Names libraries;
            libraries.library_tissues = names.library_tissues;
            table.unknown_name("base", "library tissue", *base, tissue_names(libraries));
        }
    }
    tissue.name = name;
    TissueProperties& p = tissue.properties;
    const bool complete = base || table.has("base");
    const auto read = [&](std::string_view key, const Quantity& kind, const Range& allowed, double& value) {
        const auto given = complete ? table.quantity(key, kind, allowed) : table.needed_quantity(key, kind, allowed);
        if (given) value = *given;
    };
    const double old_density = p.density;
    if (const auto freezes = table.boolean("freezes")) p.freezes = *freezes;
    read("density", quantity::density, range::positive, p.density);
    // Library values per volume are values per mass times the library's density.
    if (old_density > 0) p.latent_heat *= p.density / old_density;
    read("conductivity_unfrozen", quantity::conductivity, range::positive, p.conductivity_unfrozen);
    read("specific_heat_unfrozen", quantity::specific_heat, range::positive, p.specific_heat_unfrozen);
    if (p.freezes) {
        read_frozen(table, p, complete);
        if (const auto release = table.choice("release", {"linear", "dilute"}))
            p.release = *release == "dilute" ? Release::dilute : Release::linear;
        read("solidus", quantity::temperature, range::temperature, p.solidus);
        read("liquidus", quantity::temperature, range::temperature, p.liquidus);
        if (!complete && !table.has("latent_heat"))
            table.needed_quantity("latent_heat", quantity::energy_density, range::not_negative);
        else
            read_latent_heat(table, p);
        check_freezing_range(table, p);
    }
    read_perfusion(table, tissue);
    if (const auto threshold = table.temperature("stasis")) {
        p.stasis = *threshold;
        if (!p.freezes) table.problem("stasis", "a medium that never freezes cannot lose its blood flow to ice");
    }
    if (const auto flooded = table.text("floods_into")) {
        p.floods_into = *flooded == "none" ? "" : *flooded;
        if (!p.freezes) table.problem("floods_into", "a medium that never freezes never thaws");
    }
    if (const auto heat = table.quantity("metabolic_heat", quantity::power_density, range::not_negative))
        p.metabolic_heat = *heat;
    table.finish();
    return tissue;
}

void check_flooding(TableReader& table, const NamedTissue& tissue, const Names& names) {
    const std::string& flooded = tissue.properties.floods_into;
    if (flooded.empty()) return;
    const std::optional<NamedTissue> into = tissue_of(flooded, names);
    if (!into) return table.unknown_name("floods_into", "tissue", flooded, tissue_names(names));
    if (!into->properties.floods_into.empty())
        table.problem("floods_into", fmt::format("{} itself floods into {}; tissue floods once, so name one that stays what it is",
                                                 quote(flooded), quote(into->properties.floods_into)));
    if (tissue.properties.stasis && !into->properties.stasis)
        table.problem("stasis", fmt::format("{}, which this tissue floods into, has no stasis and would be perfused again; define "
                                            "a tissue with both, or give {} a stasis of its own", quote(flooded), quote(flooded)));
}

void read_blood(TableReader& root, Case& c) {
    auto table = root.table("blood");
    if (!table) return;
    c.blood.temperature =
        table->quantity_or("temperature", quantity::temperature, range::temperature, c.blood.temperature);
    c.blood.density = table->quantity_or("density", quantity::density, range::positive, c.blood.density);
    c.blood.specific_heat =
        table->quantity_or("specific_heat", quantity::specific_heat, range::positive, c.blood.specific_heat);
    table->finish();
}

int take_up_tissue(const std::string& name, Case& c, const Names& names) {
    for (std::size_t n = 0; n < c.tissues.size(); ++n)
        if (c.tissues[n].name == name) return int(n);
    c.tissues.push_back(tissue_of(name, names).value());
    const int number = int(c.tissues.size()) - 1;
    // What it floods into is in use with it; a name that is none has been reported.
    const std::string flooded = c.tissues.back().properties.floods_into;
    if (!flooded.empty() && tissue_of(flooded, names)) take_up_tissue(flooded, c, names);
    return number;
}

std::optional<int> use_tissue(TableReader& table, std::string_view key, Case& c, const Names& names) {
    const auto name = table.text(key);
    if (!name) return std::nullopt;
    const std::vector<std::string> known = tissue_names(names);
    if (std::find(known.begin(), known.end(), *name) == known.end()) {
        table.unknown_name(key, "tissue", *name, known);
        return std::nullopt;
    }
    return take_up_tissue(*name, c, names);
}

void read_tissues(TableReader& root, Case& c, Names& names) {
    auto table = root.needed_table("tissue");
    if (!table) return;
    auto definitions = table->named_tables("define");
    for (auto& [name, definition] : definitions) names.tissues.push_back(read_tissue_row(name, definition, names));
    for (std::size_t n = 0; n < definitions.size(); ++n) check_flooding(definitions[n].second, names.tissues[n], names);
    if (!table->has("background")) table->needed_text("background");
    use_tissue(*table, "background", c, names);
    table->has("region");  // read later
    table->finish();
}

bool take_region_name(TableReader& table, std::string_view key, const std::string& name, Names& names) {
    std::string wrong = name_problem(name);
    if (wrong.empty() && name == "background") wrong = "\"background\" is what lies outside all regions; take another name";
    if (wrong.empty() && std::find(names.regions.begin(), names.regions.end(), name) != names.regions.end())
        wrong = fmt::format("a second region is named {}; names of regions differ", quote(name));
    if (!wrong.empty()) {
        table.problem(key, wrong);
        return false;
    }
    names.regions.push_back(name);
    return true;
}

}  // namespace iceball
