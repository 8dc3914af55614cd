// Conduction without freezing or perfusion beside each kind of outer face, and the end state of an isolated box.
//
// Series and closed forms of Carslaw & Jaeger 1959, sections 2.7, 3.3 and 3.4. Lengths [m], times [s] > 0,
// temperatures [degC], fluxes [W/m2].
#pragma once

#include <vector>

#include "exact/material.hpp"

namespace iceball::exact {

// Slab 0 < x < thickness at T_i; from t = 0 on x = 0 is held at T_0 and x = thickness insulated, or, what is the same,
// the middle plane of a slab of twice the thickness cooled from both sides:
// T = T_0 + (T_i - T_0) sum over n of 4/((2n+1) pi) sin((2n+1) pi x / 2L) exp(-((2n+1) pi / 2L)^2 a t).
double insulated_slab(const Phase& phase, double thickness, double wall_temperature, double initial_temperature,
                      double x, double time);
// The same slab in the end, with heat q [W/m3] set free in it: T = T_0 + q/k (L x - x^2/2).
double heated_slab(const Phase& phase, double thickness, double wall_temperature, double heat, double x);

// Half-space at T_i that from t = 0 on meets a fluid at T_f through a film h [W/m2/K]:
// (T - T_i)/(T_f - T_i) = erfc(z) - exp(h x/k + h^2 a t/k^2) erfc(z + h sqrt(a t)/k), z = x / 2 sqrt(a t).
double convective_half_space(const Phase& phase, double film, double fluid_temperature, double initial_temperature,
                             double x, double time);
// Heat that has crossed its face, into the half-space, per area [J/m2].
double convective_half_space_heat(const Phase& phase, double film, double fluid_temperature,
                                  double initial_temperature, double time);
// Steady flux through a slab from a wall at T_0 to a fluid at T_f behind a film: (T_0 - T_f) / (L/k + 1/h).
double convective_slab_flux(const Phase& phase, double thickness, double film, double wall_temperature,
                            double fluid_temperature);

// A body cut off from everything else comes to one temperature.
struct Portion {
    RangeMaterial material;
    double volume;       // [m3]
    double temperature;  // at the start [degC]
};
struct Equilibrium {
    double temperature;    // [degC]
    double frozen_volume;  // sum of volume times 1 - f_l [m3]
};
// `heat` [J] is added to the whole. solidus = liquidus is allowed (isothermal freezing). Throws NumericsError if there is
// none within -273.15..1000 degC.
Equilibrium equilibrium(const std::vector<Portion>& portions, double heat = 0);

}  // namespace iceball::exact
