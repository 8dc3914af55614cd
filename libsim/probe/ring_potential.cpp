#include "probe/ring_potential.hpp"

#include <numbers>

namespace iceball {

void RingSum::flush() {
    constexpr double pi = std::numbers::pi;
    constexpr int mean_steps = 6;
    const Pack height_squared = height_.square();
    const Pack far = (rho_ + radius_).square() + height_squared, near = (rho_ - radius_).square() + height_squared;
    Pack a = far.sqrt(), b = near.sqrt();
    Pack sum = 0.5 * (far - near);  // of 2^(n-1) c_n^2, c_0^2 = far - near
    double weight = 1;
    for (int step = 0; step < mean_steps; ++step) {
        const Pack c = 0.5 * (a - b), mean = 0.5 * (a + b);
        sum += weight * c.square();
        weight *= 2;
        b = (a * b).sqrt();
        a = mean;
    }
    const Pack first = (0.5 * pi) / a;                 // K / sqrt(far)
    const Pack second = first * (1 - sum / far) / near;  // E / (sqrt(far) near)
    sum_.potential += (charge_ * first).sum() / (2 * pi * pi);
    sum_.axial += (charge_ * height_ * second).sum() / (2 * pi * pi);
    if (rho_ > 1e-7 * radius_.maxCoeff()) {
        const Pack radial = first - second * (radius_.square() - rho_ * rho_ + height_squared);
        sum_.radial += (charge_ * radial).sum() / (4 * pi * pi * rho_);
    }
    count_ = 0;
}

RingField RingSum::total() {
    if (count_ > 0) {
        // Fill up with rings that carry nothing.
        for (int n = count_; n < width; ++n) {
            radius_[n] = radius_[0];
            height_[n] = height_[0];
            charge_[n] = 0;
        }
        flush();
    }
    return sum_;
}

}  // namespace iceball
