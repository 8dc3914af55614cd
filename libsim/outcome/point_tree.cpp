#include "outcome/point_tree.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace iceball {

PointTree::PointTree(std::vector<Vector3> points) : points_(std::move(points)), order_(points_.size()) {
    std::iota(order_.begin(), order_.end(), 0);
    build(0, order_.size(), 0);
}

void PointTree::build(std::size_t begin, std::size_t end, int axis) {
    if (end - begin < 2) return;
    const std::size_t middle = begin + (end - begin) / 2;
    const auto at = [&](std::size_t n) { return order_.begin() + std::ptrdiff_t(n); };
    std::nth_element(at(begin), at(middle), at(end), [&](std::int32_t a, std::int32_t b) {
        return std::pair(points_[std::size_t(a)][axis], a) < std::pair(points_[std::size_t(b)][axis], b);
    });
    build(begin, middle, (axis + 1) % 3);
    build(middle + 1, end, (axis + 1) % 3);
}

template <class Limit, class Visit>
void PointTree::search(std::size_t begin, std::size_t end, int axis, const Vector3& query, Limit&& limit,
                       Visit&& visit) const {
    if (begin == end) return;
    const std::size_t middle = begin + (end - begin) / 2;
    const std::int32_t index = order_[middle];
    const Vector3& point = points_[std::size_t(index)];
    visit(index, (point - query).squaredNorm());
    const double beyond = query[axis] - point[axis];
    const int next = (axis + 1) % 3;
    const auto lower = [&] { search(begin, middle, next, query, limit, visit); };
    const auto upper = [&] { search(middle + 1, end, next, query, limit, visit); };
    if (beyond <= 0) {
        lower();
        if (beyond * beyond <= limit()) upper();
    } else {
        upper();
        if (beyond * beyond <= limit()) lower();
    }
}

std::int32_t PointTree::nearest(const Vector3& query) const {
    std::pair best(std::numeric_limits<double>::infinity(), std::int32_t(0));
    search(
        0, order_.size(), 0, query, [&] { return best.first; },
        [&](std::int32_t index, double squared) { best = std::min(best, {squared, index}); });
    return best.second;
}

std::vector<std::int32_t> PointTree::within(const Vector3& query, double radius) const {
    std::vector<std::int32_t> found;
    search(
        0, order_.size(), 0, query, [&] { return radius * radius; },
        [&](std::int32_t index, double squared) {
            if (squared <= radius * radius) found.push_back(index);
        });
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace iceball
