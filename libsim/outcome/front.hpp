// Points on the surface of an isotherm: where it crosses the lines between neighbouring cell centres.
//
// Between two centres depth (isotherm_reader.hpp) is interpolated by
//
//     f(s) = f_0 + s (f_1 - f_0) - s (1 - s) / 2 d,   d = the smaller of the two second differences, 0 if signs differ
//
// so that smooth fields are read to third order and kinks linearly. Across two tissues the crossing is the mean of what
// either tissue's theta gives. Where a tissue freezes isothermally at the isotherm, the front lies where the frozen
// shares of the four cells around the crossing put it. Lines that touch an inactive cell are left out.
#pragma once

#include <vector>

#include "outcome/isotherm_reader.hpp"

namespace iceball {

struct FrontPoint {
    Vector3 position;  // [m]
    Vector3 outward;   // unit normal towards the warmer side; only as good as first differences
};

// With their mirror images in insulated faces nearer than `reach` [m] added: there the surface goes on.
std::vector<FrontPoint> mirrored(std::vector<FrontPoint> points, const Model& model, double reach);

// In the order of the cells (x fastest), for each cell its lines to the upper neighbours along x, y, z.
std::vector<FrontPoint> front_points(const IsothermReader& reader);

}  // namespace iceball
