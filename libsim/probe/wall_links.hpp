// Links between the walls of needles and the cells around them, from the charge that the walls send into each cell.
//
//     conductance = charge / (phi of the wall - phi of the cell),     one of a (needle, cell), shared by the wall nodes
//
// in proportion to the charge that each sends. Behind a film, the film of the link's length and its conductance in series
// make charge / (1 - phi of the cell): what the medium sends there, exactly, wherever the cell's centre lies.
#pragma once

#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "grid/grid.hpp"
#include "probe/cut_cell.hpp"
#include "probe/placement.hpp"
#include "probe/wall_potential.hpp"

namespace iceball {

// Heat from wall node to cell: conductance (theta(T_wall) - theta(T_cell)) [W], theta of the cell's tissue.
struct WallLink {
    std::ptrdiff_t cell;
    int needle;
    int node;            // along the needle, 0 at the end nearer the tip
    double conductance;  // [m]
    double charge;       // of the node's stretch of the wall that sends its heat here; a node's add up to its own [m]
    // Of the active zone whose medium and metal stand behind the link; a needle's add up to its active length in the box,
    // less stretches without a medium [m].
    double length;
};

// What the walls of needles with one potential send into cells.
class WallLinks {
 public:
    // cluster: the needles' places in the list, in the order of the potential's bodies. All must outlive the object.
    WallLinks(const Grid& grid, const std::vector<PlacedNeedle>& needles, const std::vector<int>& cluster,
              const WallPotential& potential);

    // What a body's wall in the box sends out, cell by cell.
    const std::vector<CellCharge>& wall(int body) const { return walls_[std::size_t(body)]; }
    // Charge of a part of a body's wall that lies in a cell.
    void add(int body, const CellCharge& part) { sent_[{body, part.cell}][part.node].add(part.charge, part.phi); }
    // Charge that passes from a body through a face into a cell, from the wall nodes that the face lies beside.
    void add_through(const Square& face, int body, std::ptrdiff_t cell, double charge);

    // phi: of a cell's centre.
    std::vector<WallLink> make(const std::function<double(std::ptrdiff_t)>& phi) const;

 private:
    struct Sent {
        double charge = 0, charge_phi = 0;  // the second times phi of the wall

        void add(double more, double phi) { charge += more, charge_phi += more * phi; }
        double phi() const { return charge > 0 ? charge_phi / charge : 1; }
    };
    using Nodes = std::map<int, Sent>;
    void add_links(int body, std::ptrdiff_t cell, const Nodes& nodes, double phi, std::vector<WallLink>& links) const;
    void set_lengths(std::vector<WallLink>& links) const;
    const PlacedNeedle& needle(int body) const { return needles_[std::size_t(cluster_[std::size_t(body)])]; }

    const Grid& grid_;
    const std::vector<PlacedNeedle>& needles_;
    const std::vector<int>& cluster_;
    const WallPotential& potential_;
    std::vector<std::vector<CellCharge>> walls_;
    std::vector<Sent> bodies_;                              // all of a body's wall in the box
    std::map<std::pair<int, int>, Sent> nodes_;             // (body, node): the node's part of it
    std::map<std::pair<int, std::ptrdiff_t>, Nodes> sent_;  // (body, cell)
};

}  // namespace iceball
