#include "exact/special.hpp"

#include <cmath>
#include <numbers>

namespace iceball::exact {

double scaled_erfc(double z) {
    if (z < 25) return std::exp(z * z) * std::erfc(z);
    // Asymptotic series, Abramowitz & Stegun 7.1.23; from 25 on the first term left out is below 1e-14 of the sum.
    const double u = 1 / (2 * z * z);
    return std::numbers::inv_sqrtpi / z * (1 - u * (1 - 3 * u * (1 - 5 * u * (1 - 7 * u * (1 - 9 * u)))));
}

double log_erfc(double z) { return z < 5 ? std::log(std::erfc(z)) : -z * z + std::log(scaled_erfc(z)); }

double exponential_integral(double z) { return -std::expint(-z); }

double scaled_exponential_integral(double z) {
    if (z < 100) return std::exp(z) * exponential_integral(z);
    const double u = 1 / z;
    double term = u, sum = u;
    for (int n = 1; n < 12; ++n) sum += term *= -n * u;
    return sum;
}

double log_exponential_integral(double z) { return -z + std::log(scaled_exponential_integral(z)); }

}  // namespace iceball::exact
