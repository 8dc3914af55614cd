// What needles cut out of cells and faces: open areas, covered volumes, wall charge cell by cell.
//
// Chords of the solid are exact along one direction and Gauss rules run across it, with break points where a line
// touches the wall or passes an end: areas are good to about 1e-3 of a face. Volumes of a needle's cells are scaled to
// add up to the needle's exactly. Charges are exact along generatrices of the wall, of which there are 1032.
// Neither depends on how grid and needle lie in space together.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/vector3.hpp"
#include "grid/grid.hpp"
#include "probe/needle_body.hpp"
#include "probe/wall_potential.hpp"

namespace iceball {

// An axis-aligned square with its normal along `axis`.
struct Square {
    int axis;
    Vector3 lower;  // corner
    double edge;

    Vector3 middle() const;
};

// A piece of a square's open part, for quadrature.
struct OpenPoint {
    Vector3 x;
    double area;
};

// Quadrature points on the part of the square outside all bodies; replaces what `points` held. The areas add up to the
// open area.
void open_points(const Square& square, std::span<const NeedleBody> bodies, bool for_area_only,
                 std::vector<OpenPoint>& points);
double open_share(const Square& square, std::span<const NeedleBody> bodies);

// Share of each cell's volume that a body covers: (padded index, share), sorted, shares add up to the body's volume
// inside the box; volume_in_box: that volume [m3], where it is known better than the quadrature does.
struct CellShare {
    std::ptrdiff_t cell;
    double share;
};
std::vector<CellShare> covered_volumes(const Grid& grid, const NeedleBody& body, std::optional<double> volume_in_box);

// What leaves the wall of one needle cell by cell and node by node, sorted: its charge, and what other needles and
// images send through the place (nothing in the mean over a ring). What lies outside the box is left out.
struct CellCharge {
    std::ptrdiff_t cell;
    int node;
    double charge;  // [m]
    double phi;     // of the wall, in the mean over that charge
};
std::vector<CellCharge> wall_charges(const Grid& grid, const WallPotential& potential, int body, int nodes);

// Cells whose centre lies within `margin` of the smallest box around the body: calls visit((i, j, k)).
template <class Visit>
void for_cells_around(const Grid& grid, const NeedleBody& body, double margin, Visit&& visit) {
    Index3 first, last;
    for (int axis = 0; axis < 3; ++axis) {
        const double reach = body.half_extent()[axis] + margin, middle = body.centre()[axis] - grid.lower()[axis];
        const auto bound = [&](double x) {
            return std::min(std::max(int(std::floor(x / grid.spacing())), 0), grid.cells()[std::size_t(axis)] - 1);
        };
        first[std::size_t(axis)] = bound(middle - reach);
        last[std::size_t(axis)] = bound(middle + reach);
    }
    for (int k = first[2]; k <= last[2]; ++k)
        for (int j = first[1]; j <= last[1]; ++j)
            for (int i = first[0]; i <= last[0]; ++i) visit(Index3{i, j, k});
}

}  // namespace iceball
