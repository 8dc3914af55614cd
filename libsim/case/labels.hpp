// Label images of a case on its grid: the only place in folder case that knows folder image.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "case/case.hpp"
#include "grid/grid.hpp"

namespace iceball {

// Stands for air found by the CT among the unlabelled; no file has it.
inline constexpr int air_label = 1 << 20;

// The grid over the whole image, or around the labels of one region and a margin [m]. Throws InputError or FileError.
Grid grid_of_labels(const LabelSettings& labels, const std::string& around, double margin, double spacing);

// The label of every cell (ghosts 0), air told apart by the CT where there is one. notes (if not null) get a sentence
// for everything that was assumed or resampled.
Field<std::int32_t> labels_on_grid(const LabelSettings& labels, const Grid& grid, std::vector<std::string>* notes);

}  // namespace iceball
