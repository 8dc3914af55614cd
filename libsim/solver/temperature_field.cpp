#include "solver/temperature_field.hpp"

#include <algorithm>
#include <limits>

#include "core/parallel.hpp"

namespace iceball {

std::vector<NeedleCell> needle_cells(const Model& model, const Field<double>& tissue_fraction) {
    std::vector<NeedleCell> cells;
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
        if (tissue_fraction[cell] > 0) return;
        const Vector3 centre = model.grid.cell_centre(at[0], at[1], at[2]);
        NeedleCell nearest{cell, 0, 0};
        double smallest = std::numeric_limits<double>::infinity();
        for (int n = 0; n < int(model.needles.size()); ++n) {
            const NeedleGeometry& needle = model.needles[std::size_t(n)].geometry;
            const double along = (centre - needle.active_from()).dot(needle.direction);
            const double inside = std::clamp(along, 0.0, needle.active_length);
            const double distance = (centre - needle.active_from() - inside * needle.direction).norm();
            if (distance >= smallest) continue;
            smallest = distance;
            const int nodes = wall_node_count(needle, model.grid.spacing());
            nearest.needle = n;
            nearest.node = std::min(nodes - 1, int(inside / needle.active_length * nodes));
        }
        cells.push_back(nearest);
    });
    return cells;
}

void temperature_field(const Model& model, const State& state, const std::vector<NeedleCell>& inside,
                       std::vector<float>& values) {
    const Grid& grid = model.grid;
    values.resize(grid.cell_count());
    const auto position = [&](const Index3& at) {
        return (std::size_t(at[2]) * std::size_t(grid.ny()) + std::size_t(at[1])) * std::size_t(grid.nx()) +
               std::size_t(at[0]);
    };
    parallel_blocks(grid.nz(), [&](int k) {
        for (int j = 0; j < grid.ny(); ++j)
            for (int i = 0; i < grid.nx(); ++i) {
                const std::ptrdiff_t cell = grid.index(i, j, k);
                values[position({i, j, k})] = float(model.tissue_at(cell).law.temperature(state.enthalpy[cell]));
            }
    });
    for (const NeedleCell& cell : inside)
        values[position(grid.cell_at(cell.cell))] =
            float(state.needles[std::size_t(cell.needle)].wall_temperature[std::size_t(cell.node)]);
}

}  // namespace iceball
