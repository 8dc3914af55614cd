// The temperature of every cell, for files and pictures.
#pragma once

#include <vector>

#include "solver/model.hpp"
#include "state/state.hpp"

namespace iceball {

// For every cell inside a needle (tissue fraction 0): which needle and which of its wall nodes is nearest.
struct NeedleCell {
    std::ptrdiff_t cell;
    int needle, node;
};
std::vector<NeedleCell> needle_cells(const Model& model, const Field<double>& tissue_fraction);

// values: nx ny nz entries, x fastest, [degC]; inside a needle the wall's temperature.
void temperature_field(const Model& model, const State& state, const std::vector<NeedleCell>& inside,
                       std::vector<float>& values);

}  // namespace iceball
