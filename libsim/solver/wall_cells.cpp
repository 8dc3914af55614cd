#include "solver/wall_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace iceball {

std::vector<WallCell> wall_cells(const Model& model, const Field<double>& tissue_fraction) {
    std::vector<WallCell> cells;
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t index) {
        if (tissue_fraction[index] > 0) return;
        const Vector3 centre = model.grid.cell_centre(c[0], c[1], c[2]);
        WallCell nearest{index, 0, 0};
        double smallest = std::numeric_limits<double>::infinity();
        for (std::size_t n = 0; n < model.needles.size(); ++n) {
            const NeedleGeometry& geometry = model.needles[n].geometry;
            const Vector3 from_end = centre - geometry.active_from();
            const double along = from_end.dot(geometry.direction);
            const double beside = (from_end - along * geometry.direction).norm() - geometry.radius;
            const double outside = std::max({beside, -along, along - geometry.active_length});
            if (outside < smallest) {
                smallest = outside;
                nearest = {index, int(n), std::clamp(along / geometry.active_length, 0.0, 1.0)};
            }
        }
        cells.push_back(nearest);
    });
    return cells;
}

double wall_temperature(const State& state, const WallCell& cell) {
    const std::vector<double>& wall = state.needles[std::size_t(cell.needle)].wall_temperature;
    const auto node = std::min(std::size_t(cell.along * double(wall.size())), wall.size() - 1);
    return wall[node];
}

}  // namespace iceball
