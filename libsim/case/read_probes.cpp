// [probe.NAME]: geometry, preset and exchange of the cryoprobes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "case/sections.hpp"
#include "core/text.hpp"
#include "probe/library.hpp"

namespace iceball {
namespace {

ProbeRow row_of(const ProbePreset& preset) {
    ExchangeSettings exchange;
    exchange.temperature = {{0.0}, {preset.temperature.value}, ""};
    if (preset.conductance) {
        exchange.kind = ExchangeKind::convective;
        exchange.conductance = preset.conductance->value;
    }
    if (preset.warm_temperature) exchange.warm_temperature = preset.warm_temperature->value;
    return {std::string(preset.name), preset.diameter.value, preset.active_length.value, preset.active_start.value,
            exchange, 0, 0};
}

// A row of the case's library files, else of the built-in library.
std::optional<ProbeRow> library_row(const std::string& name, const Names& names) {
    for (const ProbeRow& row : names.library_probes)
        if (row.name == name) return row;
    if (const ProbePreset* preset = find_probe_preset(name)) return row_of(*preset);
    return std::nullopt;
}

// The active zone, as wide as it is, lies in the box. A zone may end on a face: then it goes through it.
void check_inside(TableReader& table, const Grid& grid, const NeedleGeometry& g) {
    constexpr double slack = 1e-9;  // [m], rounding
    for (const Vector3& end : {g.active_from(), g.active_to()})
        for (int axis = 0; axis < 3; ++axis) {
            const double across = g.radius * std::sqrt(std::max(0.0, 1 - g.direction[axis] * g.direction[axis]));
            const double low = end[axis] - across, high = end[axis] + across;
            if (low >= grid.lower()[axis] - slack && high <= grid.upper()[axis] + slack) continue;
            table.problem_here(fmt::format(
                "the probe's active zone lies outside the box: along {} it reaches {:.6g} mm, the box goes from {:.6g} to "
                "{:.6g} mm; move the probe or enlarge [domain]",
                "xyz"[axis], 1e3 * (low < grid.lower()[axis] ? low : high), 1e3 * grid.lower()[axis],
                1e3 * grid.upper()[axis]));
            return;
        }
}

double length_or(TableReader& table, std::string_view key, std::optional<double> preset, const Range& allowed,
                 bool& good) {
    const auto value = preset ? table.quantity(key, quantity::length, allowed)
                              : table.needed_quantity(key, quantity::length, allowed);
    if (!value && (!preset || table.has(key))) good = false;
    return value.value_or(preset.value_or(0.0));
}

// Heat capacity and conductance of a tube of a known metal; what is given as a number goes before them.
void read_metal(TableReader& table, ProbeRow& row, bool& good) {
    if (table.has("metal") || table.has("wall_thickness")) {
        const auto name = table.needed_text("metal");
        const auto thickness = table.needed_quantity("wall_thickness", quantity::length, range::positive);
        const ProbeMetal* metal = name ? find_probe_metal(*name) : nullptr;
        if (name && !metal) {
            std::vector<std::string> known;
            for (const ProbeMetal& each : probe_metals()) known.emplace_back(each.name);
            table.unknown_name("metal", "metal", *name, known);
        }
        if (thickness && row.diameter > 0 && *thickness > 0.5 * row.diameter) {
            table.problem("wall_thickness", fmt::format("must be at most the radius, {:.6g} mm, given {:.6g} mm",
                                                        0.5e3 * row.diameter, 1e3 * *thickness));
            good = false;
        }
        if (metal && thickness) {
            const double area = std::numbers::pi * *thickness * (row.diameter - *thickness);
            row.metal_heat_capacity = metal->density.value * metal->specific_heat.value * area;
            row.metal_conductance = metal->conductivity.value * area;
        }
        good = good && metal && thickness;
    }
    row.metal_heat_capacity = table.quantity_or("metal_heat_capacity", quantity::line_heat_capacity, range::not_negative,
                                                row.metal_heat_capacity);
    row.metal_conductance =
        table.quantity_or("metal_conductance", quantity::conductivity_area, range::not_negative, row.metal_conductance);
}

void read_probe(TableReader& table, const std::string& name, Case& c, Names& names) {
    const auto tip = table.needed_vector("tip", quantity::length, range::any);
    const auto entry = table.needed_vector("entry", quantity::length, range::any);
    const bool insulated_shaft = table.choice("shaft", {"tissue", "insulated"}).value_or("tissue") == "insulated";
    const bool always_on = table.boolean("always_on").value_or(false);
    if (always_on) names.always_on.push_back(name);
    const auto row = read_probe_row(name, table, c, names);
    if (!tip || !entry || !row) return;
    if (!((*entry - *tip).norm() > 0)) {
        table.problem("entry", "must differ from tip: it gives the direction of the probe");
        return;
    }
    ProbeSettings probe{name, table.peek_text("preset").value_or(""), {}, row->exchange, row->metal_heat_capacity,
                        row->metal_conductance, always_on};
    NeedleGeometry& g = probe.geometry;
    g.radius = 0.5 * row->diameter;
    g.active_length = row->active_length;
    g.active_start = row->active_start;
    g.tip = *tip;
    g.direction = (*entry - *tip).normalized();
    g.insulated_shaft = insulated_shaft;
    if (c.domain.cells[0] > 0) check_inside(table, c.domain.grid(), g);
    c.probes.push_back(std::move(probe));
}

double clamp01(double value) { return std::clamp(value, 0.0, 1.0); }

// Smallest distance of two segments (Ericson 2005, Real-Time Collision Detection, section 5.1.9).
double segment_distance(const Vector3& p1, const Vector3& q1, const Vector3& p2, const Vector3& q2) {
    const Vector3 d1 = q1 - p1, d2 = q2 - p2, r = p1 - p2;
    const double a = d1.squaredNorm(), e = d2.squaredNorm(), f = d2.dot(r), c = d1.dot(r), b = d1.dot(d2);
    const double denominator = a * e - b * b;
    double s = denominator > 1e-12 * a * e ? clamp01((b * f - c * e) / denominator) : 0.0;
    double t = (b * s + f) / e;
    if (t < 0 || t > 1) {
        t = clamp01(t);
        s = clamp01((b * t - c) / a);
    }
    return (p1 + s * d1 - p2 - t * d2).norm();
}

// Where the active zone or, if it is insulated, the shaft ends.
Vector3 end_of_solid(const Case& c, const NeedleGeometry& g) {
    const auto shaft = c.domain.cells[0] > 0 ? insulated_shaft(c.domain.grid(), g) : std::nullopt;
    return shaft ? shaft->active_to() : g.active_to();
}

}  // namespace

std::optional<ProbeRow> read_probe_row(const std::string& name, TableReader& table, const Case& case_or_file,
                                       const Names& names) {
    bool good = true;
    std::optional<ProbeRow> preset;
    if (const auto given = table.text("preset")) {
        preset = library_row(*given, names);
        if (!preset) {
            std::vector<std::string> known;
            for (const ProbeRow& row : names.library_probes) known.push_back(row.name);
            for (const ProbePreset& row : probe_library()) known.emplace_back(row.name);
            table.unknown_name("preset", "probe preset", *given, known);
        }
    }
    const bool unknown_preset = table.has("preset") && !preset;
    ProbeRow row = preset.value_or(ProbeRow{});
    row.name = name;
    const auto length = [&](const char* key, double& value) {
        if (unknown_preset && !table.has(key)) return;
        value = length_or(table, key, preset ? std::optional(value) : std::nullopt, range::positive, good);
    };
    length("diameter", row.diameter);
    length("active_length", row.active_length);
    row.active_start = table.quantity_or("active_start", quantity::length, range::not_negative, row.active_start);
    read_metal(table, row, good);
    if (!preset && !unknown_preset && !table.has("exchange")) {
        table.problem_here("expected a preset, or exchange = { model = \"wall temperature\", ... }");
        good = false;
    }
    if (auto exchange = table.table("exchange")) {
        const ExchangeSettings* own = preset ? &preset->exchange : nullptr;
        if (const auto read = read_exchange(*exchange, case_or_file, own, ExchangePlace::probe))
            row.exchange = *read;
        else
            good = false;
    }
    table.finish();
    if (!good || unknown_preset) return std::nullopt;
    return row;
}

void read_probes(TableReader& root, Case& c, Names& names) {
    for (auto& [name, table] : root.named_tables("probe")) {
        names.probes.push_back(name);
        read_probe(table, name, c, names);
    }
    auto probes = root.table("probe");
    for (std::size_t n = 0; n < c.probes.size(); ++n)
        for (std::size_t m = 0; m < n; ++m) {
            const NeedleGeometry &a = c.probes[m].geometry, &b = c.probes[n].geometry;
            const double distance = segment_distance(a.active_from(), end_of_solid(c, a), b.active_from(), end_of_solid(c, b));
            if (distance < a.radius + b.radius)
                probes->problem(c.probes[n].name,
                                fmt::format("overlaps probe {}: their axes come within {:.4g} mm (insulated shafts count), their "
                                            "radii add up to {:.4g} mm",
                                            quote(c.probes[m].name), 1e3 * distance, 1e3 * (a.radius + b.radius)));
        }
}

}  // namespace iceball
