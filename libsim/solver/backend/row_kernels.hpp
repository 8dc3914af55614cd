// The loops that a run spends its time in, over cells of one row: the scalar reference backend, written so that the
// compiler vectorises it. Every cell's result depends on that cell alone, so that bits do not depend on vector width.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "tissue/tissue.hpp"

namespace iceball::kernel {

// theta[i] = theta(H), 0 <= i < n.
void theta_of(const ThermalLaw& law, const double* enthalpy, int n, double* theta);

// Rows of theta that the fluxes of one row need; each points to the cell of x index 0, with one ghost at either end.
struct Rows {
    double *middle, *y_low, *y_high, *z_low, *z_high;
};

// rate[i] = scale (sum of theta over the six neighbours - 6 theta[i]), 0 <= i < n. Opposite neighbours are added first, so
// that mirror images have the same bits.
void laplacian(const Rows& theta, double scale, int n, double* rate);

// Sums over cells of changes of H and of what blood and metabolism add to dH/dt.
struct Advanced {
    double stored = 0;      // sum of the changes of H [J/m3]
    double perfusion = 0;   // sum of s omega_b rho_b c_b (T_b - T) at the start [W/m3]
    double metabolism = 0;  // sum of s q_m at the start [W/m3]
    double coldest = std::numeric_limits<double>::infinity();  // least H at the end [J/m3]
};

// enthalpy[i] += duration (rate[i] + s(T) [perfusion (T_b - T) + q_m]), T at the start.
Advanced advance(const Tissue& tissue, double duration, const double* rate, int n, double* enthalpy);

// The same for tissue that can lose its blood flow: stasis[i] becomes 1 where T at the start is below the tissue's
// threshold, and where it is 1 there is no perfusion.
Advanced advance_with_stasis(const Tissue& tissue, double duration, const double* rate, int n, double* enthalpy,
                             std::uint8_t* stasis);

// Whether every value lies in [low, high]; a value that is not a number does not.
bool all_within(double low, double high, const double* values, int n);

}  // namespace iceball::kernel
