// How much tissue each cell around needles holds.
//
// Active cells lose what needles cover of them. Cells centred inside a needle are inactive; what tissue they hold goes to
// their active neighbours in proportion to the wall charge that leaves them that way, so that tissue volume is exact:
// box less needles. Independent of which needles act.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "grid/grid.hpp"
#include "probe/coupling.hpp"
#include "probe/cut_cell.hpp"
#include "probe/placement.hpp"

namespace iceball {

// Padded index of every cell centred inside a needle, or within 0.01 h of its wall -> the needle. So near the wall phi differs
// from 1 by no more than the error of the potential, and the drop that a link would need says nothing.
using InactiveCells = std::unordered_map<std::ptrdiff_t, int>;

InactiveCells inactive_cells(const Grid& grid, std::span<const PlacedNeedle> needles);
// Sorted by cell; cells that hold exactly themselves are left out.
std::vector<CellVolume> tissue_volumes(const Grid& grid, std::span<const PlacedNeedle> needles,
                                       const InactiveCells& inactive);

// The face of a cell at its lower (side 0) or upper (side 1) end along an axis.
Square face_of(const Grid& grid, const Index3& cell, int axis, int side);

}  // namespace iceball
