// Implicit exchange between needle walls and the tissue around them.
//
// After the explicit part of a step has left H* in a cell that touches needle walls, the new state solves
//
//     H + sum_l a_l theta(H) = H* + sum_l a_l theta(T_w,l),      a_l = step x conductance_l / (tissue volume of the cell)
//
// exactly, piece by piece of the thermal law. Where the wall temperature of a node is not given, it follows from the
// balance of the node (gas side, metal, tissue):
//
//     K (T_gas - T_w) + sum over cells of conductance (theta(H) - theta(T_w)) = C_m (T_w - T_w,old) / step,
//
// by Newton's method inside a bracket; nodes that share cells are swept until no wall temperature changes any more.
#pragma once

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
    // and heat of every needle. Returns the heat given to the tissue [J].
    double advance(const Stage& stage, double step, double end_time, State& state);

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
        double gas_conductance, gas_temperature, metal;  // [W/K], [degC], [J/K]
        double duty;
        bool given;
        double temperature;
    };
    struct Balance {
        double heat;   // into the node [W]
        double slope;  // d heat / d T_w, negative [W/K]
    };
    void lead_empty_nodes(std::size_t first);
    void set_drives(const Stage& stage, double end_time, const State& state);
    Balance balance(const Node& node, double temperature, double step, double old_temperature) const;
    double solve_node(const Node& node, double step, double old_temperature) const;
    // H + a theta(H) = rhs of a cell, with the wall temperature of one node replaced.
    double solve_cell(const Cell& cell, double step, int replaced_node, double temperature) const;

    const Model& model_;
    std::vector<Node> nodes_;
    std::vector<Link> links_;
    std::vector<Cell> cells_;
    bool shared_cells_ = false;
};

}  // namespace iceball
