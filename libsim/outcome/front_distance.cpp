#include "outcome/front_distance.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/parallel.hpp"

namespace iceball {
namespace {

constexpr int patch_points = 9;     // at least, for six unknowns
// No sample is farther from the surface's closest point than this, in cells: crossings of lines one cell apart.
constexpr double sampling = 1.0;
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<Vector3> positions(const std::vector<FrontPoint>& points) {
    std::vector<Vector3> all;
    all.reserve(points.size());
    for (const FrontPoint& point : points) all.push_back(point.position);
    return all;
}

// of a point at `offset` from its closest point on the surface.
FrontDistance::Reading reading(const Vector3& offset, const Vector3& outward) {
    const double distance = std::copysign(offset.norm(), offset.dot(outward));
    return {distance, std::abs(distance) > 0 ? Vector3(offset / distance) : outward};
}

}  // namespace

FrontDistance::FrontDistance(const std::vector<FrontPoint>& points, double spacing)
    : spacing_(spacing), tree_(positions(points)) {
    for (const FrontPoint& point : points) outward_.push_back(point.outward);
}

FrontDistance::Reading FrontDistance::nearest_sample(const Vector3& point) const {
    const auto nearest = std::size_t(tree_.nearest(point));
    return reading(point - tree_.points()[nearest], outward_[nearest]);
}

FrontDistance::Reading FrontDistance::at(const Vector3& point) const {
    const auto nearest = std::size_t(tree_.nearest(point));
    const Vector3 origin = tree_.points()[nearest], up = outward_[nearest];
    const Vector3 u = up.unitOrthogonal(), v = up.cross(u);

    using Row = Eigen::Matrix<double, 6, 1>;
    Eigen::Matrix<double, 6, 6> normal = Eigen::Matrix<double, 6, 6>::Zero();
    Row right = Row::Zero();
    int count = 0;
    for (std::int32_t n : tree_.within(origin, patch_reach * spacing_)) {
        if (outward_[std::size_t(n)].dot(up) < 0.5) continue;  // another sheet
        const Vector3 offset = (tree_.points()[std::size_t(n)] - origin) / spacing_;
        const double s = u.dot(offset), t = v.dot(offset);
        Row row;
        row << 1, s, t, 0.5 * s * s, s * t, 0.5 * t * t;
        normal += row * row.transpose();
        right += up.dot(offset) * row;
        ++count;
    }
    if (count < patch_points) return nearest_sample(point);
    const Row fit = normal.ldlt().solve(right);
    if (!fit.allFinite()) return nearest_sample(point);

    // Closest point of the patch by Gauss-Newton, starting below the sample.
    const Vector3 offset = (point - origin) / spacing_;
    const Vector3 query(u.dot(offset), v.dot(offset), up.dot(offset));
    Eigen::Vector2d foot(0, 0);
    double height = 0;
    Eigen::Vector2d slope(0, 0);
    const auto evaluate = [&] {
        const double s = foot[0], t = foot[1];
        height = fit[0] + fit[1] * s + fit[2] * t + 0.5 * fit[3] * s * s + fit[4] * s * t + 0.5 * fit[5] * t * t;
        slope = {fit[1] + fit[3] * s + fit[4] * t, fit[2] + fit[4] * s + fit[5] * t};
    };
    Eigen::Matrix2d curvature;
    curvature << fit[3], fit[4], fit[4], fit[5];
    for (int iteration = 0; iteration < 20; ++iteration) {
        evaluate();
        const double above = query.z() - height;
        const Eigen::Vector2d gradient = foot - query.head<2>() - above * slope;
        Eigen::Matrix2d hessian = Eigen::Matrix2d::Identity() + slope * slope.transpose() - above * curvature;
        if (!(hessian.determinant() > 0.01) || !(hessian(0, 0) > 0))  // near the patch's centre of curvature
            hessian = Eigen::Matrix2d::Identity() + slope * slope.transpose() + std::abs(above) * curvature.norm() * Eigen::Matrix2d::Identity();
        const Eigen::Vector2d move = hessian.inverse() * gradient;
        foot -= move;
        if (move.norm() < 1e-9) break;
    }
    evaluate();
    if (!(foot.norm() <= patch_reach)) return nearest_sample(point);
    const Vector3 closest = origin + spacing_ * (foot[0] * u + foot[1] * v + height * up);
    return reading(point - closest, up);
}

FrontDistance::Smallest FrontDistance::smallest(const std::vector<Vector3>& points, double sign) const {
    // Samples are found first; only points that may be the smallest pay for the fit. The distance changes by no more than
    // one moves, so most points need not even look for their sample: some are tried, and one whose predecessor is so far
    // off the least of these that it cannot come near is left out.
    std::vector<double> values(points.size(), infinity);
    constexpr std::size_t block = 256, tried = 16;
    const auto for_all = [&](auto&& body) {
        parallel_blocks(int((points.size() + block - 1) / block), [&](int b) {
            body(std::size_t(b) * block, std::min(points.size(), std::size_t(b + 1) * block));
        });
    };
    const auto try_sample = [&](std::size_t n) { return values[n] = sign * nearest_sample(points[n]).distance; };
    for_all([&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; n += tried) try_sample(n);
    });
    // Either value may be off by the sampling, and by twice that where the sign is in doubt.
    const double near = *std::min_element(values.begin(), values.end()) + 6 * sampling * spacing_;
    for_all([&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin, known = begin; n < end; ++n) {
            if (values[n] == infinity && values[known] - (points[n] - points[known]).norm() > near) continue;
            if (values[n] == infinity) try_sample(n);
            known = n;
        }
    });
    const double bound = *std::min_element(values.begin(), values.end()) + 2 * sampling * spacing_;
    for_all([&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            values[n] = values[n] <= bound ? sign * at(points[n]).distance : infinity;
    });
    const auto least = std::min_element(values.begin(), values.end());
    return {*least, std::size_t(least - values.begin())};
}

}  // namespace iceball
