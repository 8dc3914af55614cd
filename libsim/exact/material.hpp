// Materials of the exact solutions: constant properties in each phase, one density throughout.
//
// Kept apart from folder `tissue` on purpose: a mistake in the solver's thermal law must not repeat itself in what the
// solver is judged by.
#pragma once

namespace iceball::exact {

struct Phase {
    double conductivity;   // k [W/m/K]
    double heat_capacity;  // C = rho c [J/m3/K]

    double diffusivity() const { return conductivity / heat_capacity; }  // a [m2/s]
};

// Freezes at one temperature: the front is sharp.
struct SharpMaterial {
    Phase frozen, unfrozen;
    double latent_heat;           // L [J/m3]
    double freezing_temperature;  // T_m [degC]
};

// Freezes over a range, the latent heat released evenly over it.
struct RangeMaterial {
    Phase frozen, mush, unfrozen;  // mush: sensible heat capacity alone
    double latent_heat;            // L [J/m3]
    double solidus, liquidus;      // T_s < T_l [degC]

    // C_m + L / (T_l - T_s) [J/m3/K]
    double mush_heat_capacity() const { return mush.heat_capacity + latent_heat / (liquidus - solidus); }
    double mush_diffusivity() const { return mush.conductivity / mush_heat_capacity(); }
};

}  // namespace iceball::exact
