#include "probe/tissue_volume.hpp"

#include <algorithm>
#include <map>

#include "probe/cut_cell.hpp"

namespace iceball {
namespace {

struct Recipient {
    std::ptrdiff_t cell;
    double weight;
};

double outward_flux(const WallPotential& potential, const NeedleBody& body, const Square& face, int side) {
    std::vector<OpenPoint> points;
    open_points(face, {&body, 1}, true, points);
    double flux = 0;
    for (const OpenPoint& point : points) flux += point.area * potential.flux(point.x)[face.axis];
    return side == 0 ? -flux : flux;
}

// Active neighbours of an inactive cell, weighted by the wall charge that flows to them; if none takes any, the nearest
// active cells alike.
std::vector<Recipient> recipients(const Grid& grid, const Index3& cell, const NeedleBody& body,
                                  const WallPotential& potential, const InactiveCells& inactive) {
    std::vector<Recipient> found;
    const auto inside_grid = [&](const Index3& c) {
        for (std::size_t axis = 0; axis < 3; ++axis)
            if (c[axis] < 0 || c[axis] >= grid.cells()[axis]) return false;
        return true;
    };
    for (int axis = 0; axis < 3; ++axis)
        for (int side = 0; side < 2; ++side) {
            Index3 other = cell;
            other[std::size_t(axis)] += side == 0 ? -1 : 1;
            if (!inside_grid(other)) continue;
            const std::ptrdiff_t index = grid.index(other[0], other[1], other[2]);
            if (inactive.contains(index)) continue;
            const double flux = outward_flux(potential, body, face_of(grid, cell, axis, side), side);
            if (flux > 0) found.push_back({index, flux});
        }
    for (int reach = 1; found.empty() && reach <= grid.nx() + grid.ny() + grid.nz(); ++reach)
        for (int k = -reach; k <= reach; ++k)
            for (int j = -reach; j <= reach; ++j)
                for (int i = -reach; i <= reach; ++i) {
                    const Index3 other{cell[0] + i, cell[1] + j, cell[2] + k};
                    if (!inside_grid(other)) continue;
                    const std::ptrdiff_t index = grid.index(other[0], other[1], other[2]);
                    if (!inactive.contains(index)) found.push_back({index, 1.0});
                }
    return found;
}

}  // namespace

Square face_of(const Grid& grid, const Index3& cell, int axis, int side) {
    const double h = grid.spacing();
    Square square{axis, grid.cell_centre(cell[0], cell[1], cell[2]) - Vector3::Constant(0.5 * h), h};
    square.lower[axis] += side * h;
    return square;
}

InactiveCells inactive_cells(const Grid& grid, std::span<const PlacedNeedle> needles) {
    const double margin = 0.01 * grid.spacing();
    InactiveCells inactive;
    for (std::size_t n = 0; n < needles.size(); ++n)
        for_cells_around(grid, needles[n].body(), grid.spacing(), [&](const Index3& c) {
            if (needles[n].body().distance(grid.cell_centre(c[0], c[1], c[2])) <= margin)
                inactive.emplace(grid.index(c[0], c[1], c[2]), int(n));
        });
    return inactive;
}

std::vector<CellVolume> tissue_volumes(const Grid& grid, std::span<const PlacedNeedle> needles,
                                       const InactiveCells& inactive) {
    std::map<std::ptrdiff_t, double> fractions;
    for (const PlacedNeedle& needle : needles)
        for (const CellShare& covered : covered_volumes(grid, needle.body(), needle.volume_in_box))
            fractions.try_emplace(covered.cell, 1.0).first->second -= covered.share;
    std::vector<WallPotential> potentials;
    for (const PlacedNeedle& needle : needles) potentials.emplace_back(std::vector<ChargedBody>{needle.charged});
    std::map<std::ptrdiff_t, double> gained;
    for (auto& [cell, fraction] : fractions) {
        const auto owner = inactive.find(cell);
        if (owner == inactive.end()) continue;
        const std::size_t n = std::size_t(owner->second);
        const std::vector<Recipient> to =
            recipients(grid, grid.cell_at(cell), needles[n].body(), potentials[n], inactive);
        double total = 0;
        for (const Recipient& recipient : to) total += recipient.weight;
        if (to.empty()) continue;  // a box without any tissue
        for (const Recipient& recipient : to) gained[recipient.cell] += fraction * recipient.weight / total;
        fraction = 0;
    }
    for (const auto& [cell, gain] : gained) fractions.try_emplace(cell, 1.0).first->second += gain;
    std::vector<CellVolume> volumes;
    for (const auto& [cell, fraction] : fractions)
        if (!inactive.contains(cell) && fraction != 1) volumes.push_back({cell, fraction});
    return volumes;
}

}  // namespace iceball
