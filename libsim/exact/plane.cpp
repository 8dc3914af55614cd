#include "exact/plane.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "exact/root.hpp"
#include "exact/special.hpp"

namespace iceball::exact {
namespace {

void require_freezing(double wall, double below, double initial, double above) {
    if (!(wall < below) || !(initial >= above))
        throw InputError(fmt::format("plane freezing front: the wall ({} degC) must lie below {} degC and the initial "
                                     "temperature ({} degC) not below {} degC",
                                     wall, below, initial, above));
}

}  // namespace

SharpPlane::SharpPlane(const SharpMaterial& material, double wall_temperature, double initial_temperature)
    : material_(material), wall_(wall_temperature), initial_(initial_temperature) {
    const double T_m = material.freezing_temperature;
    require_freezing(wall_, T_m, initial_, T_m);
    const double a_s = material.frozen.diffusivity(), a_l = material.unfrozen.diffusivity(), kappa = std::sqrt(a_s / a_l);
    const double solid = material.frozen.conductivity * (T_m - wall_) * std::numbers::inv_sqrtpi / std::sqrt(a_s);
    const double liquid = material.unfrozen.conductivity * (initial_ - T_m) * std::numbers::inv_sqrtpi / std::sqrt(a_l);
    // Falls from infinity to minus infinity.
    const auto balance = [&](double lambda) {
        return solid * std::exp(-lambda * lambda) / std::erf(lambda) - liquid / scaled_erfc(lambda * kappa) -
               lambda * std::sqrt(a_s) * material.latent_heat;
    };
    lambda_ = root(balance, 1e-9, 20.0, "Neumann's front");
}

double SharpPlane::front(double time) const { return 2 * lambda_ * std::sqrt(material_.frozen.diffusivity() * time); }

double SharpPlane::temperature(double x, double time) const {
    const double a_s = material_.frozen.diffusivity(), a_l = material_.unfrozen.diffusivity();
    const double T_m = material_.freezing_temperature;
    if (x < front(time)) return wall_ + (T_m - wall_) * std::erf(x / (2 * std::sqrt(a_s * time))) / std::erf(lambda_);
    return initial_ - (initial_ - T_m) * std::exp(log_erfc(x / (2 * std::sqrt(a_l * time))) -
                                                  log_erfc(lambda_ * std::sqrt(a_s / a_l)));
}

RangePlane::RangePlane(const RangeMaterial& material, double wall_temperature, double initial_temperature)
    : material_(material), wall_(wall_temperature), initial_(initial_temperature) {
    require_freezing(wall_, material.solidus, initial_, material.liquidus);
    const double root_s = std::sqrt(material.frozen.diffusivity()), root_m = std::sqrt(material.mush_diffusivity());
    const double root_l = std::sqrt(material.unfrozen.diffusivity());
    // Flux at a front = strength * exp(-front^2/a) / (difference of the error function over the layer).
    const double solid = material.frozen.conductivity * (material.solidus - wall_) / root_s;
    const double mush = material.mush.conductivity * (material.liquidus - material.solidus) / root_m;
    const double liquid = material.unfrozen.conductivity * (initial_ - material.liquidus) / root_l;

    // Equal flux at the solidus: (erfc(p/root_m) - erfc(q/root_m)) / erfc(p/root_m), which grows with p.
    const auto share = [&](double p) {
        const double u = p / root_s;
        return mush / solid * std::exp(u * u) * std::erf(u) / scaled_erfc(p / root_m);
    };
    const auto q_of = [&](double p) {
        const double target = log_erfc(p / root_m) + std::log1p(-share(p));
        double high = 2 * p / root_m + 1;
        while (log_erfc(high) > target) high *= 2;
        return root_m * root([&](double v) { return log_erfc(v) - target; }, p / root_m, high, "liquidus front");
    };
    // Equal flux at the liquidus.
    const auto balance = [&](double p) {
        const double q = q_of(p), v = q / root_m, u = p / root_m;
        const double difference = share(p) * std::exp(log_erfc(u) + v * v);
        return mush / difference - liquid / scaled_erfc(q / root_l);
    };
    const double slowest = root_m * 1e-9;
    const double fastest = root([&](double p) { return share(p) - 1; }, slowest, 10 * root_s, "largest solidus front");
    p_ = root(balance, slowest, fastest * (1 - 1e-14), "solidus front");
    q_ = q_of(p_);
}

double RangePlane::solidus_front(double time) const { return 2 * p_ * std::sqrt(time); }
double RangePlane::liquidus_front(double time) const { return 2 * q_ * std::sqrt(time); }

double RangePlane::frozen_length(double time) const {
    // 1 - f_l = (erfc xi - erfc v) / (erfc u - erfc v) over the mush, xi = x / 2 sqrt(a_m t); by parts, the integral is
    // u + [...] = (exp(-u^2) - exp(-v^2)) / sqrt(pi) / (erfc u - erfc v). All scaled by exp(u^2).
    const double root_m = std::sqrt(material_.mush_diffusivity()), u = p_ / root_m, v = q_ / root_m;
    const double fall = (u - v) * (u + v);
    return 2 * std::sqrt(time) * root_m * std::numbers::inv_sqrtpi * -std::expm1(fall) /
           (scaled_erfc(u) - std::exp(fall) * scaled_erfc(v));
}

double RangePlane::temperature(double x, double time) const {
    const RangeMaterial& m = material_;
    const double per_root_time = x / (2 * std::sqrt(time));
    if (per_root_time < p_) {
        const double root_s = std::sqrt(m.frozen.diffusivity());
        return wall_ + (m.solidus - wall_) * std::erf(per_root_time / root_s) / std::erf(p_ / root_s);
    }
    if (per_root_time < q_) {
        const double root_m = std::sqrt(m.mush_diffusivity()), at_solidus = log_erfc(p_ / root_m);
        return m.solidus + (m.liquidus - m.solidus) * std::expm1(log_erfc(per_root_time / root_m) - at_solidus) /
                               std::expm1(log_erfc(q_ / root_m) - at_solidus);
    }
    const double root_l = std::sqrt(m.unfrozen.diffusivity());
    return initial_ - (initial_ - m.liquidus) * std::exp(log_erfc(per_root_time / root_l) - log_erfc(q_ / root_l));
}

}  // namespace iceball::exact
