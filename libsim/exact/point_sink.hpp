// Freezing around a point that takes Q = q_0 sqrt t [W] out of an infinite medium at T_i from t = 0 on.
//
// The front is a sphere of radius R = S sqrt(a_s t) (Frank 1950, Proc R Soc A 201:586, doi:10.1098/rspa.1950.0080):
//
//     G(s) = exp(-s^2/4)/s - sqrt(pi)/2 erfc(s/2),    B = q_0 / (4 pi k_s sqrt(a_s)),    S_l = S sqrt(a_s/a_l)
//     k_s B exp(-S^2/4) / (S^2 sqrt(a_s)) - k_l (T_i - T_m) exp(-S_l^2/4) / (S_l^2 G(S_l) sqrt(a_l)) = L S sqrt(a_s)/2
//     T = T_m - B [G(r / sqrt(a_s t)) - G(S)]                     inside
//     T = T_i - (T_i - T_m) G(r / sqrt(a_l t)) / G(S_l)           outside
//
// Lengths [m], times [s] > 0, temperatures [degC], q_0 > 0 cools [W/sqrt s]. One density. Not modelled: perfusion.
#pragma once

#include "exact/material.hpp"

namespace iceball::exact {

class PointSink {
 public:
    // Throws InputError unless the strength q_0 is positive and T_m <= initial.
    PointSink(const SharpMaterial& material, double strength, double initial_temperature);

    double S() const { return S_; }
    double power(double time) const;  // Q [W], positive
    double front(double time) const;
    double temperature(double r, double time) const;

 private:
    SharpMaterial material_;
    double strength_, initial_, S_;
};

}  // namespace iceball::exact
