// The outer faces of the box: ghost values of theta that give each face its flux, and the heat that crosses them.
//
// The sweep takes (ghost - theta) / h across an outer face as across any other, so for a cell with theta_i
//     temperature T_b on the face:  ghost = 2 theta(T_b) - theta_i
//     insulated or symmetry:        ghost = theta_i
//     convection h_c to T_air:      ghost = theta_i + h h_c (T_air - T_s),  h_c (T_air - T_s) = 2 (theta(T_s) - theta_i) / h
// with theta of the cell's own tissue and h the cell edge. Under a contact probe (contact_exchange.hpp) nothing of this
// holds: ghost - theta_i is taken by the share of the cell's face that lies beside it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "grid/grid.hpp"
#include "solver/backend/row_kernels.hpp"
#include "solver/model.hpp"

namespace iceball {

class OuterFaces {
 public:
    // Faces of cells inside needles (tissue_fraction 0) are closed.
    OuterFaces(const Model& model, const Field<double>& tissue_fraction);

    // Sums over cells of the heat flow into the box through each face, as differences of theta [W/m].
    struct Filled {
        std::array<double, 6> heat{};
        bool ice = false;  // a cell on a face that is not insulated is not all liquid
    };
    // Fills the ghosts that the fluxes of row (j, k) need: at both ends of its own row, and the rows that lie beyond an
    // outer face. Adds to `filled`.
    void fill_row(int j, int k, const kernel::Rows& theta, Filled& filled) const;

    // Largest number of plain faces' worth of conductance that the faces of one cell add up to.
    double largest_face_sum() const;

 private:
    void list_cells();
    // inner, ghost: theta of `count` cells at a face, from number first_listed of its list on.
    void fill_cells(int face, int first_listed, const double* inner, double* ghost, int count, Filled& filled) const;
    double convective_ghost(const Convection& convection, const ThermalLaw& law, double theta) const;

    const Model& model_;
    const Field<double>& tissue_fraction_;
    // Tissue of every cell on each face, -1 where the face is closed: x faces by (j, k), y faces by (i, k), z faces by
    // (i, j), the first index fastest. Kept apart, because the fields themselves would cost a cache miss a row.
    std::array<std::vector<std::int16_t>, 6> tissue_;
    std::array<std::vector<double>, 6> open_;         // share of each cell's face beside contact probes; empty without
    std::array<std::vector<double>, 6> fixed_theta_;  // by face and tissue
    std::vector<double> liquid_theta_;                // by tissue: theta from which a cell is all liquid
};

}  // namespace iceball
