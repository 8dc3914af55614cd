#include "grid/shape_surface.hpp"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

namespace iceball {
namespace {

// The direction of v; any direction where v vanishes.
Vector3 direction_of(const Vector3& v, const Vector3& otherwise) {
    const double length = v.norm();
    return length > 0 ? Vector3(v / length) : otherwise;
}

struct ClosestSurfacePoint {
    const Vector3& point;

    Vector3 operator()(const Sphere& s) const {
        return s.centre + s.radius * direction_of(point - s.centre, Vector3::UnitX());
    }

    Vector3 operator()(const Ellipsoid& e) const {
        // In the first octant; a point on a plane of symmetry counts as a hair beside it, where the root is simple.
        const Vector3 from_centre = point - e.centre;
        const Vector3 a = e.semi_axes, p = from_centre.cwiseAbs().cwiseMax(1e-9 * a.minCoeff());
        const Vector3 square = a.cwiseProduct(a), product = a.cwiseProduct(p);
        const auto excess = [&](double t) {
            return product.cwiseQuotient((square.array() + t).matrix()).squaredNorm() - 1;
        };
        // Every term alone is at most 1 at the root; together they are at most 1 where t is |a p|.
        double low = (product - square).maxCoeff(), high = std::max(product.norm(), low);
        for (int bisection = 0; bisection < 200; ++bisection) {
            const double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high) break;
            (excess(middle) > 0 ? low : high) = middle;
        }
        const Vector3 foot = square.cwiseProduct(p).cwiseQuotient((square.array() + high).matrix());
        Vector3 closest;
        for (int axis = 0; axis < 3; ++axis) closest[axis] = std::copysign(foot[axis], from_centre[axis]);
        return e.centre + closest;
    }

    Vector3 operator()(const AxisBox& b) const {
        Vector3 closest = point.cwiseMax(b.lower).cwiseMin(b.upper);
        if (closest != point) return closest;
        int nearest = 0;
        double distance = point.x() - b.lower.x();
        for (int face = 1; face < 6; ++face) {
            const int axis = face / 2;
            const double to_face = face % 2 ? b.upper[axis] - point[axis] : point[axis] - b.lower[axis];
            if (to_face < distance) distance = to_face, nearest = face;
        }
        closest[nearest / 2] = nearest % 2 ? b.upper[nearest / 2] : b.lower[nearest / 2];
        return closest;
    }

    Vector3 operator()(const Layer& l) const {
        const double height = point.dot(l.normal);
        const double to = std::abs(l.to - height) < std::abs(l.from - height) ? l.to : l.from;
        return point + (to - height) * l.normal;
    }

    Vector3 operator()(const Cylinder& c) const {
        const double length = (c.to - c.from).norm();
        const Vector3 axis = (c.to - c.from) / length;
        const double along = axis.dot(point - c.from);
        const Vector3 across = point - c.from - along * axis;
        const double radius = across.norm();
        const Vector3 out = direction_of(across, axis.unitOrthogonal());
        const auto at = [&](double a, double r) { return Vector3(c.from + a * axis + r * out); };
        if (along < 0 || along > length || radius > c.radius)
            return at(std::clamp(along, 0.0, length), std::min(radius, c.radius));
        const double to_side = c.radius - radius, to_end = std::min(along, length - along);
        if (to_side <= to_end) return at(along, c.radius);
        return at(along < length - along ? 0 : length, radius);
    }
};

}  // namespace

Vector3 closest_surface_point(const Shape& shape, const Vector3& point) {
    return std::visit(ClosestSurfacePoint{point}, shape);
}

double signed_distance(const Shape& shape, const Vector3& point) {
    const double distance = (point - closest_surface_point(shape, point)).norm();
    return contains(shape, point) ? -distance : distance;
}

}  // namespace iceball
