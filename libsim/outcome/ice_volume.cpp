#include "outcome/ice_volume.hpp"

#include <algorithm>
#include <numbers>

#include "core/parallel.hpp"
#include "outcome/cell_share.hpp"

namespace iceball {

double ice_fraction(const IsothermReader& reader, const Index3& cell) {
    const std::ptrdiff_t index = reader.grid().index(cell[0], cell[1], cell[2]);
    if (reader.front_by_fraction(index)) return reader.frozen_share(index);
    return positive_share(reader, cell, reader.tissue(index));
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
