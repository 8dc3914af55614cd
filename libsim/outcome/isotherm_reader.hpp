// Where cells stand relative to an isotherm, read from theta (never from T).
//
//     depth of a cell = theta_a(T_isotherm) - theta_a(T),   a the tissue in whose terms it is read   [W/m]
//
// positive below the isotherm. theta is smooth across the freezing front where T has a kink, so that interpolating depth
// between cell centres finds fronts 3-4 times closer than interpolating T. Within one tissue depth comes from the cached
// theta; a neighbour of another tissue is mapped into the asking cell's.
#pragma once

#include <vector>

#include "solver/model.hpp"
#include "state/state.hpp"

namespace iceball {

class IsothermReader {
 public:
    // All must outlive the reader. isotherm [degC]; tissue_fraction: see solver/tissue_fraction.hpp.
    IsothermReader(const Model& model, const State& state, const Field<double>& tissue_fraction, double isotherm);

    const Model& model() const { return model_; }
    const Grid& grid() const { return model_.grid; }
    double isotherm() const { return isotherm_; }
    double fraction(std::ptrdiff_t cell) const { return tissue_fraction_[cell]; }
    // Not centred inside a needle.
    bool active(std::ptrdiff_t cell) const { return tissue_fraction_[cell] > 0; }

    int tissue(std::ptrdiff_t cell) const { return model_.tissue_number_at(cell); }
    // Depth of an active cell in terms of a tissue, by default its own.
    double depth(std::ptrdiff_t cell) const { return isotherm_theta_[tissue(cell)] - state_.theta[cell]; }
    double depth(std::ptrdiff_t cell, int in_tissue) const {
        return tissue(cell) == in_tissue ? depth(cell) : mapped_depth(cell, in_tissue);
    }

    // True where the cell's tissue freezes isothermally at this very temperature: the isotherm is then the front, and
    // the frozen share of a cell is 1 - liquid fraction.
    bool front_by_fraction(std::ptrdiff_t cell) const { return isothermal_here_[tissue(cell)]; }
    double frozen_share(std::ptrdiff_t cell) const;
    // Below the isotherm as a whole cell (by its centre; more than half frozen where the front is read by fraction).
    bool below(std::ptrdiff_t cell) const {
        return front_by_fraction(cell) ? frozen_share(cell) > 0.5 : depth(cell) > 0;
    }

 private:
    double mapped_depth(std::ptrdiff_t cell, int in_tissue) const;

    const Model& model_;
    const State& state_;
    const Field<double>& tissue_fraction_;
    double isotherm_;
    std::vector<double> isotherm_theta_;   // one a tissue
    std::vector<bool> isothermal_here_;
};

// A state (without needles) in which every cell has the given temperature, for reading temperature fields such as the
// minimum of a run in the same way. Ghosts and cells with NaN are left at zero.
State state_at(const Model& model, const Field<float>& temperature);

}  // namespace iceball
