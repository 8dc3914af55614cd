// The cells centred inside needles, and the wall node that stands for each: they hold no tissue, and where a picture or
// a connection needs their temperature it is that of the wall.
#pragma once

#include <vector>

#include "solver/model.hpp"
#include "state/state.hpp"

namespace iceball {

struct WallCell {
    std::ptrdiff_t cell;
    int needle;
    double along;  // position along the active zone, 0 at the end nearer the tip, 1 at the other
};

// In the order of the cells. tissue_fraction: see solver/tissue_fraction.hpp.
std::vector<WallCell> wall_cells(const Model& model, const Field<double>& tissue_fraction);

// Temperature of the wall beside a cell [degC].
double wall_temperature(const State& state, const WallCell& cell);

}  // namespace iceball
