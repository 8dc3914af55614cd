// Volume of a unit cube on one side of a plane.
//
//     f(x) = value + gradient . x   on   -1/2 <= x, y, z <= 1/2;   returns the volume where f > 0
//
// Exact (Scardovelli & Zaleski 2000, J Comput Phys 164:228, doi:10.1006/jcph.2000.6567), to round-off the same for
// mirrored and permuted gradients, and 1 - plane_fraction(-value, -gradient). Where f vanishes throughout: 0.
#pragma once

#include "core/vector3.hpp"

namespace iceball {

double plane_fraction(double value, const Vector3& gradient);

}  // namespace iceball
