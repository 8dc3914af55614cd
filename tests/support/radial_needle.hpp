// Independent solution of an infinitely long needle in tissue: radial finite volumes of its own, explicit in time.
//
//     dH/dt = (1/r) d/dr (r d theta/dr) + s(T) perfusion (T_b - T)
//
// on a fine uniform grid from the wall outwards, fluxes from theta with the exact logarithmic distance at the wall, which
// is at a given temperature, or takes UA' (T_gas - T_w) from a medium, or any heat that does not rise with T_w. Shares
// with the library only the thermal law.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "tissue/tissue.hpp"

class RadialNeedle {
 public:
    double wall_temperature = -140;   // [degC]; solved for where conductance > 0 or heat_into_wall is set
    double conductance = 0;           // UA' [W/K/m]
    double gas_temperature = -150;    // [degC]
    std::function<double(double)> heat_into_wall{};  // of T_w [W/m]
    double heat_to_tissue = 0;        // so far [J/m]

    RadialNeedle(const iceball::Tissue& tissue, double radius, double outer, double spacing, double start)
        : tissue_(tissue), a_(radius), dr_(spacing), start_(start),
          enthalpy_(std::size_t(std::lround((outer - radius) / spacing)), tissue.law.enthalpy(start)) {}

    void run(double duration) {
        const double step_limit = 0.4 * dr_ * dr_ / tissue_.law.max_diffusivity(conductance > 0 ? gas_temperature : wall_temperature);
        const long steps = std::lround(std::ceil(duration / step_limit));
        for (long n = 0; n < steps; ++n) step(duration / double(steps));
    }

    // Radius of the ice, from the integral of 1 - f_l: where tissue freezes at one temperature.
    double frozen_radius() const {
        double square = a_ * a_;
        for (std::size_t i = 0; i < enthalpy_.size(); ++i)
            square += 2 * middle(i) * dr_ * (1 - tissue_.law.liquid_fraction(enthalpy_[i]));
        return std::sqrt(square);
    }

    // Radius of the isotherm, from theta.
    double radius_of(double isotherm) const {
        const double level = tissue_.law.theta_at(isotherm);
        double inner = tissue_.law.theta_at(wall_temperature), inner_r = a_;
        for (std::size_t i = 0; i < enthalpy_.size(); ++i) {
            const double outer = tissue_.law.theta(enthalpy_[i]), outer_r = middle(i);
            if (inner <= level && outer > level) return inner_r + (outer_r - inner_r) * (level - inner) / (outer - inner);
            inner = outer;
            inner_r = outer_r;
        }
        return 0;
    }

 private:
    double middle(std::size_t i) const { return a_ + (double(i) + 0.5) * dr_; }

    void step(double dt) {
        const iceball::ThermalLaw& law = tissue_.law;
        const std::size_t n = enthalpy_.size();
        std::vector<double> theta(n + 1, law.theta_at(start_));
        for (std::size_t i = 0; i < n; ++i) theta[i] = law.theta(enthalpy_[i]);
        const double log_distance = std::log(middle(0) / a_);
        if (conductance > 0 || heat_into_wall) {  // bisection: heat into the wall = (theta(T_w) - theta_0) / log distance
            double low = -273, high = 100;
            for (int k = 0; k < 60; ++k) {
                const double t = 0.5 * (low + high);
                const double into = heat_into_wall ? heat_into_wall(t) : conductance * (gas_temperature - t);
                const bool too_warm = into < 2 * std::numbers::pi * (law.theta_at(t) - theta[0]) / log_distance;
                (too_warm ? high : low) = t;
            }
            wall_temperature = 0.5 * (low + high);
        }
        double from_inside = (law.theta_at(wall_temperature) - theta[0]) / log_distance;  // flux over 2 pi
        heat_to_tissue += 2 * std::numbers::pi * dt * from_inside;
        for (std::size_t i = 0; i < n; ++i) {
            const double edge = a_ + double(i + 1) * dr_;
            const double to_outside = edge * (theta[i] - theta[i + 1]) / dr_;
            const double t = law.temperature(enthalpy_[i]);
            const double flowing = law.liquid_fraction(enthalpy_[i]);
            enthalpy_[i] += dt * ((from_inside - to_outside) / (middle(i) * dr_) +
                                  flowing * (tissue_.perfusion * (tissue_.blood_temperature - t)));
            from_inside = to_outside;
        }
    }

    iceball::Tissue tissue_;
    double a_, dr_, start_;
    std::vector<double> enthalpy_;
};
