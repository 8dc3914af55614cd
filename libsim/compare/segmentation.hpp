// An isotherm of a run against a label of a segmentation, on the run's grid.
//
// The ice is the set of cells whose centre is colder than the isotherm, in one frame or at its coldest over the run; the
// label is brought onto the grid as image/resample.hpp says. masks.hpp has the measures. Cells of both sets that lie outside
// the run's box are not seen: the share of the label inside is reported.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compare/masks.hpp"
#include "image/label_image.hpp"
#include "store/run_reader.hpp"

namespace iceball {

struct SegmentationSettings {
    int label = 1;
    double isotherm = 0;         // [degC]
    std::optional<double> time;  // of the frame [s]; the last frame if not given
    bool coldest = false;        // the minimum temperature of the run instead of a frame
};

struct SegmentationComparison {
    MaskComparison masks;     // a: the run's ice, b: the label
    double label_volume = 0;  // on the segmentation's own voxels, inside the run's box or not [m3]
    double time = 0;          // of the frame that was used [s]; 0 where the minimum was
    std::vector<std::string> notes;
};

// Throws InputError if the label is absent or lies wholly outside the run's box, FileError if the run lacks what is needed.
SegmentationComparison compare_segmentation(const RunReader& run, const LabelImage& image, const SegmentationSettings& settings);

}  // namespace iceball
