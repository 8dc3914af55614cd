#include "tissue/thermal_law.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr double enthalpy_zero = 37;  // [degC]

void require_positive(double value, const char* what) {
    if (!(value > 0) || !std::isfinite(value))
        throw InputError(fmt::format("thermal law: {} must be positive and finite, given {}", what, value));
}

void check(const PhaseProperties& phase) {
    require_positive(phase.conductivity, "the conductivity [W/m/K]");
    require_positive(phase.heat_capacity, "the heat capacity [J/m3/K]");
}

}  // namespace

double monotone_quadratic_root(double a, double b, double c) {
    if (c <= 0) return 0;
    return 2 * c / (a + std::sqrt(std::max(a * a + 4 * b * c, 0.0)));
}

ThermalLaw ThermalLaw::linear_release(PhaseProperties frozen, PhaseProperties unfrozen, double latent_heat,
                                      double solidus, double liquidus) {
    const double mean = 0.5 * (frozen.heat_capacity + unfrozen.heat_capacity);
    return make(frozen, unfrozen, latent_heat, solidus, liquidus, mean, frozen.conductivity, unfrozen.conductivity);
}

ThermalLaw ThermalLaw::constant_mush(PhaseProperties frozen, PhaseProperties mush, PhaseProperties unfrozen,
                                     double latent_heat, double solidus, double liquidus) {
    check(mush);
    return make(frozen, unfrozen, latent_heat, solidus, liquidus, mush.heat_capacity, mush.conductivity,
                mush.conductivity);
}

ThermalLaw ThermalLaw::never_freezing(PhaseProperties properties) {
    ThermalLaw law = make(properties, properties, 0, 0, 0, properties.heat_capacity, properties.conductivity,
                          properties.conductivity);
    law.freezes_ = false;
    return law;
}

ThermalLaw ThermalLaw::make(PhaseProperties frozen, PhaseProperties unfrozen, double latent_heat, double solidus,
                            double liquidus, double mush_capacity, double k_at_solidus, double k_at_liquidus) {
    check(frozen);
    check(unfrozen);
    if (!(latent_heat >= 0) || !std::isfinite(latent_heat))
        throw InputError(fmt::format("thermal law: the latent heat must not be negative, given {} J/m3", latent_heat));
    if (!(solidus <= liquidus) || !std::isfinite(solidus) || !std::isfinite(liquidus))
        throw InputError(fmt::format("thermal law: the solidus ({} degC) must not lie above the liquidus ({} degC)",
                                     solidus, liquidus));
    ThermalLaw law;
    const double range = liquidus - solidus;
    law.solidus_ = solidus;
    law.liquidus_ = liquidus;
    law.latent_heat_ = latent_heat;
    law.width_ = latent_heat + mush_capacity * range;
    law.k_frozen_ = frozen.conductivity;
    law.k_unfrozen_ = unfrozen.conductivity;
    law.k_mush_solidus_ = k_at_solidus;
    law.k_mush_slope_ = range > 0 ? (k_at_liquidus - k_at_solidus) / range : 0;
    law.theta_liquidus_ = (k_at_solidus + 0.5 * law.k_mush_slope_ * range) * range;

    Coefficients& c = law.c_;
    c.width = law.width_;
    c.solidus = solidus;
    c.temperature_frozen = 1 / frozen.heat_capacity;
    c.temperature_mush = law.width_ > 0 ? range / law.width_ : 0;
    c.temperature_unfrozen = 1 / unfrozen.heat_capacity;
    c.theta_frozen = frozen.conductivity * c.temperature_frozen;
    c.theta_mush = k_at_solidus * c.temperature_mush;
    c.theta_mush_quadratic = 0.5 * law.k_mush_slope_ * c.temperature_mush * c.temperature_mush;
    c.theta_unfrozen = unfrozen.conductivity * c.temperature_unfrozen;
    c.solidus_enthalpy = -law.above_solidus(enthalpy_zero);
    return law;
}

double ThermalLaw::temperature(double enthalpy) const {
    const double y = enthalpy - c_.solidus_enthalpy;
    const double mush = std::clamp(y, 0.0, c_.width);
    return c_.solidus + std::min(y, 0.0) * c_.temperature_frozen + mush * c_.temperature_mush +
           std::max(y - c_.width, 0.0) * c_.temperature_unfrozen;
}

double ThermalLaw::theta(double enthalpy) const {
    const double y = enthalpy - c_.solidus_enthalpy;
    const double mush = std::clamp(y, 0.0, c_.width);
    return std::min(y, 0.0) * c_.theta_frozen + mush * (c_.theta_mush + c_.theta_mush_quadratic * mush) +
           std::max(y - c_.width, 0.0) * c_.theta_unfrozen;
}

double ThermalLaw::above_solidus(double temperature) const {
    if (temperature >= liquidus_) return c_.width + (temperature - liquidus_) / c_.temperature_unfrozen;
    if (temperature > solidus_) return (temperature - solidus_) / c_.temperature_mush;
    return (temperature - solidus_) / c_.temperature_frozen;
}

double ThermalLaw::enthalpy(double temperature) const { return c_.solidus_enthalpy + above_solidus(temperature); }

double ThermalLaw::theta_at(double temperature) const {
    const double above_solidus = temperature - solidus_;
    if (temperature >= liquidus_) return theta_liquidus_ + (temperature - liquidus_) * k_unfrozen_;
    if (above_solidus > 0) return above_solidus * (k_mush_solidus_ + 0.5 * k_mush_slope_ * above_solidus);
    return above_solidus * k_frozen_;
}

double ThermalLaw::conductivity_above(double temperature) const {
    if (temperature >= liquidus_) return k_unfrozen_;
    if (temperature >= solidus_) return k_mush_solidus_ + k_mush_slope_ * (temperature - solidus_);
    return k_frozen_;
}

double ThermalLaw::half_conductivity_slope_above(double temperature) const {
    return temperature >= solidus_ && temperature < liquidus_ ? 0.5 * k_mush_slope_ : 0;
}

double ThermalLaw::diffusivity(double enthalpy) const {
    const double y = enthalpy - c_.solidus_enthalpy;
    if (y < 0) return c_.theta_frozen;
    if (y < c_.width) return c_.theta_mush + 2 * c_.theta_mush_quadratic * y;
    return c_.theta_unfrozen;
}

double ThermalLaw::liquid_fraction(double enthalpy) const {
    if (!freezes_) return 1;
    const double y = enthalpy - c_.solidus_enthalpy;
    if (c_.width <= 0) return y >= 0 ? 1 : 0;
    return std::clamp(y / c_.width, 0.0, 1.0);
}

double ThermalLaw::max_diffusivity() const {
    // Within the mush d theta / dH is linear in H: its largest value stands at one of the ends.
    const double mush_end = c_.theta_mush + 2 * c_.theta_mush_quadratic * c_.width;
    return std::max({c_.theta_frozen, c_.theta_mush, mush_end, c_.theta_unfrozen});
}

double ThermalLaw::enthalpy_where(double a, double rhs) const {
    const double from_solidus = rhs - c_.solidus_enthalpy;  // theta is zero there
    if (from_solidus <= 0) return c_.solidus_enthalpy + from_solidus / (1 + a * c_.theta_frozen);
    const double from_liquidus = from_solidus - (c_.width + a * theta_liquidus_);
    if (from_liquidus >= 0) return c_.solidus_enthalpy + c_.width + from_liquidus / (1 + a * c_.theta_unfrozen);
    return c_.solidus_enthalpy +
           monotone_quadratic_root(1 + a * c_.theta_mush, a * c_.theta_mush_quadratic, from_solidus);
}

double ThermalLaw::temperature_where(double a, double rhs) const {
    const double from_solidus = rhs - a * solidus_;  // theta is zero there
    if (from_solidus <= 0) return solidus_ + from_solidus / (a + k_frozen_);
    const double from_liquidus = rhs - (a * liquidus_ + theta_liquidus_);
    if (from_liquidus >= 0) return liquidus_ + from_liquidus / (a + k_unfrozen_);
    return solidus_ + monotone_quadratic_root(a + k_mush_solidus_, 0.5 * k_mush_slope_, from_solidus);
}

}  // namespace iceball
