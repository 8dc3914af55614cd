// Share of a cell's cube in which a field is positive, by a plane through the cell.
//
//     f(x) = f_i + h^2/24 laplacian f + grad f . x,     share = volume of the cube where f > 0
//
// grad by central differences (one-sided at outer faces and beside inactive cells). The Laplacian corrects the mean
// position of a curved surface within the cell, so that the volume of a smooth surface is right to fourth order in the
// cell size; its second differences are limited (the smallest of the neighbours' and the cell's own, zero where signs
// differ), so that kinks at freezing fronts do not spoil it.
#pragma once

#include <array>

#include "core/vector3.hpp"
#include "outcome/line_reader.hpp"
#include "outcome/plane_fraction.hpp"

namespace iceball {

// Second difference at the cell, limited by those of its neighbours along the line.
template <class Reader>
double limited_second_difference(const LineReader<Reader>& line, double below, double centre, double above) {
    double second = above - 2 * centre + below;
    bool limited = false;
    if (line.has(2)) second = smaller_of_one_sign(second, line.depth(2) - 2 * above + centre), limited = true;
    if (line.has(-2)) second = smaller_of_one_sign(second, line.depth(-2) - 2 * below + centre), limited = true;
    return limited ? second : 0;
}

// The cell must be active. reader: see line_reader.hpp; values are read in terms of the given tissue.
template <class Reader>
double positive_share(const Reader& reader, const Index3& cell, int tissue) {
    const std::ptrdiff_t index = reader.grid().index(cell[0], cell[1], cell[2]);
    const double centre = reader.depth(index, tissue);
    Vector3 gradient = Vector3::Zero();  // per cell edge
    std::array<std::array<double, 2>, 3> sides{};
    std::array<bool, 3> curved{};
    double largest_correction = 0;
    for (int axis = 0; axis < 3; ++axis) {
        const LineReader line(reader, cell, axis, tissue);
        const bool has_lower = line.has(-1), has_upper = line.has(1);
        const double lower = has_lower ? line.depth(-1) : centre, upper = has_upper ? line.depth(1) : centre;
        curved[axis] = has_lower && has_upper;
        gradient[axis] = curved[axis] ? 0.5 * (upper - lower) : upper - lower;
        if (curved[axis]) largest_correction += std::abs(upper - 2 * centre + lower) / 24;
        sides[axis] = {lower, upper};
    }
    if (std::abs(centre) > 0.5 * gradient.lpNorm<1>() + largest_correction) return centre > 0 ? 1 : 0;

    double second_differences = 0;
    for (int axis = 0; axis < 3; ++axis)
        if (curved[axis])
            second_differences +=
                limited_second_difference(LineReader(reader, cell, axis, tissue), sides[axis][0], centre, sides[axis][1]);
    return plane_fraction(centre + second_differences / 24, gradient);
}

}  // namespace iceball
