// Tissue volume that a coupling takes out of the box.
#pragma once

#include "probe/coupling.hpp"

// [m3]
inline double missing_volume(const iceball::Grid& grid, const iceball::Coupling& coupling) {
    double cells = double(coupling.inactive.size());
    for (const iceball::CellVolume& cell : coupling.volumes) cells += 1 - cell.fraction;
    return cells * grid.cell_volume();
}
