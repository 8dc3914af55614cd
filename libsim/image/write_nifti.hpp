// Writing NIfTI-1 images: one volume, units mm, sform and (where it can) qform set, code 1 (scanner coordinates).
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "grid/grid.hpp"
#include "image/label_image.hpp"

namespace iceball {

// A grid as the geometry of an image: voxel (i, j, k) is cell (i, j, k).
ImageGeometry geometry_of(const Grid& grid);

// values: first index fastest, without padding, as many as there are voxels; compressed if the name ends in .nii.gz.
// Written under a temporary name and then renamed, so that no half of an image is left under its name. description: at
// most 79 characters are kept. Throws InputError if the number of values or the suffix is wrong, FileError if the file
// cannot be written.
void write_nifti(const std::filesystem::path& path, const ImageGeometry& geometry, std::span<const float> values,
                 const std::string& description = "");
void write_nifti(const std::filesystem::path& path, const ImageGeometry& geometry, std::span<const std::int16_t> values,
                 const std::string& description = "");

}  // namespace iceball
