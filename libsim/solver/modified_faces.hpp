// Faces where the plain two-point flux does not hold: beside needles, and between tissues.
//
// The sweep takes the plain flux theta_j - theta_i across every face. Here every modified face gets its correction
// (true flux - plain flux), and every cell that touches one gathers the corrections of its six faces. Opposite faces are
// added first, so that mirror images have the same bits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "grid/grid.hpp"
#include "probe/coupling.hpp"
#include "solver/interface_law.hpp"
#include "solver/model.hpp"

namespace iceball {

class ModifiedFaces {
 public:
    // tissue_fraction: 0 in cells inside needles; their faces are closed.
    ModifiedFaces(const Model& model, const Field<double>& tissue_fraction, const std::vector<FaceFactor>& factors);

    struct Cell {
        std::ptrdiff_t cell;
        std::array<std::int32_t, 6> face;  // in the order of enum Face; 0 is an unmodified face
    };
    // Sorted by cell; those of row j + ny k are [row_begin(row), row_begin(row + 1)).
    const std::vector<Cell>& cells() const { return cells_; }
    std::size_t row_begin(int row) const { return row_begin_[std::size_t(row)]; }

    // Blocks of faces that can be worked on at the same time.
    int block_count() const;
    void compute_block(int block, const Field<double>& enthalpy);
    // What the corrections add to the sum of the plain fluxes into a cell [W/m].
    double gather(const Cell& cell) const {
        const auto& c = correction_;
        const auto& f = cell.face;
        return ((c[f[1]] - c[f[0]]) + (c[f[3]] - c[f[2]])) + (c[f[5]] - c[f[4]]);
    }

    // Largest d theta / dH of every tissue and interface over all states at or above a temperature [m2/s].
    struct Stiffness {
        Stiffness(const ModifiedFaces& faces, double lowest_temperature);
        std::vector<double> of_tissue;
        std::vector<InterfaceLaw::Stiffness> of_pair;
    };
    // Sum over the six faces of a cell of the largest change of its flux per change of its own H, times h^2 [m2/s].
    double stiffness(const Cell& cell, const Stiffness& laws) const;

 private:
    struct Faces {
        std::vector<std::ptrdiff_t> lower;
        std::vector<std::int32_t> stride;
        std::vector<std::int16_t> lower_tissue, upper_tissue;
        std::vector<double> factor;
        std::vector<std::int32_t> pair;  // interface law; negative within one tissue
        std::vector<bool> swapped;       // the upper cell is tissue a of the law
    };
    int pair_of(int tissue_a, int tissue_b);
    void gather_cells();

    const Model& model_;
    Faces faces_;  // entry 0 stands for every unmodified face
    std::vector<double> correction_;
    std::vector<Cell> cells_;
    std::vector<std::size_t> row_begin_;
    std::vector<InterfaceLaw> laws_;
    std::vector<int> law_of_pair_;  // tissues^2 entries, -1 where not made yet
};

}  // namespace iceball
