// Freezing of a half-space x > 0 at T_i whose wall x = 0 is held at T_0 from t = 0 on.
//
// Sharp front at s = 2 lambda sqrt(a_s t) (F. Neumann's solution; Carslaw & Jaeger 1959, chapter XI):
//
//     k_s (T_m - T_0) exp(-lambda^2) / (sqrt(pi a_s) erf lambda)
//         - k_l (T_i - T_m) exp(-lambda^2 a_s/a_l) / (sqrt(pi a_l) erfc(lambda sqrt(a_s/a_l))) = lambda sqrt(a_s) L
//     T = T_0 + (T_m - T_0) erf(x / 2 sqrt(a_s t)) / erf lambda                              x < s
//     T = T_i - (T_i - T_m) erfc(x / 2 sqrt(a_l t)) / erfc(lambda sqrt(a_s/a_l))             x > s
//
// Freezing over a range: three such profiles that meet at s1 = 2 p sqrt t (solidus) and s2 = 2 q sqrt t (liquidus) with
// equal flux on both sides (the plane form of Oezisik & Uzzell 1979, J Heat Transfer 101:331; derived here, attribution
// unverified).
//
// Lengths [m], times [s] > 0, temperatures [degC]. One density; wall below freezing, initial temperature at or above
// it. Not modelled: perfusion, volume change.
#pragma once

#include "exact/material.hpp"

namespace iceball::exact {

class SharpPlane {
 public:
    // Throws InputError unless wall < T_m <= initial.
    SharpPlane(const SharpMaterial& material, double wall_temperature, double initial_temperature);

    double lambda() const { return lambda_; }
    double front(double time) const;
    double temperature(double x, double time) const;

 private:
    SharpMaterial material_;
    double wall_, initial_, lambda_;
};

class RangePlane {
 public:
    // Throws InputError unless wall < T_s and T_l <= initial.
    RangePlane(const RangeMaterial& material, double wall_temperature, double initial_temperature);

    double p() const { return p_; }  // [m/sqrt s]
    double q() const { return q_; }
    double solidus_front(double time) const;
    double liquidus_front(double time) const;
    // Integral over x of the frozen share 1 - f_l, which is linear in T over the range.
    double frozen_length(double time) const;
    double temperature(double x, double time) const;

 private:
    RangeMaterial material_;
    double wall_, initial_, p_, q_;
};

}  // namespace iceball::exact
