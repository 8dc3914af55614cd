#include "solver/wall_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace iceball {
namespace {

// Distance of a point outside the needle's zone from it; negative inside.
double outside(const NeedleGeometry& zone, const Vector3& point) {
    const Vector3 from_end = point - zone.active_from();
    const double along = from_end.dot(zone.direction);
    const double beside = (from_end - along * zone.direction).norm() - zone.radius;
    return std::max({beside, -along, along - zone.active_length});
}

std::ptrdiff_t nearest_tissue(const Model& model, const Field<double>& tissue_fraction, const Index3& cell) {
    const Grid& grid = model.grid;
    std::ptrdiff_t nearest = -1;
    int least = std::numeric_limits<int>::max();
    for (int reach = 1; nearest < 0 && reach <= grid.nx() + grid.ny() + grid.nz(); ++reach) {
        Index3 low, high;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            low[axis] = std::max(cell[axis] - reach, 0);
            high[axis] = std::min(cell[axis] + reach, grid.cells()[axis] - 1);
        }
        for (int k = low[2]; k <= high[2]; ++k)
            for (int j = low[1]; j <= high[1]; ++j)
                for (int i = low[0]; i <= high[0]; ++i) {
                    const int x = i - cell[0], y = j - cell[1], z = k - cell[2], distance = x * x + y * y + z * z;
                    const std::ptrdiff_t index = grid.index(i, j, k);
                    if (tissue_fraction[index] > 0 && distance < least) least = distance, nearest = index;
                }
    }
    return nearest;
}

}  // namespace

std::vector<WallCell> wall_cells(const Model& model, const Field<double>& tissue_fraction) {
    std::vector<WallCell> cells;
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t index) {
        if (tissue_fraction[index] > 0) return;
        const Vector3 centre = model.grid.cell_centre(c[0], c[1], c[2]);
        WallCell nearest{index, 0, 0};
        double smallest = std::numeric_limits<double>::infinity();
        for (std::size_t n = 0; n < model.needles.size(); ++n) {
            const NeedleGeometry& zone = model.needles[n].geometry;
            const double along = (centre - zone.active_from()).dot(zone.direction) / zone.active_length;
            if (outside(zone, centre) < smallest) {
                smallest = outside(zone, centre);
                nearest = {index, int(n), std::clamp(along, 0.0, 1.0)};
            }
            const auto shaft = insulated_shaft(model.grid, zone);
            if (shaft && outside(*shaft, centre) < smallest) {
                smallest = outside(*shaft, centre);
                nearest = {index, int(n), 1, nearest_tissue(model, tissue_fraction, c)};
            }
        }
        cells.push_back(nearest);
    });
    return cells;
}

double wall_temperature(const Model& model, const State& state, const WallCell& cell) {
    if (cell.tissue >= 0) return model.tissue_at(cell.tissue).law.temperature(state.enthalpy[cell.tissue]);
    const std::vector<double>& wall = state.needles[std::size_t(cell.needle)].wall_temperature;
    const auto node = std::min(std::size_t(cell.along * double(wall.size())), wall.size() - 1);
    return wall[node];
}

}  // namespace iceball
