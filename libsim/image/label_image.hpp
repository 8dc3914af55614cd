// Images of the anatomy: label images (segmentations) and intensity images (CT), with their place in the patient.
//
// An image is a box of voxels and an affine map from the voxel index (i, j, k) to the position of the voxel's centre:
// RAS coordinates (x to the patient's right, y anterior, z superior), here in m. Every permutation, mirror image,
// anisotropy and rotation of the voxel axes is in the affine map; nothing else in Iceball knows of voxel order.
//
// Formats, told by the file name:
//   .nii .nii.gz       NIfTI-1 (nifti1.h, 2007, https://nifti.nimh.nih.gov/nifti-1)
//   .mha .mhd .nrrd .nhdr   MetaImage and NRRD
//
// Conventions. NIfTI: the sform where its code is positive, else the qform; if both codes are positive and the two
// differ by more than half a voxel anywhere in the image, the user has to choose. Units not given (0) mean mm.
// MetaImage and NRRD: coordinates are taken as RAS unless the file says LPS. What was assumed is told in `notes`.
//
// Not read: 4-D images (time series, several channels), complex and colour voxels, NIfTI-2, ANALYZE pairs (.hdr/.img).
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/vector3.hpp"

namespace iceball {

// Where the voxels of an image lie.
struct ImageGeometry {
    Index3 dims{1, 1, 1};                                      // voxels along each index, first index fastest
    Eigen::Matrix4d affine = Eigen::Matrix4d::Identity();      // voxel index -> RAS [m], of voxel centres

    std::size_t voxel_count() const { return std::size_t(dims[0]) * std::size_t(dims[1]) * std::size_t(dims[2]); }
    std::size_t offset(int i, int j, int k) const {
        return std::size_t(i) + std::size_t(dims[0]) * (std::size_t(j) + std::size_t(dims[1]) * std::size_t(k));
    }
    Vector3 position(const Vector3& index) const;  // RAS [m]
    Vector3 voxel_edges() const;                   // lengths [m]
    double voxel_volume() const;                   // [m3]
    // True if some voxel axis is not along a RAS axis, by more than 0.1 % of its length.
    bool oblique() const;
    // True if the voxel edges differ by more than 0.1 %.
    bool anisotropic() const;
    // Smallest axis-aligned box around all voxels: lower and upper corner [m].
    std::pair<Vector3, Vector3> bounds() const;
};

template <class T>
struct Image {
    ImageGeometry geometry;
    std::vector<T> values;           // first index fastest, geometry.voxel_count() of them
    std::string source;              // the file, for messages
    std::vector<std::string> notes;  // what was assumed, a sentence each

    const T& at(int i, int j, int k) const { return values[geometry.offset(i, j, k)]; }
};

using LabelImage = Image<std::int16_t>;
using IntensityImage = Image<float>;  // e.g. CT in Hounsfield units; slope and intercept of the file are applied

enum class NiftiForm { by_code, sform, qform };
enum class ImageCoordinates { as_file_says, ras, lps };

struct ImageOptions {
    NiftiForm form = NiftiForm::by_code;
    ImageCoordinates coordinates = ImageCoordinates::as_file_says;  // MetaImage and NRRD; NIfTI is always RAS
};

// Throw FileError where the file cannot be read, is cut short or is no image, InputError where it is an image that
// cannot be meant: not 3-D, a singular affine map, sform and qform that disagree, labels that are no whole numbers
// within -32768..32767.
LabelImage read_label_image(const std::filesystem::path& path, const ImageOptions& options = {});
IntensityImage read_intensity_image(const std::filesystem::path& path, const ImageOptions& options = {});

// One label of an image.
struct LabelFigures {
    std::size_t voxels = 0;
    double volume = 0;             // [m3]
    Vector3 centroid{0, 0, 0};     // RAS [m]
    Vector3 lower{0, 0, 0}, upper{0, 0, 0};  // axis-aligned box around its voxels, RAS [m]
};
// Throws InputError if the image has no voxel of that label; the message lists the labels there are.
LabelFigures label_figures(const LabelImage& image, int label);

// The labels present, in increasing order.
std::vector<int> labels_present(const LabelImage& image);

}  // namespace iceball
