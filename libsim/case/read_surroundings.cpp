// [initial] and [boundary].
#include <fmt/format.h>

#include <array>

#include "case/sections.hpp"

namespace iceball {
namespace {

std::optional<Boundary> read_convection(TableReader& table) {
    auto convection = table.table("convection");
    if (!convection) return std::nullopt;
    const auto h = convection->needed_quantity("h", quantity::heat_transfer, range::positive);
    const auto air = convection->needed_quantity("air", quantity::temperature, range::temperature);
    convection->finish();
    if (!h || !air) return std::nullopt;
    return Convection{*h, *air};
}

// A word ("insulated", "symmetry") or a table with exactly one condition.
std::optional<Boundary> read_face(TableReader& faces, const std::string& key) {
    if (!faces.is_table(key)) {
        if (faces.choice(key, {"insulated", "symmetry"})) return Insulated{};
        return std::nullopt;
    }
    auto table = faces.table(key);
    int given = 0;
    for (const char* name : {"temperature", "insulated", "symmetry", "convection"}) given += table->has(name);
    if (given != 1)
        table->problem_here(fmt::format("expected exactly one of temperature, insulated, symmetry and convection, given {}",
                                        given));
    std::optional<Boundary> boundary;
    if (const auto temperature = table->temperature("temperature")) boundary = FixedTemperature{*temperature};
    for (const char* name : {"insulated", "symmetry"})
        if (const auto flag = table->boolean(name)) {
            if (*flag)
                boundary = Insulated{};
            else
                table->problem(name, "can only be true; leave it out otherwise");
        }
    if (const auto convection = read_convection(*table)) boundary = convection;
    table->finish();
    return boundary;
}

}  // namespace

void read_surroundings(TableReader& root, Case& c) {
    if (auto initial = root.table("initial")) {
        c.initial_temperature = initial->temperature("temperature").value_or(c.initial_temperature);
        initial->finish();
    }
    c.boundaries.fill(FixedTemperature{c.initial_temperature});
    auto table = root.table("boundary");
    if (!table) return;
    if (table->has("default"))
        if (const auto boundary = read_face(*table, "default")) c.boundaries.fill(*boundary);
    for (std::size_t face = 0; face < face_names.size(); ++face)
        if (table->has(face_names[face]))
            if (const auto boundary = read_face(*table, face_names[face])) c.boundaries[face] = *boundary;
    table->finish();
}

}  // namespace iceball
