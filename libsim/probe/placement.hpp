// Where needles lie in the box: checks, and what the outer faces do to their potential.
//
// Insulated faces (and convective ones, which carry far less than the tissue next to a needle) act as mirrors, faces
// at fixed temperature as mirrors with the sign turned. Images are made for faces nearer than 4 (h + radius): farther
// ones add a field that is even across the needle, which the plain scheme carries exactly. A face at fixed temperature
// nearer than h to the wall gets no image: the grid cannot resolve what lies between.
#pragma once

#include <string>
#include <vector>

#include "grid/boundary.hpp"
#include "grid/grid.hpp"
#include "probe/wall_potential.hpp"

namespace iceball {

struct PlacedNeedle {
    std::string name;
    ChargedBody charged;
    double volume_in_box;  // [m3]; half of the needle where its axis lies in a plane of symmetry
    int nodes;

    const NeedleBody& body() const { return charged.body; }
};

// Throws InputError where an active zone is empty or leaves the box (its axis may lie in insulated faces), or where
// two needles overlap.
std::vector<PlacedNeedle> place_needles(const Grid& grid, const Boundaries& boundaries,
                                        const std::vector<Needle>& needles);

}  // namespace iceball
