#include "solver/outer_faces.hpp"

#include <algorithm>
#include <limits>

#include "solver/contact_exchange.hpp"

namespace iceball {

OuterFaces::OuterFaces(const Model& model, const Field<double>& tissue_fraction)
    : model_(model), tissue_fraction_(tissue_fraction), open_(open_shares(model)) {
    list_cells();
    for (const Tissue& tissue : model.tissues)
        liquid_theta_.push_back(tissue.law.freezes() ? tissue.law.theta_at(tissue.law.liquidus())
                                                     : -std::numeric_limits<double>::infinity());
    for (int face = 0; face < 6; ++face) {
        if (const auto* fixed = std::get_if<FixedTemperature>(&model.boundaries[std::size_t(face)]))
            for (const Tissue& tissue : model.tissues)
                fixed_theta_[std::size_t(face)].push_back(tissue.law.theta_at(fixed->temperature));
    }
}

double OuterFaces::convective_ghost(const Convection& convection, const ThermalLaw& law, double theta) const {
    const double film = 0.5 * convection.coefficient * model_.grid.spacing();
    const double surface = law.temperature_where(film, film * convection.air_temperature + theta);
    return theta + 2.0 * film * (convection.air_temperature - surface);
}

void OuterFaces::list_cells() {
    const Grid& grid = model_.grid;
    for (int face = 0; face < 6; ++face) {
        const auto [axis, fast, slow] = axes_of(Face(face));
        Index3 at{};
        at[axis] = face % 2 == 0 ? 0 : grid.cells()[axis] - 1;
        for (at[slow] = 0; at[slow] < grid.cells()[slow]; ++at[slow])
            for (at[fast] = 0; at[fast] < grid.cells()[fast]; ++at[fast]) {
                const std::ptrdiff_t cell = grid.index(at[0], at[1], at[2]);
                const bool closed = tissue_fraction_[cell] == 0;
                tissue_[std::size_t(face)].push_back(std::int16_t(closed ? -1 : model_.tissue_number_at(cell)));
            }
    }
}

void OuterFaces::fill_cells(int face, int first_listed, const double* inner, double* ghost, int count,
                            Filled& filled) const {
    const Boundary& boundary = model_.boundaries[std::size_t(face)];
    if (is_insulated(boundary)) {
        std::copy_n(inner, count, ghost);
        return;
    }
    const Convection* convection = std::get_if<Convection>(&boundary);
    const std::int16_t* listed = tissue_[std::size_t(face)].data() + first_listed;
    const double* fixed = fixed_theta_[std::size_t(face)].data();
    const double* open = open_[std::size_t(face)].empty() ? nullptr : open_[std::size_t(face)].data() + first_listed;
    double heat = 0;
    bool ice = false;
    for (int n = 0; n < count; ++n) {
        const int tissue = listed[n];
        if (tissue < 0) {
            ghost[n] = inner[n];
            continue;
        }
        ghost[n] = convection ? convective_ghost(*convection, model_.tissues[std::size_t(tissue)].law, inner[n])
                              : 2.0 * fixed[tissue] - inner[n];
        if (open) ghost[n] = inner[n] + open[n] * (ghost[n] - inner[n]);
        heat += ghost[n] - inner[n];
        ice |= inner[n] < liquid_theta_[std::size_t(tissue)];
    }
    filled.heat[std::size_t(face)] += heat;
    filled.ice |= ice;
}

void OuterFaces::fill_row(int j, int k, const kernel::Rows& theta, Filled& filled) const {
    const Grid& grid = model_.grid;
    const int nx = grid.nx(), ny = grid.ny();
    double* const row = theta.middle;
    fill_cells(0, j + ny * k, row, row - 1, 1, filled);
    fill_cells(1, j + ny * k, row + nx - 1, row + nx, 1, filled);
    if (j == 0) fill_cells(2, nx * k, row, theta.y_low, nx, filled);
    if (j == ny - 1) fill_cells(3, nx * k, row, theta.y_high, nx, filled);
    if (k == 0) fill_cells(4, nx * j, row, theta.z_low, nx, filled);
    if (k == grid.nz() - 1) fill_cells(5, nx * j, row, theta.z_high, nx, filled);
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
