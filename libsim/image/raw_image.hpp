// RawImage: the voxels of an image file as they are, before they become labels or intensities. For folder image only.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "image/label_image.hpp"

namespace iceball {

enum class VoxelType { uint8, int8, uint16, int16, uint32, int32, uint64, int64, float32, float64 };

struct RawImage {
    ImageGeometry geometry;
    VoxelType type = VoxelType::uint8;
    std::vector<std::byte> bytes;  // in the order of this machine
    double slope = 1, intercept = 0;
    std::vector<std::string> notes;
};

RawImage read_nifti(const std::filesystem::path& path, const ImageOptions& options);
// MetaImage and NRRD.
RawImage read_meta_image_or_nrrd(const std::filesystem::path& path, const ImageOptions& options);

}  // namespace iceball
