// 3-vectors: positions in m, in the RAS coordinates of the case.
#pragma once

#include <Eigen/Core>
#include <array>

namespace iceball {

using Vector3 = Eigen::Vector3d;
using Index3 = std::array<int, 3>;

}  // namespace iceball
