// The active zone of a needle as a solid: a finite cylinder with flat ends, and the geometry that the coupling asks of
// it. Lengths in m. Local coordinates: z along the axis from the end nearer the tip, rho from the axis.
#pragma once

#include <utility>
#include <vector>

#include "core/vector3.hpp"
#include "probe/needle.hpp"

namespace iceball {

class NeedleBody {
 public:
    explicit NeedleBody(const NeedleGeometry& geometry);

    struct Local {
        double rho, z;
    };

    const Vector3& from() const { return from_; }
    Vector3 to() const { return from_ + length_ * axis_; }
    const Vector3& axis() const { return axis_; }
    double radius() const { return radius_; }
    double length() const { return length_; }
    double volume() const;
    // The same with its far end moved on along the axis.
    NeedleBody longer_by(double length) const;

    Local local(const Vector3& x) const;
    // Unit vector away from the axis; zero on the axis.
    Vector3 outward(const Vector3& x) const;
    Vector3 point(double rho, double z, double angle) const;
    // Distance of a point from the solid; zero inside.
    double distance(const Vector3& x) const;
    // Half lengths of the smallest box along x, y, z around the solid; its centre.
    Vector3 half_extent() const;
    Vector3 centre() const { return from_ + 0.5 * length_ * axis_; }

    // The part of the line origin + t direction that lies inside, as (t0, t1); empty where t1 <= t0.
    std::pair<double, double> inside(const Vector3& origin, const Vector3& direction) const;

 private:
    // across: towards the axes of the grid that the needle is least along. Points at angles evenly spread from there, in
    // multiples of 45 and 60 degrees, lie the same however grid and needle are turned together.
    Vector3 from_, axis_, across_, third_;
    double radius_, length_;
};

// Distance between the axes less both radii: a lower bound for the gap between the walls, exact between lateral walls.
double gap(const NeedleBody& a, const NeedleBody& b);
bool overlap(const NeedleBody& a, const NeedleBody& b);

}  // namespace iceball
