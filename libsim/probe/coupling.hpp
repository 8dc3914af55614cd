// How needles are joined to the grid: weights that make the discrete scheme exact for the quasi-steady field around
// them (phi harmonic in the tissue, 1 on the wall, 0 far away).
//
// A needle is *charged* in a stage kind in which heat crosses its wall, else *plain*: then it is an adiabatic hole and
// its face factors are the open share of every face's area, as those of an insulated shaft always are. Cells centred inside
// a needle or shaft are inactive in every stage.
#pragma once

#include <cstddef>
#include <vector>

#include "grid/boundary.hpp"
#include "grid/grid.hpp"
#include "probe/needle.hpp"

namespace iceball {

// The plain two-point flux between the cell and its neighbour at the upper side along `axis` is multiplied by `factor`.
// Faces between an active and an inactive cell have factor 0 here; what crosses them is a WallLink.
struct FaceFactor {
    std::ptrdiff_t cell;  // padded index of the lower cell
    int axis;
    double factor;
};

// Heat from wall node to cell: conductance (theta(T_wall) - theta(T_cell)) [W], theta of the cell's tissue.
struct WallLink {
    std::ptrdiff_t cell;
    int needle;
    int node;            // along the needle, 0 at the end nearer the tip
    double conductance;  // [m]
    double charge;       // of the node's stretch of the wall that sends its heat here; a node's add up to its own [m]
};

// Tissue volume of an active cell over the cube's: cut by needles, plus what it holds for inactive neighbours.
struct CellVolume {
    std::ptrdiff_t cell;
    double fraction;
};

struct Coupling {
    std::vector<std::ptrdiff_t> inactive;  // sorted
    std::vector<CellVolume> volumes;       // sorted by cell; cells not named have fraction 1
    std::vector<FaceFactor> faces;         // sorted by (cell, axis); faces not named have factor 1
    std::vector<WallLink> links;           // sorted by (needle, node, cell); of charged needles only
    // Charge on each needle's wall, integral of -d phi/dn [m]; 0 for plain needles. Equal to the wall flux of phi that
    // the links carry, to the accuracy of the quadrature: a free check.
    std::vector<double> charge;
};

// charged[n]: needle n exchanges heat in this stage kind. Volumes and inactive cells do not depend on it.
// Throws InputError where needles overlap, or where an active zone lies outside the box.
Coupling couple(const Grid& grid, const Boundaries& boundaries, const std::vector<Needle>& needles,
                const std::vector<bool>& charged);

}  // namespace iceball
