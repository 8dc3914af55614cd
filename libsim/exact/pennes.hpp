// Perfused tissue that does not freeze (Pennes 1948, doi:10.1152/jappl.1948.1.2.93), at T_b until at t = 0 a wall is
// set to T_0:
//
//     C dT/dt = k lap T + w (T_b - T),     b = w/C,  m = sqrt(w/k),  a = k/C
//     theta(x, t) = (T - T_b) / (T_0 - T_b)
//                 = 1/2 [exp(-m x) erfc(x / 2 sqrt(a t) - sqrt(b t)) + exp(m x) erfc(x / 2 sqrt(a t) + sqrt(b t))]
//
// in the half-space x > 0; around a sphere of radius r_0 it is r_0/r theta(r - r_0, t) (Carslaw & Jaeger 1959, sections
// 1.11 and 9.10 with the loss term of section 4.2). w = omega_b rho_b c_b [W/m3/K], lengths [m], times [s] > 0.
#pragma once

#include "exact/material.hpp"

namespace iceball::exact {

struct PennesTissue {
    Phase phase;
    double perfusion;  // w >= 0 [W/m3/K]
};

// theta at depth x behind a plane wall.
double pennes_plane(const PennesTissue& tissue, double x, double time);
// theta at distance r >= radius from the centre of a sphere.
double pennes_sphere(const PennesTissue& tissue, double radius, double r, double time);

// T - T_b around a point that gives off P [W] from t = 0 on in tissue at T_b: the sphere's formula as r_0 goes to 0 with
// r_0 (T_0 - T_b) = P / (4 pi k).
double pennes_point(const PennesTissue& tissue, double power, double r, double time);

// Insulated tissue at one temperature throughout, with metabolic heat q_m [W/m3]:
// T = T_b + q_m/w + (T_i - T_b - q_m/w) exp(-b t), or T_i + q_m t / C without perfusion.
double pennes_uniform(const PennesTissue& tissue, double metabolic_heat, double blood_temperature,
                      double initial_temperature, double time);

// Steady ice beside a wall at T_0 in perfused tissue: the heat that conduction brings to the front is what perfusion
// gives off behind it (class of Cooper & Trezek 1972, J Heat Transfer 94:251, attribution unverified). The ice itself is not
// perfused; T_m = freezing temperature; w and q_m of the unfrozen tissue.
struct PerfusedIce {
    double frozen_conductivity, unfrozen_conductivity;     // k_f, k_u [W/m/K]
    double perfusion;                                      // w > 0 [W/m3/K]
    double metabolic_heat, blood_temperature;              // [W/m3], [degC]
    double freezing_temperature, wall_temperature;         // [degC]
};
// Thickness s on a plane wall: k_f (T_m - T_0) / s = k_u m (T_b + q_m/w - T_m).
double steady_ice_plane(const PerfusedIce& ice);
// Radius R around a cylinder of radius a: k_f (T_m - T_0) / (R ln(R/a)) = k_u m (T_b + q_m/w - T_m) K1(mR)/K0(mR).
double steady_ice_cylinder(const PerfusedIce& ice, double radius);
// Radius R around a sphere of radius a: k_f (T_m - T_0) a / (R - a) = k_u (T_b + q_m/w - T_m) (1 + m R).
double steady_ice_sphere(const PerfusedIce& ice, double radius);
// What the cylinder takes up per length [W/m], and the sphere [W], when its ice has the given radius R: all of it comes
// through the front.
double steady_ice_cylinder_power(const PerfusedIce& ice, double radius, double front);
double steady_ice_sphere_power(const PerfusedIce& ice, double radius, double front);

}  // namespace iceball::exact
