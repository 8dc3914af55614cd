// Media of the manufactured solutions: k(T), dk/dT, C(T) = dH/dT and the liquid share f_l(T) in closed form.
//
// Kept apart from folder `tissue`, whose tables they are held against; each holds in one phase only, within which it is
// smooth. Units: T [degC], k [W/m/K], C [J/m3/K].
#pragma once

#include <functional>
#include <string>

#include "tissue/thermal_law.hpp"

namespace iceball::verify {

enum class Release { none, linear, dilute, isothermal };
constexpr int release_kinds = 4;
enum class PhaseState { liquid, ice, mush };
constexpr int phase_states = 3;

struct SmoothMedium {
    std::string name;
    ThermalLaw law;
    Release release;
    PhaseState state;
    double coldest, warmest;  // where the closed form holds [degC]
    std::function<double(double)> conductivity, conductivity_slope, heat_capacity, liquid_share;
};

// Each kind of release has properties of its own, so that two of them make a contrast. The law of a liquid is not cold
// enough to freeze anywhere, that of ice not warm enough to thaw; Release::none never freezes.
SmoothMedium smooth_liquid(Release release, double liquidus = -1);
SmoothMedium smooth_ice(Release release, double solidus = -8);
// k(T) and C(T) of ice with 77 % of water by mass.
SmoothMedium smooth_varying_ice(IceConductivity ice, double solidus = -8);
// Within the range: k linear in T from ice to liquid and C constant, or both of a dilute solution. The latent heat is a
// tenth of tissue's, so that conduction gets somewhere before a short run is over.
SmoothMedium smooth_mush(Release release, double solidus, double liquidus);

}  // namespace iceball::verify
