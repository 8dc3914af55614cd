// Flux of the quasi-steady potential through a face: integral of - grad phi . n over the part outside the needles, and
// the factor that makes the two-point flux equal to it,
//
//     factor = flux / (h (phi_i - phi_j))        (n points from cell i to cell j, h = edge of the cells)
//
// The rule is finer the nearer the face is to the wall, clipped at the wall (cut_cell.hpp).
#pragma once

#include <optional>

#include "probe/cut_cell.hpp"
#include "probe/wall_potential.hpp"

namespace iceball {

// [m], positive along the square's axis. bodies: those of the potential, as solids.
double open_flux(const WallPotential& potential, std::span<const NeedleBody> bodies, const Square& face);

// Factor of a face between two cells in tissue. Empty where it leaves (0.1, 10], and where both cells are at the same
// potential to 1e-7 (a needle's axis lies in the face, to round-off of the grid's corner): such faces lie along an
// equipotential or are nearly covered, and the potential says nothing about what crosses them.
std::optional<double> face_factor(double flux, double phi_i, double phi_j, double spacing);

}  // namespace iceball
