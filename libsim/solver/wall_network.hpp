// The walls of a model's needles in parts, the cells that they touch, and what joins them: what wall_exchange.hpp solves.
//
// A part is what lies behind one cell. Where a needle has metal, which evens its wall out around it, a part is a ring: what lies
// behind all cells beside one of the wall nodes.
#pragma once

#include <map>
#include <vector>

#include "probe/coupling.hpp"
#include "probe/heat_curve.hpp"
#include "solver/model.hpp"

namespace iceball {

class WallNetwork {
 public:
    struct Link {
        int part;  // in parts
        double conductance;
        int next_of_cell;  // next link of the same cell, negative at the end
        int cell;          // position in cells
    };
    struct Cell {
        std::ptrdiff_t index;
        const ThermalLaw* law;
        double per_volume;  // 1 / tissue volume [1/m3]
        int first_link;
        double explicit_enthalpy;
    };
    struct Part {
        int needle;
        int node;                   // the wall node that it lies at, in the mean
        int first_link, last_link;  // in links
        double length;              // of the active zone that it stands for [m]
        double along;               // mean place of that length on the active zone, 0 to 1
        int below, above;           // what its metal leads to, negative if nothing
        double to_below, to_above;  // [W/K]
        double gas_conductance, gas_temperature, metal;  // [W/K], [degC], [J/K]
        const HeatCurve* heat;      // of the whole needle, null if none
        double heat_share;          // the part's, with duty and ramp
        double duty;
        bool given;
        double temperature;
    };
    struct Report {
        int part;  // in parts
        double weight;
    };
    // The wall of one needle.
    struct Row {
        int needle;
        std::vector<int> parts;  // in WallNetwork::parts
        bool joined;             // by metal
        std::vector<std::vector<Report>> reports;  // whose mean is a wall node's temperature
    };

    // coupling must have links for every needle that is charged. model must outlive the network.
    WallNetwork(const Model& model, const Field<double>& tissue_fraction, const Coupling& coupling,
                const std::vector<WallContact>& contacts);

    std::vector<Part> parts;
    std::vector<Row> rows;
    std::vector<Link> links;
    std::vector<Cell> cells;
    bool shared_cells = false;  // among needles

 private:
    struct NeedleLinks;
    int cell_at(std::ptrdiff_t index, const Field<double>& tissue_fraction);
    Part& add_part(int needle, int node);
    void add_link(std::ptrdiff_t cell, double conductance, const Field<double>& tissue_fraction);
    void add_pieces(const NeedleLinks& needle, const Field<double>& tissue_fraction);
    void add_rings(const NeedleLinks& needle, const Field<double>& tissue_fraction);
    void join_rings(const Row& row);
    void finish(Row row);

    const Model& model_;
    std::map<std::ptrdiff_t, int> cell_numbers_;  // places in cells
};

}  // namespace iceball
