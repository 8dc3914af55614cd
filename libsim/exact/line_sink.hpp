// Freezing around a line that takes Q' [W/m] out of an infinite medium at T_i from t = 0 on: the ideal needle.
//
// Sharp front at r = 2 lambda sqrt(a_s t), E1 = exponential integral (Paterson 1952, Proc Glasgow Math Assoc 1:42; Carslaw &
// Jaeger 1959, chapter XI; attributions unverified):
//
//     Q'/(4 pi) exp(-lambda^2) - k_l (T_i - T_m) exp(-mu) / E1(mu) = lambda^2 a_s L,     mu = lambda^2 a_s/a_l
//     T = T_m - Q'/(4 pi k_s) [E1(r^2/4 a_s t) - E1(lambda^2)]       inside
//     T = T_i - (T_i - T_m) E1(r^2/4 a_l t) / E1(mu)                 outside
//
// Freezing over a range: three such profiles with equal flux where they meet, at r^2 = 4 e1 t (solidus) and
// r^2 = 4 e2 t (liquidus) (Oezisik & Uzzell 1979, J Heat Transfer 101:331; attribution unverified).
//
// Lengths [m], times [s] > 0, temperatures [degC], Q' > 0 cools. One density. Not modelled: perfusion, a needle's width.
#pragma once

#include "exact/material.hpp"

namespace iceball::exact {

class SharpLineSink {
 public:
    // strength: Q' [W/m]. Throws InputError unless it is positive and T_m <= initial.
    SharpLineSink(const SharpMaterial& material, double strength, double initial_temperature);

    double lambda() const { return lambda_; }
    double front(double time) const;
    double temperature(double r, double time) const;

 private:
    SharpMaterial material_;
    double strength_, initial_, lambda_;
};

class RangeLineSink {
 public:
    // Throws InputError unless the strength is positive and T_l <= initial.
    RangeLineSink(const RangeMaterial& material, double strength, double initial_temperature);

    double solidus_front(double time) const;
    double liquidus_front(double time) const;
    // Radius of the circle whose area is the integral of 1 - f_l over the plane.
    double frozen_radius(double time) const;
    double temperature(double r, double time) const;

 private:
    RangeMaterial material_;
    double strength_, initial_, e1_, e2_;  // e [m2/s]
};

}  // namespace iceball::exact
