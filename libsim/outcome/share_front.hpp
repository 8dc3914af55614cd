// Points on the surface where half of the tissue is destroyed, from the destroyed share of every cell.
//
// Where the share falls from all to nothing within the four cells around a crossing, the surface lies where their sum puts
// it: exact for planes that cross the column within these cells. Where it falls more slowly it is interpolated linearly
// between the two centres. Lines that touch an inactive cell are left out.
//
// Units: [m]. Distances between a destroyed ball of 8 cells and a ball beside it, both placed at random (60 times): within
// 0.03 cells, rms 0.014, for laws with a threshold and for a logistic one of half a cell's width.
#pragma once

#include <vector>

#include "outcome/front.hpp"

namespace iceball {

// share: of every active cell, 0 to 1; tissue_fraction: see solver/tissue_fraction.hpp. Normals point to where less is
// destroyed. In the order of front_points().
std::vector<FrontPoint> share_front(const Grid& grid, const Field<double>& tissue_fraction, const Field<float>& share);

}  // namespace iceball
