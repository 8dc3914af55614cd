// Implicit exchange between needle walls and the tissue around them.
//
// After the explicit part of a step has left H* in a cell that touches needle walls, the new state solves
//
//     H + sum_l a_l theta(H) = H* + sum_l a_l theta(T_w,l),      a_l = step x conductance_l / (tissue volume of the cell)
//
// exactly, piece by piece of the thermal law. Where the temperature of a part of the wall (wall_network.hpp) is not given, it follows
// from its balance (gas side or limited power, metal along the axis, tissue, heat held by the metal):
//
//     K (T_gas - T_w) + P(T_w) + sum over neighbours of k A / distance (T_n - T_w)
//                     + sum over cells of conductance (theta(H) - theta(T_w)) = C_m (T_w - T_w,old) / step
//
// Every term falls with T_w, so that a part has one solution: Newton's method inside a bracket finds it. Parts joined by
// metal are solved together, by Newton's method on the whole row (its matrix is tridiagonal and symmetric, so that there
// is a convex function to go down), with a sweep of single parts now and then for the kinks of the laws. Needles that share
// cells are swept until no wall temperature changes any more. No heat enters the metal at its ends.
#pragma once

#include <limits>
#include <vector>

#include "probe/coupling.hpp"
#include "solver/model.hpp"
#include "solver/wall_network.hpp"
#include "state/state.hpp"

namespace iceball {

class WallExchange {
 public:
    // coupling must have links for every needle that is charged in the stage.
    WallExchange(const Model& model, const Field<double>& tissue_fraction, const Coupling& coupling,
                 const std::vector<WallContact>& contacts);

    // Advances the cells that touch charged walls by `step`, from H* to H; sets wall temperature, power
    // and heat of every needle. Returns the heat given to the tissue [J]. Throws NumericsError if the parts of a metal
    // needle do not settle.
    double advance(const Stage& stage, double step, double end_time, State& state);

    // Of the cells that touch charged walls, after advance() [degC]; infinite if there are none.
    double lowest_temperature() const { return lowest_temperature_; }

    // Wall temperatures of the needles that are not charged: what the tissue around them has, for reports.
    void report_passive_walls(const Coupling& links, State& state) const;

 private:
    using Part = WallNetwork::Part;
    using Cell = WallNetwork::Cell;
    using Row = WallNetwork::Row;
    struct Balance {
        double heat;   // into the part [W]
        double slope;  // d heat / d T_w, negative [W/K]
    };
    void report(State& state) const;
    void set_drives(const Stage& stage, double end_time, const State& state);
    Balance balance(const Part& part, double temperature, double step, double old_temperature) const;
    double solve_part(const Part& part, double step, double old_temperature) const;
    // Solves every part once, in order; returns the largest change of a temperature.
    double sweep(const Row& row, double step, const NeedleState& old);
    // One step of Newton's method on all parts of a row together, shortened where it leads too far; returns the largest
    // change of the whole step.
    double newton(const Row& row, double step, const NeedleState& old);
    // Solves the row while all else stays; returns the largest change since before.
    double solve_row(const Row& row, double step, const NeedleState& old);
    // H + a theta(H) = rhs of a cell, with the wall temperature of one part replaced.
    double solve_cell(const Cell& cell, double step, int replaced_part, double temperature) const;

    const Model& model_;
    WallNetwork net_;
    double lowest_temperature_ = std::numeric_limits<double>::infinity();
};

}  // namespace iceball
