// Rows of the grid cut into runs of cells that one loop can treat alike.
//
// Whole active cells of one tissue form runs. Cells cut by a needle, whose tissue fraction is not 1, are listed one by
// one; cells inside needles appear in neither. A second list cuts all cells of a row by tissue alone.
#pragma once

#include <cstddef>
#include <vector>

#include "grid/grid.hpp"
#include "solver/model.hpp"

namespace iceball {

struct CellRun {
    int begin, end;  // x indices
    int tissue;
    bool held;
};

struct TissueRun {
    int begin, end;  // x indices
    int tissue;
};

struct CutCell {
    std::ptrdiff_t cell;  // padded index
    int tissue;
    bool held;
    double fraction;  // tissue volume over the cube's
};

class CellRuns {
 public:
    // tissue_fraction: 1 in whole cells, 0 inside needles.
    CellRuns(const Model& model, const Field<double>& tissue_fraction);

    // Rows are numbered j + ny k.
    const CellRun* begin(int row) const { return runs_.data() + offsets_[std::size_t(row)]; }
    const CellRun* end(int row) const { return runs_.data() + offsets_[std::size_t(row) + 1]; }
    const TissueRun* tissue_begin(int row) const { return tissue_runs_.data() + tissue_offsets_[std::size_t(row)]; }
    const TissueRun* tissue_end(int row) const { return tissue_runs_.data() + tissue_offsets_[std::size_t(row) + 1]; }
    // Calls body(run, first) for the tissue runs of plane k, first being the padded index of the run's first cell.
    template <class Body>
    void for_each_tissue_run(const Grid& grid, int k, Body&& body) const {
        for (int j = 0; j < grid.ny(); ++j)
            for (const TissueRun* run = tissue_begin(j + grid.ny() * k); run != tissue_end(j + grid.ny() * k); ++run)
                body(*run, grid.index(run->begin, j, k));
    }
    // Sorted by cell.
    const std::vector<CutCell>& cut_cells() const { return cut_cells_; }

 private:
    void add_row(const Model& model, const Field<double>& tissue_fraction, int j, int k);
    void add_tissue_row(const Model& model, int j, int k);

    std::vector<CellRun> runs_;
    std::vector<std::size_t> offsets_;
    std::vector<TissueRun> tissue_runs_;
    std::vector<std::size_t> tissue_offsets_;
    std::vector<CutCell> cut_cells_;
};

}  // namespace iceball
