#include "tissue/frozen_medium.hpp"

#include <algorithm>
#include <cmath>

namespace iceball {
namespace {

constexpr double kelvin = 273.15;
constexpr double water_density = 1000, water_specific_heat = 4180, dry_conductivity = 0.2;

}  // namespace

double ice_conductivity(IceConductivity law, double temperature) {
    const double t = temperature + kelvin;
    return law == IceConductivity::exponential ? 9.828 * std::exp(-0.0057 * t) : 2135 / std::pow(t, 1.235);
}

double ice_specific_heat(double temperature) { return 146.3 + 7.253 * (temperature + kelvin); }

PhaseProperties FrozenMedium::at(double temperature) const {
    const double phi = std::min(1.0, water_.fraction * water_.density / water_density);
    const double specific_heat =
        water_.specific_heat_unfrozen - water_.fraction * (water_specific_heat - ice_specific_heat(temperature));
    return {conductivity_.value_or(phi * ice_conductivity(water_.ice, temperature) + (1 - phi) * dry_conductivity),
            heat_capacity_.value_or(water_.density * specific_heat)};
}

}  // namespace iceball
