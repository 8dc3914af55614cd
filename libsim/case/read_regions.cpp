// [[tissue.region]]: analytic regions, painted in their order.
#include <fmt/format.h>

#include "case/sections.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

const std::vector<std::string> shapes{"sphere", "ellipsoid", "box", "layer", "cylinder"};

std::optional<Shape> read_sphere(TableReader& table) {
    const auto centre = table.needed_vector("centre", quantity::length, range::any);
    const auto radius = table.needed_quantity("radius", quantity::length, range::positive);
    if (!centre || !radius) return std::nullopt;
    return Sphere{*centre, *radius};
}

std::optional<Shape> read_ellipsoid(TableReader& table) {
    const auto centre = table.needed_vector("centre", quantity::length, range::any);
    const auto semi_axes = table.needed_vector("semi_axes", quantity::length, range::positive);
    if (!centre || !semi_axes) return std::nullopt;
    return Ellipsoid{*centre, *semi_axes};
}

// from and to (opposite corners), or centre and size.
std::optional<Shape> read_box(TableReader& table) {
    if (table.has("centre") || table.has("size")) {
        const auto centre = table.needed_vector("centre", quantity::length, range::any);
        const auto size = table.needed_vector("size", quantity::length, range::positive);
        if (!centre || !size) return std::nullopt;
        return AxisBox{*centre - 0.5 * *size, *centre + 0.5 * *size};
    }
    const auto from = table.needed_vector("from", quantity::length, range::any);
    const auto to = table.needed_vector("to", quantity::length, range::any);
    if (!from || !to) return std::nullopt;
    return AxisBox{from->cwiseMin(*to), from->cwiseMax(*to)};
}

// Everything between two planes across an axis or a normal; without from or to it reaches to infinity.
std::optional<Shape> read_layer(TableReader& table) {
    Vector3 normal = Vector3::UnitZ();
    if (table.has("axis") == table.has("normal")) {
        table.problem_here("expected either axis (\"x\", \"y\" or \"z\") or normal = [x, y, z]");
        return std::nullopt;
    }
    if (table.has("axis")) {
        const auto axis = table.choice("axis", {"x", "y", "z"});
        if (!axis) return std::nullopt;
        normal = Vector3::Unit((*axis)[0] - 'x');
    } else {
        const auto given = table.vector("normal", quantity::number, range::any);
        if (!given) return std::nullopt;
        if (!(given->norm() > 0)) {
            table.problem("normal", "must not be zero");
            return std::nullopt;
        }
        normal = given->normalized();
    }
    if (!table.has("from") && !table.has("to")) table.problem_here("expected from, to or both");
    const double from = table.quantity_or("from", quantity::length, range::any, -range::infinity);
    const double to = table.quantity_or("to", quantity::length, range::any, range::infinity);
    if (!(from < to)) {
        table.problem("to", "must be larger than from");
        return std::nullopt;
    }
    return Layer{normal, from, to};
}

std::optional<Shape> read_cylinder(TableReader& table) {
    const auto from = table.needed_vector("from", quantity::length, range::any);
    const auto to = table.needed_vector("to", quantity::length, range::any);
    const auto radius = table.needed_quantity("radius", quantity::length, range::positive);
    if (!from || !to || !radius) return std::nullopt;
    if (!((*to - *from).norm() > 0)) {
        table.problem("to", "must differ from from");
        return std::nullopt;
    }
    return Cylinder{*from, *to, *radius};
}

std::optional<Shape> read_shape(TableReader& region) {
    std::optional<Shape> shape;
    int given = 0;
    for (const std::string& name : shapes) {
        if (!region.has(name)) continue;
        ++given;
        auto table = region.table(name);
        if (!table) continue;
        shape = name == "sphere"      ? read_sphere(*table)
                : name == "ellipsoid" ? read_ellipsoid(*table)
                : name == "box"       ? read_box(*table)
                : name == "layer"     ? read_layer(*table)
                                      : read_cylinder(*table);
        table->finish();
    }
    if (given != 1)
        region.problem_here(fmt::format("expected exactly one shape of {}, given {}", list_names(shapes), given));
    return given == 1 ? shape : std::nullopt;
}

}  // namespace

std::optional<double> read_start_temperature(TableReader& region) {
    const auto start = region.temperature("start");
    if (start && region.has("held"))
        region.problem("start", "a held region keeps its temperature from the start on; give either held or start");
    return start;
}

void read_regions(TableReader& root, Case& c, Names& names) {
    auto tissue_table = root.table("tissue");
    if (!tissue_table) return;
    for (TableReader& table : tissue_table->tables("region")) {
        RegionSettings region;
        const auto name = table.needed_text("name");
        if (name) take_region_name(table, "name", *name, names);
        region.name = name.value_or("");
        region.held_temperature = table.temperature("held");
        region.start_temperature = read_start_temperature(table);
        if (!table.has("tissue") && !table.has("held")) table.problem_here("expected a tissue, or held = \"37 degC\"");
        const auto tissue = table.has("tissue") ? use_tissue(table, "tissue", c, names)
                                                : std::optional<int>(take_up_tissue("blood", c, names));
        const auto shape = read_shape(table);
        table.finish();
        if (!shape || !tissue) continue;
        region.shape = *shape;
        region.tissue = *tissue;
        c.regions.push_back(std::move(region));
    }
    constexpr std::size_t most = RegionMap::max_regions - 1;
    if (names.regions.size() > most)
        tissue_table->problem("region", fmt::format("{} regions with those of the image; at most {} are possible",
                                                    names.regions.size(), most));
}

}  // namespace iceball
