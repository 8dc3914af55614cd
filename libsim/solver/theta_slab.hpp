// Theta of the planes around the one that a sweep has reached, computed from the enthalpy on the way.
//
// A sweep over a slab of planes reads theta of three planes at a time. Made here, in memory that stays in cache, they
// cost less than reading a stored field; and because the sweep sees the enthalpy as it was, it may overwrite the
// enthalpy of the planes behind it.
#pragma once

#include <vector>

#include "grid/grid.hpp"
#include "solver/backend/row_kernels.hpp"
#include "solver/cell_runs.hpp"
#include "solver/model.hpp"

namespace iceball {

class ThetaSlab {
 public:
    // Planes begin <= k < end.
    ThetaSlab(const Model& model, const CellRuns& runs, int begin, int end);

    int begin() const { return begin_; }
    int end() const { return end_; }

    // Reads the planes below and above the slab. To be called for all slabs before any of them is swept.
    void read_neighbours(const Field<double>& enthalpy);
    // Reads plane k + 1 (and k, where k is the first), so that rows(j, k) can be had. Planes in order.
    void reach(int k, const Field<double>& enthalpy);
    // The rows around row j of plane k. Ghosts and what lies beyond outer faces is for the caller to fill.
    kernel::Rows rows(int j, int k);

 private:
    double* row(int j, int k);
    void read_plane(int k, const Field<double>& enthalpy);

    const Model& model_;
    const CellRuns& runs_;
    int begin_, end_;
    std::size_t plane_size_;
    // Three planes in turn; a fourth for the one above the slab, which is read long before its turn.
    std::vector<double, AlignedAllocator<double>> planes_;
};

}  // namespace iceball
