#include "probe/needle_body.hpp"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace iceball {
namespace {

// Distance between two segments p + s u, q + t v with s, t in [0, 1] (Ericson 2005, Real-time collision detection, 5.1.9).
double segment_distance(const Vector3& p, const Vector3& u, const Vector3& q, const Vector3& v) {
    const Vector3 w = p - q;
    const double a = u.squaredNorm(), e = v.squaredNorm(), b = u.dot(v), c = u.dot(w), f = v.dot(w);
    const double determinant = a * e - b * b;
    double s = determinant > 1e-14 * a * e ? std::clamp((b * f - c * e) / determinant, 0.0, 1.0) : 0.0;
    double t = (b * s + f) / e;
    if (t < 0 || t > 1) {
        t = std::clamp(t, 0.0, 1.0);
        s = std::clamp((b * t - c) / a, 0.0, 1.0);
    }
    return (w + s * u - t * v).norm();
}

// True if any of a fine set of points of a's wall and axis lies inside b.
bool pokes_into(const NeedleBody& a, const NeedleBody& b) {
    const int turns = 48, stations = std::max(8, int(std::ceil(8 * a.length() / a.radius())));
    for (int n = 0; n <= stations; ++n)
        for (int m = 0; m < turns; ++m) {
            const double z = a.length() * n / stations, angle = 2 * std::numbers::pi * m / turns;
            const bool end = n == 0 || n == stations;
            for (int ring = end ? 0 : 8; ring <= 8; ++ring)
                if (b.distance(a.point(a.radius() * ring / 8, z, angle)) <= 0) return true;
        }
    return false;
}

Vector3 across(const Vector3& axis) {
    const Vector3 size = axis.cwiseAbs();
    Vector3 towards = Vector3::Zero();
    for (int n = 0; n < 3; ++n)
        if (size[n] < size.minCoeff() + 1e-9) towards[n] = axis[n] < 0 ? -1 : 1;
    if (size.maxCoeff() < size.minCoeff() + 1e-9) towards = Vector3::UnitX();  // along a diagonal of the cube
    return (towards - towards.dot(axis) * axis).normalized();
}

}  // namespace

NeedleBody::NeedleBody(const NeedleGeometry& geometry)
    : from_(geometry.active_from()), axis_(geometry.direction.normalized()), across_(across(axis_)),
      third_(axis_.cross(across_)), radius_(geometry.radius), length_(geometry.active_length) {}

double NeedleBody::volume() const { return std::numbers::pi * radius_ * radius_ * length_; }

NeedleBody NeedleBody::longer_by(double length) const {
    NeedleBody longer = *this;
    longer.length_ += length;
    return longer;
}

NeedleBody::Local NeedleBody::local(const Vector3& x) const {
    const Vector3 d = x - from_;
    const double z = d.dot(axis_);
    return {(d - z * axis_).norm(), z};
}

Vector3 NeedleBody::outward(const Vector3& x) const {
    const Vector3 d = x - from_;
    const Vector3 radial = d - d.dot(axis_) * axis_;
    const double rho = radial.norm();
    return rho > 0 ? Vector3(radial / rho) : Vector3::Zero();
}

Vector3 NeedleBody::point(double rho, double z, double angle) const {
    return from_ + z * axis_ + rho * (std::cos(angle) * across_ + std::sin(angle) * third_);
}

double NeedleBody::distance(const Vector3& x) const {
    const Local p = local(x);
    const double radial = std::max(p.rho - radius_, 0.0), axial = std::max({-p.z, p.z - length_, 0.0});
    return std::hypot(radial, axial);
}

Vector3 NeedleBody::half_extent() const {
    const Eigen::Array3d a = axis_.array();
    return (0.5 * length_ * a.abs() + radius_ * (1 - a.square()).max(0.0).sqrt()).matrix();
}

std::pair<double, double> NeedleBody::inside(const Vector3& origin, const Vector3& direction) const {
    constexpr double everywhere = std::numeric_limits<double>::infinity();
    constexpr std::pair<double, double> nowhere{0, 0};
    // The solid is closed: a face of the grid that holds an end counts as covered by it, whatever the round-off.
    const double tolerance = 1e-7 * radius_;
    const Vector3 d = origin - from_;
    const double z = d.dot(axis_), rise = direction.dot(axis_);
    const Vector3 p = d - z * axis_, q = direction - rise * axis_;
    double low = -everywhere, high = everywhere;
    if (std::abs(rise) < 1e-12) {
        if (z < -tolerance || z > length_ + tolerance) return nowhere;
    } else {
        low = std::min(-z / rise, (length_ - z) / rise);
        high = std::max(-z / rise, (length_ - z) / rise);
    }
    const double a = q.squaredNorm(), b = p.dot(q), c = p.squaredNorm() - radius_ * radius_;
    if (a < 1e-24) return c > 0 ? nowhere : std::pair{low, high};
    const double discriminant = b * b - a * c;
    if (discriminant <= 0) return nowhere;
    const double root = std::sqrt(discriminant);
    low = std::max(low, (-b - root) / a);
    high = std::min(high, (-b + root) / a);
    return low < high ? std::pair{low, high} : nowhere;
}

double gap(const NeedleBody& a, const NeedleBody& b) {
    return segment_distance(a.from(), a.to() - a.from(), b.from(), b.to() - b.from()) - a.radius() - b.radius();
}

bool overlap(const NeedleBody& a, const NeedleBody& b) {
    if (gap(a, b) > 0) return false;
    return pokes_into(a, b) || pokes_into(b, a);
}

}  // namespace iceball
