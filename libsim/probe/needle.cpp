#include "probe/needle.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace iceball {

std::optional<NeedleGeometry> insulated_shaft(const Grid& grid, const NeedleGeometry& needle) {
    if (!needle.insulated_shaft) return std::nullopt;
    const Vector3 from = needle.active_to(), direction = needle.direction.normalized();
    double inside = std::numeric_limits<double>::infinity(), slant = 0;
    for (int axis = 0; axis < 3; ++axis) {
        const double along = direction[axis];
        if (std::abs(along) < 1e-9) continue;
        const double until = ((along > 0 ? grid.upper() : grid.lower())[axis] - from[axis]) / along;
        if (until >= inside) continue;
        inside = until;
        slant = std::sqrt(1 - std::min(1.0, along * along)) / std::abs(along);
    }
    if (!(inside > 1e-6 * grid.spacing())) return std::nullopt;
    NeedleGeometry shaft = needle;
    shaft.insulated_shaft = false;
    shaft.active_start += needle.active_length;
    shaft.active_length = inside + needle.radius * slant;
    return shaft;
}

int wall_node_count(const NeedleGeometry& geometry, double spacing) {
    return std::max(1, int(std::lround(geometry.active_length / spacing)));
}

}  // namespace iceball
