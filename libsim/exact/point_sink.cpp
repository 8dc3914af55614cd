#include "exact/point_sink.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "exact/root.hpp"
#include "exact/special.hpp"

namespace iceball::exact {
namespace {

// exp(s^2/4) G(s), without the cancellation of its two terms where s is large.
double scaled_G(double s) {
    if (s < 50) return 1 / s - 0.5 * std::sqrt(std::numbers::pi) * scaled_erfc(0.5 * s);
    const double u = 2 / (s * s);
    return u / s * (1 - 3 * u * (1 - 5 * u * (1 - 7 * u * (1 - 9 * u * (1 - 11 * u)))));
}

double G(double s) { return std::exp(-0.25 * s * s) * scaled_G(s); }

}  // namespace

PointSink::PointSink(const SharpMaterial& material, double strength, double initial_temperature)
    : material_(material), strength_(strength), initial_(initial_temperature) {
    const double T_m = material.freezing_temperature;
    if (!(strength > 0) || !(initial_ >= T_m))
        throw InputError(fmt::format("point sink: the strength ({} W/s^0.5) must be positive and the initial temperature "
                                     "({} degC) not below {} degC",
                                     strength, initial_, T_m));
    const double root_s = std::sqrt(material.frozen.diffusivity()), root_l = std::sqrt(material.unfrozen.diffusivity());
    const double solid = strength / (4 * std::numbers::pi * root_s * root_s);
    const double liquid = material.unfrozen.conductivity * (initial_ - T_m) / root_l;
    // Falls from infinity to minus infinity.
    const auto balance = [&](double log_S) {
        const double S = std::exp(log_S), S_l = S * root_s / root_l;
        return solid * std::exp(-0.25 * S * S) / (S * S) - liquid / (S_l * S_l * scaled_G(S_l)) -
               0.5 * material.latent_heat * S * root_s;
    };
    S_ = std::exp(root(balance, -40, 4, "front around a point sink"));
}

double PointSink::power(double time) const { return strength_ * std::sqrt(time); }
double PointSink::front(double time) const { return S_ * std::sqrt(material_.frozen.diffusivity() * time); }

double PointSink::temperature(double r, double time) const {
    const double a_s = material_.frozen.diffusivity(), a_l = material_.unfrozen.diffusivity();
    const double T_m = material_.freezing_temperature;
    if (r < front(time)) {
        const double B = strength_ / (4 * std::numbers::pi * material_.frozen.conductivity * std::sqrt(a_s));
        return T_m - B * (G(r / std::sqrt(a_s * time)) - G(S_));
    }
    const double s = r / std::sqrt(a_l * time), S_l = S_ * std::sqrt(a_s / a_l);
    return initial_ - (initial_ - T_m) * std::exp(0.25 * (S_l * S_l - s * s)) * scaled_G(s) / scaled_G(S_l);
}

}  // namespace iceball::exact
