#include "solver/cell_runs.hpp"

namespace iceball {

CellRuns::CellRuns(const Model& model, const Field<double>& tissue_fraction) {
    offsets_.push_back(0);
    tissue_offsets_.push_back(0);
    for (int k = 0; k < model.grid.nz(); ++k)
        for (int j = 0; j < model.grid.ny(); ++j) {
            add_row(model, tissue_fraction, j, k);
            add_tissue_row(model, j, k);
        }
}

void CellRuns::add_row(const Model& model, const Field<double>& tissue_fraction, int j, int k) {
    bool open = false;  // whether the last run may grow
    for (int i = 0; i < model.grid.nx(); ++i) {
        const std::ptrdiff_t cell = model.grid.index(i, j, k);
        const int tissue = model.tissue_number_at(cell);
        const bool held = model.regions.at(cell).held_temperature.has_value();
        const double fraction = tissue_fraction[cell];
        if (fraction != 1.0) {
            if (fraction > 0) cut_cells_.push_back({cell, tissue, held, fraction});
            open = false;
        } else if (open && runs_.back().tissue == tissue && runs_.back().held == held) {
            runs_.back().end = i + 1;
        } else {
            runs_.push_back({i, i + 1, tissue, held});
            open = true;
        }
    }
    offsets_.push_back(runs_.size());
}

void CellRuns::add_tissue_row(const Model& model, int j, int k) {
    for (int i = 0; i < model.grid.nx(); ++i) {
        const int tissue = model.tissue_number_at(model.grid.index(i, j, k));
        if (i > 0 && tissue_runs_.back().tissue == tissue)
            tissue_runs_.back().end = i + 1;
        else
            tissue_runs_.push_back({i, i + 1, tissue});
    }
    tissue_offsets_.push_back(tissue_runs_.size());
}

}  // namespace iceball
