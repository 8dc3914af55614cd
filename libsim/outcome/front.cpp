#include "outcome/front.hpp"

#include <algorithm>
#include <cmath>

#include "core/parallel.hpp"
#include "outcome/line_reader.hpp"

namespace iceball {
namespace {

// Where between offsets 0 and 1 the depth vanishes, given that its sign differs there.
double crossing(const LineReader<IsothermReader>& line) {
    const double first = line.depth(0), second = line.depth(1);
    double curvature = 0;
    if (line.has(-1) && line.has(2)) curvature = smaller_of_one_sign(line.second_difference(0), line.second_difference(1));
    // curvature / 2 s^2 + slope s + first = 0; the root that stays finite as the curvature vanishes.
    const double slope = second - first - 0.5 * curvature;
    const double root = std::sqrt(std::max(slope * slope - 2 * curvature * first, 0.0));
    const double divisor = slope + std::copysign(root, second - first);
    const double s = divisor == 0 ? first / (first - second) : -2 * first / divisor;
    return std::clamp(s, 0.0, 1.0);
}

// The same from the frozen shares of the cells at offsets -1 to 2, full below offset 0 and empty above 1 where absent.
double crossing_by_shares(const IsothermReader& reader, const LineReader<IsothermReader>& line, bool upward) {
    const auto share = [&](int offset, double absent) {
        const double value = line.has(offset) ? reader.frozen_share(line.cell(offset)) : absent;
        return upward ? 1 - value : value;  // full at the low end
    };
    const double absent_low = upward ? 0 : 1;
    const double sum = share(-1, absent_low) + share(0, 0) + share(1, 0) + share(2, 1 - absent_low);
    return std::clamp(sum - 1.5, 0.0, 1.0);
}

}  // namespace

std::vector<FrontPoint> front_points(const IsothermReader& reader) {
    const Grid& grid = reader.grid();
    std::vector<std::vector<FrontPoint>> planes(static_cast<std::size_t>(grid.nz()));
    parallel_blocks(grid.nz(), [&](int k) {
        for (int j = 0; j < grid.ny(); ++j)
            for (int i = 0; i < grid.nx(); ++i) {
                const Index3 cell{i, j, k};
                const std::ptrdiff_t lower = grid.index(i, j, k);
                if (!reader.active(lower)) continue;
                const bool below = reader.below(lower);
                for (int axis = 0; axis < 3; ++axis) {
                    const std::ptrdiff_t upper = lower + grid.stride(axis);
                    if (cell[axis] + 1 == grid.cells()[axis] || !reader.active(upper)) continue;
                    if (reader.below(upper) == below) continue;
                    const int lower_tissue = reader.tissue(lower), upper_tissue = reader.tissue(upper);
                    const LineReader line(reader, cell, axis, lower_tissue);
                    double position = 0.5;
                    if (reader.front_by_fraction(lower) && reader.front_by_fraction(upper))
                        position = crossing_by_shares(reader, line, !below);
                    else if (!reader.front_by_fraction(lower) && !reader.front_by_fraction(upper))
                        position = lower_tissue == upper_tissue
                                       ? crossing(line)
                                       : 0.5 * (crossing(line) + crossing(LineReader(reader, cell, axis, upper_tissue)));
                    Vector3 point = grid.cell_centre(i, j, k);
                    point[axis] += position * grid.spacing();
                    // Across the line by the mean of both cells, along it by the sign change itself.
                    Index3 next = cell;
                    ++next[axis];
                    Vector3 outward = -(depth_gradient(reader, cell, lower_tissue) + depth_gradient(reader, next, lower_tissue));
                    const double along = 2 * std::abs(reader.depth(upper, lower_tissue) - reader.depth(lower));
                    outward[axis] = below ? std::max(along, 1e-300) : -std::max(along, 1e-300);
                    planes[std::size_t(k)].push_back({point, outward.normalized()});
                }
            }
    });
    std::vector<FrontPoint> points;
    for (const std::vector<FrontPoint>& plane : planes) points.insert(points.end(), plane.begin(), plane.end());
    return points;
}

std::vector<FrontPoint> mirrored(std::vector<FrontPoint> points, const Model& model, double reach) {
    for (int face = 0; face < 6; ++face) {
        if (!is_insulated(model.boundaries[std::size_t(face)])) continue;
        const int axis = axes_of(Face(face)).across;
        const double plane = (face % 2 == 0 ? model.grid.lower() : model.grid.upper())[axis];
        for (std::size_t n = 0, count = points.size(); n < count; ++n) {
            FrontPoint image = points[n];
            if (std::abs(image.position[axis] - plane) > reach) continue;
            image.position[axis] = 2 * plane - image.position[axis];
            image.outward[axis] *= -1;
            points.push_back(image);
        }
    }
    return points;
}

}  // namespace iceball
