#include "exact/conduction.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "exact/root.hpp"
#include "exact/special.hpp"

namespace iceball::exact {
namespace {

// Enthalpy of the material at a temperature, its zero at the solidus; at the temperature of isothermal freezing all liquid.
double enthalpy(const RangeMaterial& m, double temperature) {
    const double range = m.liquidus - m.solidus;
    if (temperature < m.solidus) return m.frozen.heat_capacity * (temperature - m.solidus);
    if (temperature >= m.liquidus)
        return m.mush.heat_capacity * range + m.latent_heat + m.unfrozen.heat_capacity * (temperature - m.liquidus);
    return m.mush_heat_capacity() * (temperature - m.solidus);
}

}  // namespace

double insulated_slab(const Phase& phase, double thickness, double wall_temperature, double initial_temperature,
                      double x, double time) {
    double sum = 0;
    for (int n = 0; n < 10000; ++n) {
        const double wave = (n + 0.5) * std::numbers::pi / thickness;
        const double damping = std::exp(-wave * wave * phase.diffusivity() * time);
        sum += 2 / (wave * thickness) * std::sin(wave * x) * damping;
        if (damping < 1e-17) break;
    }
    return wall_temperature + (initial_temperature - wall_temperature) * sum;
}

double heated_slab(const Phase& phase, double thickness, double wall_temperature, double heat, double x) {
    return wall_temperature + heat / phase.conductivity * x * (thickness - 0.5 * x);
}

double convective_half_space(const Phase& phase, double film, double fluid_temperature, double initial_temperature,
                             double x, double time) {
    const double root_at = std::sqrt(phase.diffusivity() * time), z = x / (2 * root_at);
    const double film_depth = film * root_at / phase.conductivity;  // h sqrt(a t) / k
    const double share =
        std::erfc(z) - std::exp(film * x / phase.conductivity + film_depth * film_depth + log_erfc(z + film_depth));
    return initial_temperature + (fluid_temperature - initial_temperature) * share;
}

double convective_half_space_heat(const Phase& phase, double film, double fluid_temperature,
                                  double initial_temperature, double time) {
    // Integral of h (T_f - T(0, t)) = h (T_f - T_i) exp(u^2) erfc(u) over time, u = h sqrt(a t) / k.
    const double u = film * std::sqrt(phase.diffusivity() * time) / phase.conductivity;
    const double integral = (scaled_erfc(u) - 1 + 2 * u * std::numbers::inv_sqrtpi) / (u * u) * time;
    return film * (fluid_temperature - initial_temperature) * integral;
}

double convective_slab_flux(const Phase& phase, double thickness, double film, double wall_temperature,
                            double fluid_temperature) {
    return (wall_temperature - fluid_temperature) / (thickness / phase.conductivity + 1 / film);
}

Equilibrium equilibrium(const std::vector<Portion>& portions, double heat) {
    // Heat of the whole at one temperature, against the heat it has; grows with temperature, with jumps where something
    // freezes at one temperature.
    const auto excess = [&](double temperature) {
        double sum = -heat;
        for (const Portion& p : portions)
            sum += p.volume * (enthalpy(p.material, temperature) - enthalpy(p.material, p.temperature));
        return sum;
    };
    Equilibrium result{root(excess, -273.15, 1000.0, "equilibrium of an isolated body"), 0};
    // What freezes at just this temperature shares the rest of the heat.
    double flat_latent = 0, flat_volume = 0;
    for (const Portion& p : portions) {
        const RangeMaterial& m = p.material;
        const bool flat = m.liquidus <= m.solidus && m.latent_heat > 0;
        if (flat && std::abs(result.temperature - m.solidus) < 1e-9) {
            result.temperature = m.solidus;
            flat_latent += p.volume * m.latent_heat;
            flat_volume += p.volume;
        } else if (m.liquidus > m.solidus) {
            result.frozen_volume +=
                p.volume * std::clamp((m.liquidus - result.temperature) / (m.liquidus - m.solidus), 0.0, 1.0);
        } else if (result.temperature < m.solidus) {
            result.frozen_volume += p.volume;
        }
    }
    if (flat_volume > 0)
        result.frozen_volume += flat_volume * std::clamp(excess(result.temperature) / flat_latent, 0.0, 1.0);
    return result;
}

}  // namespace iceball::exact
