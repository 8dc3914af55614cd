// From an image to the grid of a run: which cubic, axis-aligned box to compute in, and what label each cell has.
//
// Cells take the value of the nearest voxel centre (in voxel index space, so that an anisotropic voxel keeps its own
// box); a cell whose centre lies outside all voxels takes the label 0. Where a cell centre falls on the border of two
// voxels the one on the side of larger coordinates is taken: the same in space whatever the order of the voxels, so
// that permuted and mirrored copies of an image give the same grid of labels.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "grid/grid.hpp"
#include "image/label_image.hpp"

namespace iceball {

// The smallest grid that covers the image, with the same centre to 7 um (corners lie on multiples of 10 um, so that copies
// of an image give the same grid to the bit). Throws InputError if the spacing is not positive.
Grid grid_over(const ImageGeometry& geometry, double spacing);
// The smallest grid that covers the box around one label and a margin on every side [m], also where that reaches out
// of the image, with the centre of the label's box; so cells as large as the voxels coincide with them. Throws
// InputError if the label is absent.
Grid grid_around_label(const LabelImage& image, int label, double margin, double spacing);

struct GridLabels {
    Field<std::int32_t> labels;  // ghosts hold 0
    std::size_t outside = 0;     // cells whose centre lies outside the image
    std::vector<std::string> notes;  // the image's, and that it was resampled if it had to be
};
GridLabels resample(const LabelImage& image, const Grid& grid);

struct GridIntensities {
    Field<float> values;  // NaN outside the image
    std::size_t outside = 0;
    std::vector<std::string> notes;
};
GridIntensities resample(const IntensityImage& image, const Grid& grid);

// Gives `to` to every cell of label `from` whose intensity is below the threshold, e.g. air (CT below -300 HU) among
// what a segmentation leaves unlabelled. Returns the number of cells changed.
std::size_t relabel_below(const Grid& grid, Field<std::int32_t>& labels, const GridIntensities& intensities,
                          double threshold, int from, int to);

// The same figures as of an image, of the cells of a label. Throws InputError if there are none.
LabelFigures label_figures(const Grid& grid, const Field<std::int32_t>& labels, int label);

}  // namespace iceball
