#include "probe/contact.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace iceball {
namespace {

// Area of the unit disc with u <= t.
double beside(double t) { return 0.5 * std::numbers::pi + t * std::sqrt(1 - t * t) + std::asin(t); }

// Area of the unit disc with u <= x and v <= y.
double below(double x, double y) {
    x = std::clamp(x, -1.0, 1.0);
    y = std::clamp(y, -1.0, 1.0);
    if (x * x + y * y < 1) return x * y + 0.5 * (beside(x) + beside(y)) - 0.25 * std::numbers::pi;
    if (x < 0 && y < 0) return 0;
    if (x < 0) return beside(x);
    if (y < 0) return beside(y);
    return beside(x) + beside(y) - std::numbers::pi;
}

struct CommonArea {
    FacePoint low, high;
    double operator()(const Disc& disc) const {
        std::array<double, 2> from, to;
        for (std::size_t n = 0; n < 2; ++n) {
            from[n] = (low[n] - disc.centre[n]) / disc.radius;
            to[n] = (high[n] - disc.centre[n]) / disc.radius;
        }
        const double area = (below(to[0], to[1]) - below(from[0], to[1])) - (below(to[0], from[1]) - below(from[0], from[1]));
        return disc.radius * disc.radius * std::max(area, 0.0);
    }
    double operator()(const FaceRectangle& rectangle) const {
        double area = 1;
        for (std::size_t n = 0; n < 2; ++n) {
            const double from = std::max(low[n], rectangle.centre[n] - 0.5 * rectangle.size[n]);
            const double to = std::min(high[n], rectangle.centre[n] + 0.5 * rectangle.size[n]);
            area *= std::max(to - from, 0.0);
        }
        return area;
    }
};

}  // namespace

double common_area(const Patch& patch, const FacePoint& low, const FacePoint& high) {
    return std::visit(CommonArea{low, high}, patch);
}

std::vector<CoveredCell> covered_cells(const Grid& grid, const Contact& contact) {
    constexpr double rounding = 1e-12;
    const auto [axis, fast, slow] = axes_of(contact.face);
    const double h = grid.spacing();
    std::vector<CoveredCell> cells;
    Index3 at{};
    at[axis] = int(contact.face) % 2 == 0 ? 0 : grid.cells()[axis] - 1;
    for (at[slow] = 0; at[slow] < grid.cells()[slow]; ++at[slow])
        for (at[fast] = 0; at[fast] < grid.cells()[fast]; ++at[fast]) {
            const FacePoint low{grid.lower()[fast] + h * at[fast], grid.lower()[slow] + h * at[slow]};
            const double share = common_area(contact.patch, low, {low[0] + h, low[1] + h}) / (h * h);
            if (share > rounding) cells.push_back({grid.index(at[0], at[1], at[2]), std::min(share, 1.0)});
        }
    return cells;
}

}  // namespace iceball
