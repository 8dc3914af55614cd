#include "solver/cell_runs.hpp"

namespace iceball {

CellRuns::CellRuns(const Model& model, const Field<double>& tissue_fraction) {
    const Grid& grid = model.grid;
    offsets_.push_back(0);
    for (int k = 0; k < grid.nz(); ++k)
        for (int j = 0; j < grid.ny(); ++j) {
            bool open = false;  // whether the last run may grow
            for (int i = 0; i < grid.nx(); ++i) {
                const std::ptrdiff_t cell = grid.index(i, j, k);
                const Region& region = model.regions.at(cell);
                const bool held = region.held_temperature.has_value();
                const double fraction = tissue_fraction[cell];
                if (fraction != 1.0) {
                    if (fraction > 0) cut_cells_.push_back({cell, region.tissue, held, fraction});
                    open = false;
                } else if (open && runs_.back().tissue == region.tissue && runs_.back().held == held) {
                    runs_.back().end = i + 1;
                } else {
                    runs_.push_back({i, i + 1, region.tissue, held});
                    open = true;
                }
            }
            offsets_.push_back(runs_.size());
        }
}

}  // namespace iceball
