// The resolved case: everything that load_case filled in, in the form of the case file, as JSON. Keys in alphabetical
// order, numbers as the shortest text that reads back the same: the same case gives the same bytes.
#include <fmt/format.h>

#include <cmath>

#include "case/sections.hpp"

namespace iceball {
namespace {

using nlohmann::json;

json text(double value, const Quantity& kind) { return format_quantity(value, kind); }

json lengths(const Vector3& v) {
    return {text(v.x(), quantity::length), text(v.y(), quantity::length), text(v.z(), quantity::length)};
}

json series(const TimeSeries& s, const std::string& key, const std::string& plural, const Quantity& kind) {
    if (s.constant() && s.file.empty()) return {{key, text(s.values[0], kind)}};
    json out{{"times", json::array()}, {plural, json::array()}};
    for (const double time : s.times) out["times"].push_back(text(time, quantity::time));
    for (const double value : s.values) out[plural].push_back(text(value, kind));
    return out;
}

json labelled(const LabelledRegion& region, const Case& c) {
    json out{{"name", region.name}, {"tissue", c.tissues[std::size_t(region.tissue)].name}};
    if (region.held_temperature) out["held"] = text(*region.held_temperature, quantity::temperature);
    if (region.start_temperature) out["start"] = text(*region.start_temperature, quantity::temperature);
    return out;
}

json domain(const Case& c) {
    const DomainSettings& d = c.domain;
    const Vector3 size = d.spacing * Vector3(d.cells[0], d.cells[1], d.cells[2]);
    json out{{"spacing", text(d.spacing, quantity::length)},
             {"size", lengths(size)},
             {"centre", lengths(d.lower + 0.5 * size)}};
    if (!d.labels) return out;
    out["labels"] = d.labels->file.filename().string();
    out["form"] = d.labels->form;
    out["coordinates"] = d.labels->coordinates;
    for (const auto& [label, region] : d.labels->labels) out["labels_map"][std::to_string(label)] = labelled(region, c);
    if (d.labels->ct_file) {
        out["ct"] = d.labels->ct_file->filename().string();
        out["air_below"] = text(d.labels->air_below, quantity::hounsfield);
        out["air_tissue"] = c.tissues[std::size_t(d.labels->air.tissue)].name;
        if (d.labels->air.held_temperature)
            out["air_held"] = text(*d.labels->air.held_temperature, quantity::temperature);
    }
    return out;
}

struct BoundaryJson {
    json operator()(const FixedTemperature& b) const {
        return {{"temperature", text(b.temperature, quantity::temperature)}};
    }
    json operator()(const Insulated&) const { return {{"insulated", true}}; }
    json operator()(const Convection& b) const {
        return {{"convection",
                 {{"h", text(b.coefficient, quantity::heat_transfer)},
                  {"air", text(b.air_temperature, quantity::temperature)}}}};
    }
};

json boundary(const Case& c) {
    json out;
    for (std::size_t face = 0; face < face_names.size(); ++face)
        out[face_names[face]] = std::visit(BoundaryJson{}, c.boundaries[face]);
    return out;
}

json tissue_definition(const NamedTissue& tissue) {
    const TissueProperties& p = tissue.properties;
    json out{{"freezes", p.freezes},
             {"density", text(p.density, quantity::density)},
             {"conductivity_unfrozen", text(p.conductivity_unfrozen, quantity::conductivity)},
             {"specific_heat_unfrozen", text(p.specific_heat_unfrozen, quantity::specific_heat)},
             {"perfusion", text(p.perfusion, quantity::rate)},
             {"metabolic_heat", text(p.metabolic_heat, quantity::power_density)}};
    if (!tissue.base.empty()) out["base"] = tissue.base;
    if (p.stasis) out["stasis"] = text(*p.stasis, quantity::temperature);
    if (p.freezes) {
        out["water_fraction"] = p.water_fraction;
        out["ice_conductivity"] = to_string(p.ice);
        if (p.conductivity_frozen) out["conductivity_frozen"] = text(*p.conductivity_frozen, quantity::conductivity);
        if (p.specific_heat_frozen) out["specific_heat_frozen"] = text(*p.specific_heat_frozen, quantity::specific_heat);
        out["release"] = to_string(p.release);
        out["latent_heat"] = text(p.latent_heat, quantity::energy_density);
        out["solidus"] = text(p.solidus, quantity::temperature);
        out["liquidus"] = text(p.liquidus, quantity::temperature);
        const TissueRecord* record = find_tissue(tissue.base);
        if (!p.floods_into.empty() || (record && !record->floods_into.empty()))
            out["floods_into"] = p.floods_into.empty() ? "none" : p.floods_into;
    }
    return out;
}

struct ShapeJson {
    json operator()(const Sphere& s) const {
        return {{"sphere", {{"centre", lengths(s.centre)}, {"radius", text(s.radius, quantity::length)}}}};
    }
    json operator()(const Ellipsoid& e) const {
        return {{"ellipsoid", {{"centre", lengths(e.centre)}, {"semi_axes", lengths(e.semi_axes)}}}};
    }
    json operator()(const AxisBox& b) const { return {{"box", {{"from", lengths(b.lower)}, {"to", lengths(b.upper)}}}}; }
    json operator()(const Layer& l) const {
        json out{{"normal", {l.normal.x(), l.normal.y(), l.normal.z()}}};
        if (std::isfinite(l.from)) out["from"] = text(l.from, quantity::length);
        if (std::isfinite(l.to)) out["to"] = text(l.to, quantity::length);
        return {{"layer", out}};
    }
    json operator()(const Cylinder& c) const {
        return {{"cylinder",
                 {{"from", lengths(c.from)}, {"to", lengths(c.to)}, {"radius", text(c.radius, quantity::length)}}}};
    }
};

json tissue(const Case& c) {
    json out{{"background", c.tissues[0].name}, {"region", json::array()}};
    for (const NamedTissue& row : c.tissues) out["define"][row.name] = tissue_definition(row);
    for (const RegionSettings& region : c.regions) {
        json entry = std::visit(ShapeJson{}, region.shape);
        entry["name"] = region.name;
        entry["tissue"] = c.tissues[std::size_t(region.tissue)].name;
        if (region.held_temperature) entry["held"] = text(*region.held_temperature, quantity::temperature);
        if (region.start_temperature) entry["start"] = text(*region.start_temperature, quantity::temperature);
        out["region"].push_back(entry);
    }
    return out;
}

// One number where it is the same along the active zone.
json along(const AlongTable& table, const std::string& plural, const Quantity& kind) {
    if (table.uniform()) return text(table.values()[0], kind);
    json out{{"along", table.places()}, {plural, json::array()}};
    for (const double value : table.values()) out[plural].push_back(text(value, kind));
    return out;
}

json exchange(const ExchangeSettings& e) {
    json out;
    switch (e.kind) {
        case ExchangeKind::wall_temperature:
            out = series(e.temperature, "temperature", "temperatures", quantity::temperature);
            out["model"] = "wall temperature";
            break;
        case ExchangeKind::convective:
            out = series(e.temperature, "gas_temperature", "gas_temperatures", quantity::temperature);
            out["model"] = "convective";
            out["conductance"] = along(e.conductance, "conductances", quantity::line_conductance);
            out["gas_rise"] = along(e.gas_rise, "rises", quantity::temperature_difference);
            break;
        case ExchangeKind::power_limited:
            out["model"] = "power limited";
            for (const double t : e.wall_temperatures) out["wall_temperatures"].push_back(text(t, quantity::temperature));
            for (const double power : e.powers) out["powers"].push_back(text(power, quantity::power));
            if (e.largest_power) out["largest_power"] = text(*e.largest_power, quantity::power);
            break;
    }
    if (out.contains("times")) out["clock"] = e.stage_clock ? "stage" : "run";
    else out["ramp"] = text(e.ramp, quantity::time);
    if (e.warm_temperature) out["warm_temperature"] = text(*e.warm_temperature, quantity::temperature);
    if (e.warm_power) out["warm_power"] = text(*e.warm_power, quantity::power);
    return out;
}

json probe(const ProbeSettings& p) {
    const NeedleGeometry& g = p.geometry;
    constexpr double any_length = 0.1;  // [m]: entry gives the direction only
    return {{"diameter", text(2 * g.radius, quantity::length)},
            {"active_start", text(g.active_start, quantity::length)},
            {"active_length", text(g.active_length, quantity::length)},
            {"tip", lengths(g.tip)},
            {"entry", lengths(g.tip + any_length * g.direction)},
            {"shaft", g.insulated_shaft ? "insulated" : "tissue"},
            {"metal_heat_capacity", text(p.metal_heat_capacity, quantity::line_heat_capacity)},
            {"metal_conductance", text(p.metal_conductance, quantity::conductivity_area)},
            {"exchange", exchange(p.exchange)},
            {"always_on", p.always_on}};
}

struct PatchJson {
    static json pair(const FacePoint& p) { return {text(p[0], quantity::length), text(p[1], quantity::length)}; }
    json operator()(const Disc& d) const {
        return {{"centre", pair(d.centre)}, {"diameter", text(2 * d.radius, quantity::length)}};
    }
    json operator()(const FaceRectangle& r) const { return {{"centre", pair(r.centre)}, {"size", pair(r.size)}}; }
};

json contact(const ContactSettings& c) {
    json out = std::visit(PatchJson{}, c.patch);
    out["face"] = face_names[std::size_t(c.face)];
    if (c.conductance) out["contact_conductance"] = text(*c.conductance, quantity::heat_transfer);
    out["exchange"] = exchange(c.exchange);
    return out;
}

// Cycles laid out: cycles is 1.
json protocol(const Case& c) {
    json stages = json::array();
    for (const Stage& stage : c.protocol.stages) {
        json entry{{"kind", to_string(stage.kind)}, {"duration", text(stage.duration, quantity::time)}};
        const auto add = [&](const auto& actors, const std::vector<ProbeAction>& actions) {
            for (std::size_t n = 0; n < actors.size(); ++n) {
                if (!actions[n].on) continue;
                entry["probes"].push_back(actors[n].name);
                entry["duty"][actors[n].name] = actions[n].duty;
                if (actions[n].schedule >= 0)
                    entry["exchange"][actors[n].name] = exchange(actors[n].schedules[std::size_t(actions[n].schedule)]);
            }
        };
        add(c.probes, stage.probes);
        add(c.contacts, stage.contacts);
        stages.push_back(entry);
    }
    return {{"cycles", 1}, {"stage", stages}};
}

}  // namespace

json resolve(const Case& c) {
    json out{{"title", c.title},
             {"domain", domain(c)},
             {"initial", {{"temperature", text(c.initial_temperature, quantity::temperature)}}},
             {"boundary", boundary(c)},
             {"blood",
              {{"temperature", text(c.blood.temperature, quantity::temperature)},
               {"density", text(c.blood.density, quantity::density)},
               {"specific_heat", text(c.blood.specific_heat, quantity::specific_heat)}}},
             {"tissue", tissue(c)},
             {"protocol", protocol(c)}};
    for (const ProbeSettings& p : c.probes) out["probe"][p.name] = probe(p);
    for (const ContactSettings& each : c.contacts) out["contact"][each.name] = contact(each);
    for (std::size_t n = 0; n < c.sources.size(); ++n) {
        json entry{{"from", lengths(c.sources[n].from)}, {"to", lengths(c.sources[n].to)}};
        entry["power"] = series(c.source_powers[n], "power", "powers", quantity::power);
        out["source"][c.sources[n].name] = entry;
    }
    if (c.target)
        out["target"] = {{"region", c.target->region},
                         {"margin", text(c.target->margin, quantity::length)},
                         {"at_risk", c.target->at_risk}};
    for (const SensorSettings& sensor : c.sensors) out["sensor"][sensor.name] = {{"at", lengths(sensor.position)}};
    if (!c.injury_laws.empty()) out["injury"] = resolve(c.injury_laws);
    json isotherms = json::array();
    for (const double isotherm : c.output.isotherms) isotherms.push_back(text(isotherm, quantity::temperature));
    out["output"] = {{"every", text(c.output.every, quantity::time)},
                     {"isotherms", isotherms},
                     {"frames", c.output.frames ? "all" : "none"}};
    return out;
}

}  // namespace iceball
