#include "outcome/ice_volume.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/parallel.hpp"
#include "outcome/line_reader.hpp"
#include "outcome/plane_fraction.hpp"

namespace iceball {
namespace {

// Second difference at the cell, limited by those of its neighbours along the line.
double limited_second_difference(const LineReader& line, double below, double centre, double above) {
    double second = above - 2 * centre + below;
    bool limited = false;
    if (line.has(2)) second = smaller_of_one_sign(second, line.depth(2) - 2 * above + centre), limited = true;
    if (line.has(-2)) second = smaller_of_one_sign(second, line.depth(-2) - 2 * below + centre), limited = true;
    return limited ? second : 0;
}

}  // namespace

double ice_fraction(const IsothermReader& reader, const Index3& cell) {
    const std::ptrdiff_t index = reader.grid().index(cell[0], cell[1], cell[2]);
    if (reader.front_by_fraction(index)) return reader.frozen_share(index);

    const int tissue = reader.tissue(index);
    const double centre = reader.depth(index);
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

double cold_needle_volume(const Model& model, const State& state, double isotherm) {
    double volume = 0;
    for (std::size_t n = 0; n < state.needles.size(); ++n) {
        const NeedleGeometry& geometry = model.needles[n].geometry;
        const std::vector<double>& wall = state.needles[n].wall_temperature;
        const auto cold = std::count_if(wall.begin(), wall.end(), [&](double t) { return t < isotherm; });
        volume += std::numbers::pi * geometry.radius * geometry.radius * geometry.active_length * double(cold) /
                  double(wall.size());
    }
    return volume;
}

IceVolume ice_volume(const Model& model, const State& state, const Field<double>& tissue_fraction, double isotherm) {
    const IsothermReader reader(model, state, tissue_fraction, isotherm);
    const Grid& grid = model.grid;
    IceVolume volume;
    volume.tissue = grid.cell_volume() * ordered_block_sum<double>(grid.nz(), [&](int k) {
        double sum = 0;
        for (int j = 0; j < grid.ny(); ++j)
            for (int i = 0; i < grid.nx(); ++i) {
                const std::ptrdiff_t index = grid.index(i, j, k);
                if (reader.active(index)) sum += reader.fraction(index) * ice_fraction(reader, {i, j, k});
            }
        return sum;
    });
    volume.with_needles = volume.tissue + cold_needle_volume(model, state, isotherm);
    return volume;
}

}  // namespace iceball
