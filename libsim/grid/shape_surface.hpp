// Distance from the surface of an analytic shape, and the surface's closest point.
//
//     sphere, box, layer, cylinder: in closed form
//     ellipsoid: the foot x_i = a_i^2 p_i / (t + a_i^2) of p, with t the largest root of
//                sum over i of (a_i p_i / (t + a_i^2))^2 = 1, by bisection (Eberly 2013, "Distance from a Point to an
//                Ellipse, an Ellipsoid, or a Hyperellipsoid", geometrictools.com)
//
// Lengths in m. Where several points are equally close (the centre of a sphere, a cylinder's axis) one of them counts.
#pragma once

#include "grid/shape.hpp"

namespace iceball {

Vector3 closest_surface_point(const Shape& shape, const Vector3& point);

// Negative inside.
double signed_distance(const Shape& shape, const Vector3& point);

}  // namespace iceball
