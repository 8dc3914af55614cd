#include "exact/line_sink.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "exact/root.hpp"
#include "exact/special.hpp"

namespace iceball::exact {
namespace {

constexpr double four_pi = 4 * std::numbers::pi;
// The fronts of weak sinks are exponentially small: roots are sought in ln lambda^2, from 1e-260 on.
constexpr double smallest = -600;

void require_sink(double strength, double initial, double above) {
    if (!(strength > 0) || !(initial >= above))
        throw InputError(fmt::format("line sink: the strength ({} W/m) must be positive and the initial temperature "
                                     "({} degC) not below {} degC",
                                     strength, initial, above));
}

}  // namespace

SharpLineSink::SharpLineSink(const SharpMaterial& material, double strength, double initial_temperature)
    : material_(material), strength_(strength), initial_(initial_temperature) {
    const double T_m = material.freezing_temperature;
    require_sink(strength, initial_, T_m);
    const double a_s = material.frozen.diffusivity(), a_l = material.unfrozen.diffusivity();
    // Falls from Q'/4 pi to minus infinity.
    const auto balance = [&](double log_square) {
        const double square = std::exp(log_square);
        return strength / four_pi * std::exp(-square) -
               material.unfrozen.conductivity * (initial_ - T_m) / scaled_exponential_integral(square * a_s / a_l) -
               square * a_s * material.latent_heat;
    };
    lambda_ = std::exp(0.5 * root(balance, smallest, 6, "front around a line sink"));
}

double SharpLineSink::front(double time) const { return 2 * lambda_ * std::sqrt(material_.frozen.diffusivity() * time); }

double SharpLineSink::temperature(double r, double time) const {
    const double a_s = material_.frozen.diffusivity(), a_l = material_.unfrozen.diffusivity();
    const double T_m = material_.freezing_temperature, square = lambda_ * lambda_;
    if (r < front(time))
        return T_m - strength_ / (four_pi * material_.frozen.conductivity) *
                         (exponential_integral(r * r / (4 * a_s * time)) - exponential_integral(square));
    return initial_ - (initial_ - T_m) * std::exp(log_exponential_integral(r * r / (4 * a_l * time)) -
                                                  log_exponential_integral(square * a_s / a_l));
}

RangeLineSink::RangeLineSink(const RangeMaterial& material, double strength, double initial_temperature)
    : material_(material), strength_(strength), initial_(initial_temperature) {
    require_sink(strength, initial_, material.liquidus);
    const double a_s = material.frozen.diffusivity(), a_m = material.mush_diffusivity();
    const double a_l = material.unfrozen.diffusivity();
    const double mush = material.mush.conductivity * (material.liquidus - material.solidus);
    const double liquid = material.unfrozen.conductivity * (initial_ - material.liquidus);

    // Equal flux at the solidus: (E1(e1/a_m) - E1(e2/a_m)) / E1(e1/a_m), which grows with e1.
    const auto share = [&](double e1) {
        return four_pi * mush / strength * std::exp(e1 / a_s) / scaled_exponential_integral(e1 / a_m);
    };
    const auto e2_of = [&](double e1) {
        const double target = log_exponential_integral(e1 / a_m) + std::log1p(-share(e1));
        double high = std::log(e1 / a_m) + 1;
        while (log_exponential_integral(std::exp(high)) > target) ++high;
        const auto difference = [&](double z) { return log_exponential_integral(std::exp(z)) - target; };
        return a_m * std::exp(root(difference, std::log(e1 / a_m), high, "liquidus front around a line sink"));
    };
    // Equal flux at the liquidus.
    const auto balance = [&](double log_e1) {
        const double e1 = std::exp(log_e1), e2 = e2_of(e1);
        const double difference = share(e1) * std::exp(log_exponential_integral(e1 / a_m) + e2 / a_m);
        return mush / difference - liquid / scaled_exponential_integral(e2 / a_l);
    };
    const double from = std::log(a_m) + smallest;
    const double to = root([&](double log_e1) { return share(std::exp(log_e1)) - 1; }, from, std::log(a_s) + 6,
                           "largest solidus front around a line sink");
    e1_ = std::exp(root(balance, from, to - 1e-13, "solidus front around a line sink"));
    e2_ = e2_of(e1_);
}

double RangeLineSink::solidus_front(double time) const { return 2 * std::sqrt(e1_ * time); }
double RangeLineSink::liquidus_front(double time) const { return 2 * std::sqrt(e2_ * time); }

double RangeLineSink::frozen_radius(double time) const {
    // 1 - f_l = (E1(z) - E1(v)) / (E1(u) - E1(v)) over the mush, z = r^2 / (4 a_m t), and area = 4 pi a_m t z; by parts,
    // the integral is u + [...] = (exp(-u) - exp(-v)) / (E1(u) - E1(v)). All scaled by exp(u).
    const double a_m = material_.mush_diffusivity(), u = e1_ / a_m, v = e2_ / a_m;
    const double square = -std::expm1(u - v) /
                          (scaled_exponential_integral(u) - std::exp(u - v) * scaled_exponential_integral(v));
    return 2 * std::sqrt(a_m * time * square);
}

double RangeLineSink::temperature(double r, double time) const {
    const RangeMaterial& m = material_;
    const double e = r * r / (4 * time);
    if (e < e1_) {
        const double a_s = m.frozen.diffusivity();
        return m.solidus - strength_ / (four_pi * m.frozen.conductivity) *
                               (exponential_integral(e / a_s) - exponential_integral(e1_ / a_s));
    }
    if (e < e2_) {
        const double a_m = m.mush_diffusivity(), at_solidus = log_exponential_integral(e1_ / a_m);
        return m.solidus + (m.liquidus - m.solidus) * std::expm1(log_exponential_integral(e / a_m) - at_solidus) /
                               std::expm1(log_exponential_integral(e2_ / a_m) - at_solidus);
    }
    const double a_l = m.unfrozen.diffusivity();
    return initial_ - (initial_ - m.liquidus) *
                          std::exp(log_exponential_integral(e / a_l) - log_exponential_integral(e2_ / a_l));
}

}  // namespace iceball::exact
