// Distance from a point to the surface of an isotherm, positive on the warm side.
//
// The surface is known at its crossings of the grid's lines (front.hpp). Around the nearest of them a paraboloid is
// fitted through the points within two cells, and the distance is that to its closest point: the nearest sample alone
// would be too far by lateral^2 / (2 distance). Where too few points lie around it, or no patch fits, the sample counts.
#pragma once

#include <vector>

#include "outcome/front.hpp"
#include "outcome/point_tree.hpp"

namespace iceball {

class FrontDistance {
 public:
    // spacing: of the grid [m].
    FrontDistance(const std::vector<FrontPoint>& points, double spacing);

    bool empty() const { return tree_.points().empty(); }
    // [m]. There must be at least one point.
    double at(const Vector3& point) const;
    // Smallest value over the points with the sign of `sign` (+1: least distance outside; -1: least depth inside, i.e.
    // the smallest of -distance).
    double smallest(const std::vector<Vector3>& points, double sign) const;

 private:
    double nearest_sample(const Vector3& point) const;

    double spacing_;
    PointTree tree_;
    std::vector<Vector3> outward_;
};

}  // namespace iceball
