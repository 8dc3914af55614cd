#include "exact/pennes.hpp"

#include <cmath>
#include <numbers>

#include "exact/root.hpp"
#include "exact/special.hpp"

namespace iceball::exact {
namespace {

double drive(const PerfusedIce& ice) { return ice.frozen_conductivity * (ice.freezing_temperature - ice.wall_temperature); }

// k_u (T_b' - T_m), times m the flux of heat at a plane front.
double supply(const PerfusedIce& ice) {
    return ice.unfrozen_conductivity *
           (ice.blood_temperature + ice.metabolic_heat / ice.perfusion - ice.freezing_temperature);
}

double decay(const PerfusedIce& ice) { return std::sqrt(ice.perfusion / ice.unfrozen_conductivity); }  // m [1/m]

}  // namespace

double pennes_plane(const PennesTissue& tissue, double x, double time) {
    const double diffusion = x / (2 * std::sqrt(tissue.phase.diffusivity() * time));
    const double exchange = std::sqrt(tissue.perfusion / tissue.phase.heat_capacity * time);
    const double mx = x * std::sqrt(tissue.perfusion / tissue.phase.conductivity);
    // The second term as one exponential: exp(mx) alone may overflow.
    return 0.5 * (std::exp(-mx) * std::erfc(diffusion - exchange) + std::exp(mx + log_erfc(diffusion + exchange)));
}

double pennes_sphere(const PennesTissue& tissue, double radius, double r, double time) {
    return radius / r * pennes_plane(tissue, r - radius, time);
}

double pennes_point(const PennesTissue& tissue, double power, double r, double time) {
    return power / (4 * std::numbers::pi * tissue.phase.conductivity * r) * pennes_plane(tissue, r, time);
}

double pennes_uniform(const PennesTissue& tissue, double metabolic_heat, double blood_temperature,
                      double initial_temperature, double time) {
    const double C = tissue.phase.heat_capacity;
    if (tissue.perfusion == 0) return initial_temperature + metabolic_heat * time / C;
    const double limit = blood_temperature + metabolic_heat / tissue.perfusion;
    return limit + (initial_temperature - limit) * std::exp(-tissue.perfusion / C * time);
}

double steady_ice_plane(const PerfusedIce& ice) { return drive(ice) / (supply(ice) * decay(ice)); }

double steady_ice_cylinder(const PerfusedIce& ice, double radius) {
    const double m = decay(ice);
    const auto balance = [&](double R) {
        return drive(ice) - supply(ice) * m * R * std::log(R / radius) * std::cyl_bessel_k(1.0, m * R) /
                                std::cyl_bessel_k(0.0, m * R);
    };
    return root(balance, radius, radius + steady_ice_plane(ice) * 4 + 4 / m, "steady ice around a cylinder");
}

double steady_ice_sphere(const PerfusedIce& ice, double radius) {
    // m y^2 + (1 + m a) y - k_f (T_m - T_0) a / supply = 0 for y = R - a.
    const double m = decay(ice), half = 0.5 * (1 + m * radius), c = drive(ice) * radius / supply(ice);
    return radius + c / (half + std::sqrt(half * half + m * c));
}

double steady_ice_cylinder_power(const PerfusedIce& ice, double radius, double front) {
    return 2 * std::numbers::pi * drive(ice) / std::log(front / radius);
}

double steady_ice_sphere_power(const PerfusedIce& ice, double radius, double front) {
    return 4 * std::numbers::pi * drive(ice) * radius * front / (front - radius);
}

}  // namespace iceball::exact
