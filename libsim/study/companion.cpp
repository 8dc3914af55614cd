#include "study/companion.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr double least_ratio = 1.5, usual_ratio = 2, largest_ratio = 3;

// m of the ratio g / m; 0 if none is within the limits.
int divisor_for(int g) {
    int best = 0;
    for (int m = 1; m < g; ++m) {
        const double ratio = double(g) / m;
        if (ratio < least_ratio || ratio > largest_ratio) continue;
        if (best == 0 || std::abs(std::log(ratio / usual_ratio)) < std::abs(std::log(double(g) / best / usual_ratio)))
            best = m;
    }
    return best;
}

// Makes the number of cells along an axis even.
void grow(Case& c, std::size_t axis) {
    const Boundary &lower = c.boundaries[2 * axis], &upper = c.boundaries[2 * axis + 1];
    if (c.domain.cells[axis] == 1 || (is_insulated(lower) && is_insulated(upper)))
        throw InputError(
            fmt::format("{}: no error bars: the companion of twice the spacing needs an even number of cells along "
                        "{}, where the box has {} between insulated faces; choose domain.size and "
                        "domain.spacing so that every side is an even number of cells",
                        c.path.string(), "xyz"[axis], c.domain.cells[axis]));
    ++c.domain.cells[axis];
    if (is_insulated(upper)) c.domain.lower[Eigen::Index(axis)] -= c.domain.spacing;
}

}  // namespace

Companion companion_of(const Case& c) {
    if (c.output.isotherms.empty())
        throw InputError(fmt::format("{}: no error bars: they are those of isotherms, and output.isotherms names none",
                                     c.path.string()));
    Companion companion{c, usual_ratio, false};
    Case& coarse = companion.c;
    coarse.output.frames = false;
    Index3& cells = coarse.domain.cells;
    const int g = std::gcd(std::gcd(cells[0], cells[1]), cells[2]);
    int m = divisor_for(g), from = g;
    if (m == 0) {
        for (std::size_t axis = 0; axis < 3; ++axis)
            if (cells[axis] % 2 == 1) grow(coarse, axis);
        companion.box_grew = cells != c.domain.cells;
        m = 1;
        from = 2;
    }
    companion.ratio = double(from) / m;
    for (int& count : cells) count = count / from * m;
    coarse.domain.spacing = c.domain.spacing * from / m;
    return companion;
}

}  // namespace iceball
