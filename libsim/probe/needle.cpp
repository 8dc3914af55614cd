#include "probe/needle.hpp"

#include <algorithm>
#include <cmath>

namespace iceball {

int wall_node_count(const NeedleGeometry& geometry, double spacing) {
    return std::max(1, int(std::lround(geometry.active_length / spacing)));
}

}  // namespace iceball
