// The temperature of every cell, for files and pictures.
#pragma once

#include <vector>

#include "solver/model.hpp"
#include "solver/wall_cells.hpp"
#include "state/state.hpp"

namespace iceball {

// values: nx ny nz entries, x fastest, [degC]; inside a needle the wall's temperature.
void temperature_field(const Model& model, const State& state, const std::vector<WallCell>& inside,
                       std::vector<float>& values);

}  // namespace iceball
