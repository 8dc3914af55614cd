// The cells centred inside needles, and what stands for each: they hold no tissue, and where a picture or a connection needs
// their temperature it is that of the wall, in an insulated shaft that of the nearest tissue.
#pragma once

#include <vector>

#include "solver/model.hpp"
#include "state/state.hpp"

namespace iceball {

struct WallCell {
    std::ptrdiff_t cell;
    int needle;
    double along;  // position along the active zone, 0 at the end nearer the tip, 1 at the other
    std::ptrdiff_t tissue = -1;  // the nearest cell of tissue, where the cell lies in an insulated shaft
};

// In the order of the cells. tissue_fraction: see solver/tissue_fraction.hpp.
std::vector<WallCell> wall_cells(const Model& model, const Field<double>& tissue_fraction);

// Temperature that stands for a cell [degC].
double wall_temperature(const Model& model, const State& state, const WallCell& cell);

}  // namespace iceball
