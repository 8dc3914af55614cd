#include "outcome/plane_fraction.hpp"

#include <algorithm>
#include <cmath>

namespace iceball {
namespace {

// Components below this share of the sum are taken as zero: the cubic pieces cancel to round-off over the component.
constexpr double smallest_component = 1e-6;

// Volume of the unit cube where m1 x + m2 y + m3 z < alpha, for 0 <= m1 <= m2 <= m3, sum 1, 0 <= alpha <= 1/2.
double corner_volume(double m1, double m2, double m3, double alpha) {
    const double m12 = m1 + m2;
    if (alpha < m1) return alpha * alpha * alpha / (6 * m1 * m2 * m3);
    if (alpha < m2) return (alpha * (alpha - m1) + m1 * m1 / 3) / (2 * m2 * m3);
    if (alpha >= m12 && m12 <= m3) return (2 * alpha - m12) / (2 * m3);
    const double below = m1 * m1 * (m1 - 3 * alpha) + m2 * m2 * (m2 - 3 * alpha);
    if (alpha < m3) return (alpha * alpha * (3 * m12 - alpha) + below) / (6 * m1 * m2 * m3);
    return (alpha * alpha * (3 - 2 * alpha) + below + m3 * m3 * (m3 - 3 * alpha)) / (6 * m1 * m2 * m3);
}

}  // namespace

double plane_fraction(double value, const Vector3& gradient) {
    double m1 = std::abs(gradient.x()), m2 = std::abs(gradient.y()), m3 = std::abs(gradient.z());
    if (m1 > m2) std::swap(m1, m2);
    if (m2 > m3) std::swap(m2, m3);
    if (m1 > m2) std::swap(m1, m2);
    const double sum = m1 + m2 + m3;
    if (2 * value >= sum) return value > 0 ? 1 : 0;
    if (2 * value <= -sum) return 0;
    m1 /= sum, m2 /= sum, m3 /= sum;
    if (m1 < smallest_component) m1 = 0;
    if (m2 < smallest_component) m2 = 0;
    const double depth = std::min(0.5 - std::abs(value) / sum, 0.5);
    const double smaller = corner_volume(m1, m2, m3, depth);
    return value > 0 ? 1 - smaller : smaller;
}

}  // namespace iceball
