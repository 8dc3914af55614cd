// The nearest of many points, and all points within a radius: a k-d tree (Bentley 1975, Commun ACM 18:509,
// doi:10.1145/361002.361007), implicit in the order of an index array.
#pragma once

#include <cstdint>
#include <vector>

#include "core/vector3.hpp"

namespace iceball {

class PointTree {
 public:
    explicit PointTree(std::vector<Vector3> points);

    const std::vector<Vector3>& points() const { return points_; }
    // Index of the nearest point; of equally near ones the first. There must be at least one point.
    std::int32_t nearest(const Vector3& query) const;
    // Indices of the points within the radius, in increasing order.
    std::vector<std::int32_t> within(const Vector3& query, double radius) const;

 private:
    void build(std::size_t begin, std::size_t end, int axis);
    // Calls visit(index, squared distance) for points that may lie within the square of limit(), nearest branches first.
    template <class Limit, class Visit>
    void search(std::size_t begin, std::size_t end, int axis, const Vector3& query, Limit&& limit, Visit&& visit) const;

    std::vector<Vector3> points_;
    std::vector<std::int32_t> order_;  // the middle of every range splits it along x, y, z in turn
};

}  // namespace iceball
