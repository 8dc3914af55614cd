// Where needles lie in the box: checks, and what the outer faces do to their potential.
//
// Insulated faces (and convective ones, which carry far less than the tissue next to a needle) act as mirrors, faces
// at fixed temperature as mirrors with the sign turned. Images are made for faces nearer than 4 (h + radius): farther
// ones add a field that is even across the needle, which the plain scheme carries exactly. A face at fixed temperature
// nearer than h to the wall gets no image: the grid cannot resolve what lies between.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grid/boundary.hpp"
#include "grid/grid.hpp"
#include "probe/wall_potential.hpp"

namespace iceball {

struct PlacedNeedle {
    std::string name;
    ChargedBody charged;
    // [m3]; half of the needle where its axis lies in a plane of symmetry; none: to be measured (a shaft leaves the box)
    std::optional<double> volume_in_box;
    int nodes;
    int shaft_of = -1;  // the needle whose insulated shaft this is, by its place in the list

    const NeedleBody& body() const { return charged.body; }
};

// The needles in their order, then their insulated shafts, which are never charged.
// Throws InputError where an active zone is empty or leaves the box (its axis may lie in insulated faces), or where
// two needles overlap or one the shaft of another.
std::vector<PlacedNeedle> place_needles(const Grid& grid, const Boundaries& boundaries,
                                        const std::vector<Needle>& needles);

}  // namespace iceball
