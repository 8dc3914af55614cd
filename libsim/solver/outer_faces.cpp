#include "solver/outer_faces.hpp"

#include <algorithm>
#include <limits>

namespace iceball {
namespace {

bool is_insulated(const Boundary& boundary) { return std::holds_alternative<Insulated>(boundary); }

}  // namespace

OuterFaces::Filled& OuterFaces::Filled::operator+=(const Filled& other) {
    for (std::size_t face = 0; face < 6; ++face) heat[face] += other.heat[face];
    return *this;
}

OuterFaces::OuterFaces(const Model& model, const Field<double>& tissue_fraction)
    : model_(model), tissue_fraction_(tissue_fraction) {
    for (const Tissue& tissue : model.tissues)
        liquid_theta_.push_back(tissue.law.freezes() ? tissue.law.theta_at(tissue.law.liquidus())
                                                     : -std::numeric_limits<double>::infinity());
    for (int face = 0; face < 6; ++face) {
        const int lines = face < 4 ? model.grid.nz() : model.grid.ny();
        for (int line = 0; line < lines; ++line) blocks_.push_back({face, line});
        if (const auto* fixed = std::get_if<FixedTemperature>(&model.boundaries[std::size_t(face)]))
            for (const Tissue& tissue : model.tissues)
                fixed_theta_[std::size_t(face)].push_back(tissue.law.theta_at(fixed->temperature));
    }
}

double OuterFaces::ghost(int face, int tissue, double theta) const {
    const Boundary& boundary = model_.boundaries[std::size_t(face)];
    if (is_insulated(boundary)) return theta;
    if (const auto* convection = std::get_if<Convection>(&boundary)) {
        const double film = 0.5 * convection->coefficient * model_.grid.spacing();
        const double surface = model_.tissues[std::size_t(tissue)].law.temperature_where(
            film, film * convection->air_temperature + theta);
        return theta + 2.0 * film * (convection->air_temperature - surface);
    }
    return 2.0 * fixed_theta_[std::size_t(face)][std::size_t(tissue)] - theta;
}

template <class Body>
void OuterFaces::for_each_face(const Block& block, Body&& body) const {
    const Grid& grid = model_.grid;
    const int axis = block.face / 2;
    const bool upper = block.face % 2 == 1;
    const int edge = upper ? grid.cells()[axis] - 1 : 0;
    const std::ptrdiff_t outwards = upper ? grid.stride(axis) : -grid.stride(axis);
    const int count = axis == 0 ? grid.ny() : grid.nx();
    for (int n = 0; n < count; ++n) {
        const std::ptrdiff_t cell = axis == 0   ? grid.index(edge, n, block.line)
                                    : axis == 1 ? grid.index(n, edge, block.line)
                                                : grid.index(n, block.line, edge);
        body(cell, cell + outwards);
    }
}

OuterFaces::Filled OuterFaces::fill_block(int number, Field<double>& theta) const {
    const Block& block = blocks_[std::size_t(number)];
    const bool insulated = is_insulated(model_.boundaries[std::size_t(block.face)]);
    double heat = 0;
    for_each_face(block, [&](std::ptrdiff_t cell, std::ptrdiff_t outside) {
        const double inner = theta[cell];
        const bool closed = insulated || tissue_fraction_[cell] == 0;
        theta[outside] = closed ? inner : ghost(block.face, model_.regions.at(cell).tissue, inner);
        heat += theta[outside] - inner;
    });
    Filled filled;
    filled.heat[std::size_t(block.face)] = heat;
    return filled;
}

bool OuterFaces::ice_at_open_face(const Field<double>& theta) const {
    bool ice = false;
    for (const Block& block : blocks_) {
        if (is_insulated(model_.boundaries[std::size_t(block.face)])) continue;
        for_each_face(block, [&](std::ptrdiff_t cell, std::ptrdiff_t) {
            ice = ice || theta[cell] < liquid_theta_[std::size_t(model_.regions.at(cell).tissue)];
        });
        if (ice) return true;
    }
    return false;
}

double OuterFaces::largest_face_sum() const {
    double sum = 0;
    for (int axis = 0; axis < 3; ++axis) {
        // With one cell along an axis both faces belong to it; else a corner cell has one outer and one inner face.
        const auto weight = [&](int face) { return is_insulated(model_.boundaries[std::size_t(face)]) ? 0.0 : 2.0; };
        const double low = weight(2 * axis), high = weight(2 * axis + 1);
        sum += model_.grid.cells()[axis] == 1 ? low + high : 1.0 + std::max({low, high, 1.0});
    }
    return sum;
}

}  // namespace iceball
