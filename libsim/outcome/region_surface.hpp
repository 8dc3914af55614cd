// Points on the surface of a region, for distances that do not stop at cell centres.
//
// Around every pair of touching cells (through a face, an edge or a corner) of which one is of the region and the other
// is not, the surface is that of the shape painted last. The centre that lies outside this shape is projected onto it:
// its foot is exact, on corners and edges too, and feet lie about a cell apart.
//
// Where labels of an image part the cells, the surface is where the share of the region among the 27 cells around,
// weighted (1, 2, 1) along each axis and linear between two centres, passes one half. This is exact on faces along the
// grid and smooths the steps of other surfaces: depths below the isotherm of balls of 16 cells, 150 placed at random,
// came out 0.03 cells too small in the mean, rms 0.07, between -0.3 and +0.13 (cell centres: 0.09 too large, rms 0.10, up
// to 0.24, and half a cell at faces along the grid). Edges and corners of label maps are rounded by up to half a cell;
// parts thinner than two cells count by their cells' centres. Only a region with a shape is known better than that.
//
// Units: [m]. Faces of the box are not surface. Where more than two shapes meet, the line along which they do is known to
// one cell.
#pragma once

#include <vector>

#include "solver/model.hpp"

namespace iceball {

struct SurfacePoint {
    Vector3 position;  // [m]
    int shape_of;      // the region whose shape it lies on; -1: known from cells only
};

// tissue_fraction: see solver/tissue_fraction.hpp; cells inside needles are not counted to the region. In the order of
// the cells.
std::vector<SurfacePoint> region_surface(const Model& model, const Field<double>& tissue_fraction, int region);

// Whether a point of the box belongs to the region, by its shape and those painted later, else by the cell it lies in.
// Points within a millionth of a cell of the surface belong to it.
bool in_region(const Model& model, int region, const Vector3& point);

}  // namespace iceball
