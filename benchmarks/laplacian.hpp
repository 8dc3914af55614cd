// The bare sweep that an explicit step is measured against: one 7-point Laplacian in double on padded rows.
//
//     after = before + a (sum of the 6 neighbours - 6 before)
#pragma once

#include "grid/grid.hpp"

namespace iceball {

// Ghost cells of `before` must be filled.
void laplacian_sweep(const Grid& grid, const Field<double>& before, Field<double>& after, double a);

}  // namespace iceball
