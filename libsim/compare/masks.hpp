// Two sets of cells of one grid compared: overlap and distance between their surfaces.
//
//     Dice = 2 |A and B| / (|A| + |B|)                            (Dice 1945, doi:10.2307/1932409)
//     Hausdorff = max over both surfaces of the distance to the other
//     mean surface distance = mean over both surfaces of the distance to the other, cells of both weighing the same
//
// The surface of a set is its cells that have a neighbour (through a face) outside it; cells at the faces of the box count
// as having one. Distances run between cell centres [m] and are exact (Felzenszwalb & Huttenlocher 2012,
// doi:10.4086/toc.2012.v008a019); the resolution of all three is the cell.
#pragma once

#include <cstdint>
#include <vector>

#include "grid/grid.hpp"

namespace iceball {

struct MaskComparison {
    double volume_a = 0, volume_b = 0, common = 0;  // [m3]
    double dice = 0;
    double hausdorff = 0, mean_distance = 0;  // [m]; NaN where one of the sets is empty
    double centroid_distance = 0;             // [m]; NaN where one of the sets is empty
};

// One value a cell, x fastest: not 0 where the cell belongs to the set. Throws InputError if the numbers of values are
// not that of the cells, or both sets are empty.
MaskComparison compare_masks(const Grid& grid, const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b);

}  // namespace iceball
