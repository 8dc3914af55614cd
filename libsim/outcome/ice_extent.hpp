// Extents of an isotherm along directions, and the number of its connected parts.
//
// The extent along a unit vector u is max(u . p) - min(u . p) over the surface. Between the sampled points of the
// surface (front.hpp) its tips are found by a least-squares paraboloid through the points within two cells of the
// outermost one; where no convex cap fits, that point itself counts. Parts are sets of cells below the isotherm joined
// through faces; cells inside needles join where the wall is below it.
//
// Units: [m]. Limits: ice that covers no cell centre is not seen. Ice that reaches a face of the box ends there.
#pragma once

#include <vector>

#include "outcome/front.hpp"
#include "solver/wall_cells.hpp"

namespace iceball {

// Extents of all tissue below the isotherm along the given unit vectors; zeros if there is none. front: its points, by
// front_points(reader).
std::vector<double> ice_extents(const IsothermReader& reader, const std::vector<FrontPoint>& front,
                                const std::vector<Vector3>& directions);

// needles: see wall_cells.hpp.
int ice_parts(const IsothermReader& reader, const State& state, const std::vector<WallCell>& needles);

}  // namespace iceball
