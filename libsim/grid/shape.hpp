// Analytic shapes that regions are painted with. Lengths in m.
#pragma once

#include <variant>

#include "core/vector3.hpp"

namespace iceball {

struct Sphere {
    Vector3 centre;
    double radius;
};
struct Ellipsoid {
    Vector3 centre;
    Vector3 semi_axes;  // along x, y, z
};
struct AxisBox {
    Vector3 lower, upper;
};
// All points p with from <= p . normal <= to; normal is a unit vector. A half-space has an infinite bound.
struct Layer {
    Vector3 normal;
    double from, to;
};
struct Cylinder {
    Vector3 from, to;  // centres of the flat ends
    double radius;
};

using Shape = std::variant<Sphere, Ellipsoid, AxisBox, Layer, Cylinder>;

// True if the point lies in the closed shape.
bool contains(const Shape& shape, const Vector3& point);

}  // namespace iceball
