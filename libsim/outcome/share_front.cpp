#include "outcome/share_front.hpp"

#include <algorithm>

#include "core/parallel.hpp"
#include "outcome/line_reader.hpp"

namespace iceball {
namespace {

// What line_reader.hpp reads: the share itself.
struct ShareReader {
    const Grid& box;
    const Field<double>& tissue_fraction;
    const Field<float>& share;

    const Grid& grid() const { return box; }
    bool active(std::ptrdiff_t cell) const { return tissue_fraction[cell] > 0; }
    double depth(std::ptrdiff_t cell, int) const { return share[cell]; }
};

// Where between offsets 0 and 1 the surface lies.
double crossing(const LineReader<ShareReader>& line) {
    const double first = line.depth(0), second = line.depth(1);
    const bool falling = first > second;
    const double before = line.has(-1) ? line.depth(-1) : falling ? 1 : 0;
    const double after = line.has(2) ? line.depth(2) : falling ? 0 : 1;
    const double full = falling ? before : after, empty = falling ? after : before;
    if (full < 1 || empty > 0) return std::clamp((first - 0.5) / (first - second), 0.0, 1.0);
    const double sum = before + first + second + after;
    return std::clamp(falling ? sum - 1.5 : 2.5 - sum, 0.0, 1.0);
}

}  // namespace

std::vector<FrontPoint> share_front(const Grid& grid, const Field<double>& tissue_fraction, const Field<float>& share) {
    const ShareReader reader{grid, tissue_fraction, share};
    std::vector<std::vector<FrontPoint>> planes(static_cast<std::size_t>(grid.nz()));
    parallel_blocks(grid.nz(), [&](int k) {
        for (int j = 0; j < grid.ny(); ++j)
            for (int i = 0; i < grid.nx(); ++i) {
                const Index3 cell{i, j, k};
                const std::ptrdiff_t lower = grid.index(i, j, k);
                if (!reader.active(lower)) continue;
                for (int axis = 0; axis < 3; ++axis) {
                    const std::ptrdiff_t upper = lower + grid.stride(axis);
                    if (cell[axis] + 1 == grid.cells()[axis] || !reader.active(upper)) continue;
                    const bool destroyed = share[lower] > 0.5f;
                    if (destroyed == (share[upper] > 0.5f)) continue;
                    Vector3 point = grid.cell_centre(i, j, k);
                    point[axis] += crossing(LineReader(reader, cell, axis, 0)) * grid.spacing();
                    // Across the line by the mean of both cells, along it by the sign change itself.
                    Index3 next = cell;
                    ++next[axis];
                    Vector3 outward = -(depth_gradient(reader, cell, 0) + depth_gradient(reader, next, 0));
                    const double along = 2 * std::abs(double(share[upper]) - share[lower]);
                    outward[axis] = destroyed ? along : -along;
                    planes[std::size_t(k)].push_back({point, outward.normalized()});
                }
            }
    });
    std::vector<FrontPoint> points;
    for (const std::vector<FrontPoint>& plane : planes) points.insert(points.end(), plane.begin(), plane.end());
    return points;
}

}  // namespace iceball
