#include "grid/shape.hpp"

namespace iceball {
namespace {

struct Contains {
    const Vector3& point;

    bool operator()(const Sphere& s) const { return (point - s.centre).squaredNorm() <= s.radius * s.radius; }
    bool operator()(const Ellipsoid& e) const {
        return (point - e.centre).cwiseQuotient(e.semi_axes).squaredNorm() <= 1.0;
    }
    bool operator()(const AxisBox& b) const {
        return (point.array() >= b.lower.array()).all() && (point.array() <= b.upper.array()).all();
    }
    bool operator()(const Layer& l) const {
        const double height = point.dot(l.normal);
        return l.from <= height && height <= l.to;
    }
    bool operator()(const Cylinder& c) const {
        const Vector3 axis = c.to - c.from;
        const double along = (point - c.from).dot(axis) / axis.squaredNorm();
        if (along < 0 || along > 1) return false;
        return (point - c.from - along * axis).squaredNorm() <= c.radius * c.radius;
    }
};

}  // namespace

bool contains(const Shape& shape, const Vector3& point) { return std::visit(Contains{point}, shape); }

}  // namespace iceball
