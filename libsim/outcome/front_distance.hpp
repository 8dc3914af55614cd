// Distance from a point to the surface of an isotherm, positive on the warm side.
//
// The surface is known at its crossings of the grid's lines (front.hpp). Around the nearest of them a paraboloid is
// fitted through the points within two cells, and the distance is that to its closest point: the nearest sample alone
// would be too far by lateral^2 / (2 distance). Where too few points lie around it, or no patch fits, the sample counts.
// Beyond the outermost cell centres, half a cell from a face, there are no crossings: at planes of symmetry the points want
// their mirror images (front.hpp), as far as patch_reach.
#pragma once

#include <vector>

#include "outcome/front.hpp"
#include "outcome/point_tree.hpp"

namespace iceball {

class FrontDistance {
 public:
    static constexpr double patch_reach = 2;  // [cells]

    // spacing: of the grid [m].
    FrontDistance(const std::vector<FrontPoint>& points, double spacing);

    bool empty() const { return tree_.points().empty(); }
    struct Reading {
        double distance;   // [m]
        Vector3 gradient;  // unit vector, away from the cold
    };
    // There must be at least one point.
    Reading at(const Vector3& point) const;
    // The smallest value of sign * distance over the points (sign +1: the least distance outside; -1: the least depth
    // inside) and the number of its point.
    struct Smallest {
        double value;  // [m]
        std::size_t point;
    };
    Smallest smallest(const std::vector<Vector3>& points, double sign) const;

 private:
    Reading nearest_sample(const Vector3& point) const;

    double spacing_;
    PointTree tree_;
    std::vector<Vector3> outward_;
};

}  // namespace iceball
