// How needles are joined to the grid: weights that make the discrete scheme exact for the quasi-steady field around
// them (phi harmonic in the tissue, 0 far away, 1 on the wall or in the medium behind it: wall_potential.hpp).
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
#include "probe/wall_links.hpp"

namespace iceball {

// The plain two-point flux between the cell and its neighbour at the upper side along `axis` is multiplied by `factor`.
// Faces between an active and an inactive cell have factor 0 here; what crosses them is a WallLink.
struct FaceFactor {
    std::ptrdiff_t cell;  // padded index of the lower cell
    int axis;
    double factor;
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

// How the wall of a needle meets the tissue in a stage kind.
struct WallContact {
    WallContact(bool is_charged) : charged(is_charged) {}
    WallContact(std::vector<double> film_along) : charged(true), film(std::move(film_along)) {}

    bool charged;                // heat crosses it
    // Its medium is warmer than freezing: a warmer or vessel beside cryoprobes. What it sends out has the other sign than what
    // they do, so that it does not share a potential with them.
    bool warms = false;
    std::vector<double> film{};  // of each wall node, else the wall has one temperature: ChargedBody::film

    auto operator<=>(const WallContact&) const = default;
};

// One contact a needle. Volumes and inactive cells do not depend on them.
// Throws InputError where needles overlap, or where an active zone lies outside the box.
Coupling couple(const Grid& grid, const Boundaries& boundaries, const std::vector<Needle>& needles,
                const std::vector<WallContact>& contacts);

}  // namespace iceball
