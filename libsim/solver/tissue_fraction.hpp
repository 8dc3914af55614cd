// The share of every cell that is tissue: weighs heat, volumes and history alike.
//
// 1 in a whole cell, 0 in a cell centred inside a needle (inactive: no tissue, no history) and in ghosts; cells cut by
// needles hold their own share plus what they keep for inactive neighbours, so that the sum is the tissue's volume.
#pragma once

#include "grid/grid.hpp"
#include "probe/coupling.hpp"

namespace iceball {

Field<double> tissue_fractions(const Grid& grid, const Coupling& coupling);

// The same of a box without needles.
Field<double> tissue_fractions(const Grid& grid);

}  // namespace iceball
