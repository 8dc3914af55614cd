// Linear interpolation in a table of points, constant before the first and after the last.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace iceball {

// x strictly increasing, as many as y, at least one. A NaN counts as beyond the last.
inline double piecewise_linear(const std::vector<double>& x, const std::vector<double>& y, double at) {
    const auto above = std::upper_bound(x.begin(), x.end(), at);
    if (above == x.begin()) return y.front();
    if (above == x.end()) return y.back();
    const std::size_t n = std::size_t(above - x.begin());
    const double share = (at - x[n - 1]) / (x[n] - x[n - 1]);
    return y[n - 1] + share * (y[n] - y[n - 1]);
}

}  // namespace iceball
