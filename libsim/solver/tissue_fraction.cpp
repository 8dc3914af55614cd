#include "solver/tissue_fraction.hpp"

namespace iceball {

Field<double> tissue_fractions(const Grid& grid) { return tissue_fractions(grid, Coupling{}); }

Field<double> tissue_fractions(const Grid& grid, const Coupling& coupling) {
    Field<double> fractions(grid, 0.0);
    for_each_cell(grid, [&](Index3, std::ptrdiff_t cell) { fractions[cell] = 1; });
    for (const CellVolume& volume : coupling.volumes) fractions[volume.cell] = volume.fraction;
    for (std::ptrdiff_t cell : coupling.inactive) fractions[cell] = 0;
    return fractions;
}

}  // namespace iceball
