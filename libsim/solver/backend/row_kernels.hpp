// The loops that a run spends its time in, over cells of one row: the scalar reference backend, written so that the
// compiler vectorises it. Every cell's result depends on that cell alone, so that bits do not depend on vector width.
#pragma once

#include <cstddef>

#include "tissue/tissue.hpp"

namespace iceball::kernel {

// rate[i] = scale (sum of theta over the six neighbours - 6 theta[i]), 0 <= i < n. Opposite neighbours are added first, so
// that mirror images have the same bits.
void laplacian(const double* theta, std::ptrdiff_t row_stride, std::ptrdiff_t plane_stride, double scale, int n,
               double* rate);

struct BloodTotals {
    double perfusion = 0;   // sum of s omega_b rho_b c_b (T_b - T) over cells [W/m3]
    double metabolism = 0;  // sum of s q_m [W/m3]
};

// rate[i] += s(T) [perfusion (T_b - T) + q_m].
BloodTotals add_blood(const Tissue& tissue, const double* enthalpy, int n, double* rate);

// enthalpy[i] += duration rate[i]; theta[i] = theta(H). Returns the sum of the changes of H.
double advance(const ThermalLaw::Coefficients& law, double duration, const double* rate, int n, double* enthalpy,
               double* theta);

}  // namespace iceball::kernel
