// Implicit exchange between needle walls and the tissue around them.
//
// After the explicit part of a step has left H* in a cell that touches needle walls, the new state solves
//
//     H + sum_l a_l theta(H) = H* + sum_l a_l theta(T_w,l),      a_l = step x conductance_l / (tissue volume of the cell)
//
// exactly, piece by piece of the thermal law. Where the wall temperature of a node is not given, it follows from the
// balance of the node (gas side or limited power, metal along the axis, tissue, heat held by the metal):
//
//     K (T_gas - T_w) + P(T_w) + sum over neighbours of k A / distance (T_n - T_w)
//                     + sum over cells of conductance (theta(H) - theta(T_w)) = C_m (T_w - T_w,old) / step
//
// Every term falls with T_w, so that a node has one solution: Newton's method inside a bracket finds it. Nodes joined by
// metal are solved together, by Newton's method on the whole row (its matrix is tridiagonal and symmetric, so that there
// is a convex function to go down), with a sweep of single nodes now and then for the kinks of the laws. Needles that share cells are swept until no wall temperature
// changes any more. No heat enters the metal at its ends.
#pragma once

#include <limits>
#include <vector>

#include "probe/coupling.hpp"
#include "solver/model.hpp"
#include "state/state.hpp"

namespace iceball {

class WallExchange {
 public:
    // coupling must have links for every needle that is charged in the stage.
    WallExchange(const Model& model, const Field<double>& tissue_fraction, const Coupling& coupling,
                 const std::vector<bool>& charged);

    // Advances the cells that touch charged walls by `step`, from H* to H; sets wall temperature, power
    // and heat of every needle. Returns the heat given to the tissue [J]. Throws NumericsError if the nodes of a metal
    // needle do not settle.
    double advance(const Stage& stage, double step, double end_time, State& state);

    // Of the cells that touch charged walls, after advance() [degC]; infinite if there are none.
    double lowest_temperature() const { return lowest_temperature_; }

    // Wall temperatures of the needles that are not charged: what the tissue around them has, for reports.
    void report_passive_walls(const Coupling& links, State& state) const;

 private:
    struct Link {
        int node;  // running number over all needles
        double conductance;
        int next_of_cell;  // next link of the same cell, negative at the end
        int cell;          // position in cells_
    };
    struct Cell {
        std::ptrdiff_t index;
        const ThermalLaw* law;
        double per_volume;  // 1 / tissue volume [1/m3]
        int first_link;
        double explicit_enthalpy;
    };
    struct Node {
        int needle, node;
        int first_link, last_link;  // in links_
        int leader;                 // a node that touches no cell follows the nearest one that does, else itself
        double length;              // [m], of its followers too
        double along;               // mean place of that length on the active zone, 0 to 1
        int below, above;           // the leaders next to it that its metal leads to, negative if none
        double to_below, to_above;  // [W/K]
        double gas_conductance, gas_temperature, metal;  // [W/K], [degC], [J/K]
        const HeatCurve* heat;      // of the whole needle, null if none
        double heat_share;          // the node's, with duty and ramp
        double duty;
        bool given;
        double temperature;

        bool touches_cells() const { return last_link > first_link; }
    };
    // The nodes of one needle.
    struct Row {
        int needle;
        std::vector<int> leaders;  // in nodes_, along the axis
        bool joined;               // by metal
    };
    struct Balance {
        double heat;   // into the node [W]
        double slope;  // d heat / d T_w, negative [W/K]
    };
    void lead_empty_nodes(std::size_t first);
    void join_nodes(std::size_t first);
    void set_drives(const Stage& stage, double end_time, const State& state);
    Balance balance(const Node& node, double temperature, double step, double old_temperature) const;
    double solve_node(const Node& node, double step, double old_temperature) const;
    // Solves every node once, in order; returns the largest change of a temperature.
    double sweep(const Row& row, double step, const NeedleState& old);
    // One step of Newton's method on all nodes of a row together, shortened where it leads too far; returns the largest
    // change of the whole step.
    double newton(const Row& row, double step, const NeedleState& old);
    // Solves the row while all else stays; returns the largest change since before.
    double solve_row(const Row& row, double step, const NeedleState& old);
    // H + a theta(H) = rhs of a cell, with the wall temperature of one node replaced.
    double solve_cell(const Cell& cell, double step, int replaced_node, double temperature) const;

    const Model& model_;
    std::vector<Node> nodes_;
    std::vector<Row> rows_;
    std::vector<Link> links_;
    std::vector<Cell> cells_;
    bool shared_cells_ = false;
    double lowest_temperature_ = std::numeric_limits<double>::infinity();
};

}  // namespace iceball
