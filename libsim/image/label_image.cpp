#include "image/label_image.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/error.hpp"
#include "image/raw_image.hpp"

namespace iceball {

Vector3 ImageGeometry::position(const Vector3& index) const {
    return affine.topLeftCorner<3, 3>() * index + affine.topRightCorner<3, 1>();
}

Vector3 ImageGeometry::voxel_edges() const { return affine.topLeftCorner<3, 3>().colwise().norm(); }

double ImageGeometry::voxel_volume() const { return std::abs(affine.topLeftCorner<3, 3>().determinant()); }

bool ImageGeometry::oblique() const {
    const Eigen::Matrix3d map = affine.topLeftCorner<3, 3>();
    for (int axis = 0; axis < 3; ++axis)
        if (map.col(axis).cwiseAbs().maxCoeff() < std::sqrt(1 - 1e-6) * map.col(axis).norm()) return true;
    return false;
}

bool ImageGeometry::anisotropic() const {
    const Vector3 edges = voxel_edges();
    return edges.maxCoeff() > 1.001 * edges.minCoeff();
}

std::pair<Vector3, Vector3> ImageGeometry::bounds() const {
    const Vector3 sides(dims[0], dims[1], dims[2]);
    const Vector3 middle = position((sides - Vector3::Ones()) / 2);
    const Vector3 half = affine.topLeftCorner<3, 3>().cwiseAbs() * sides / 2;
    return {middle - half, middle + half};
}

namespace {

RawImage read_raw(const std::filesystem::path& path, const ImageOptions& options) {
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        throw FileError(fmt::format("image {}: there is no such file", path.string()));
    if (!std::filesystem::is_regular_file(path, error))
        throw FileError(fmt::format("image {}: this is not a file", path.string()));
    const std::string name = path.filename().string();
    const auto ends_in = [&](std::string_view suffix) { return name.ends_with(suffix); };
    if (ends_in(".nii") || ends_in(".nii.gz")) return read_nifti(path, options);
    if (ends_in(".mha") || ends_in(".mhd") || ends_in(".nrrd") || ends_in(".nhdr")) return read_meta_image_or_nrrd(path, options);
    throw InputError(fmt::format("image {}: the file name must end in .nii, .nii.gz, .mha, .mhd, .nrrd or .nhdr",
                                 path.string()));
}

// Calls body(offset, value as double) for every voxel.
template <class T, class Body>
void for_each_value(const RawImage& raw, Body&& body) {
    for (std::size_t n = 0; n < raw.geometry.voxel_count(); ++n) {
        T value;
        std::memcpy(&value, raw.bytes.data() + n * sizeof(T), sizeof(T));
        body(n, value);
    }
}

template <class Body>
void for_each_voxel(const RawImage& raw, Body&& body) {
    switch (raw.type) {
        case VoxelType::uint8: return for_each_value<std::uint8_t>(raw, body);
        case VoxelType::int8: return for_each_value<std::int8_t>(raw, body);
        case VoxelType::uint16: return for_each_value<std::uint16_t>(raw, body);
        case VoxelType::int16: return for_each_value<std::int16_t>(raw, body);
        case VoxelType::uint32: return for_each_value<std::uint32_t>(raw, body);
        case VoxelType::int32: return for_each_value<std::int32_t>(raw, body);
        case VoxelType::uint64: return for_each_value<std::uint64_t>(raw, body);
        case VoxelType::int64: return for_each_value<std::int64_t>(raw, body);
        case VoxelType::float32: return for_each_value<float>(raw, body);
        case VoxelType::float64: return for_each_value<double>(raw, body);
    }
}

[[noreturn]] void throw_bad_label(const std::filesystem::path& path, const ImageGeometry& geometry, std::size_t offset,
                                  double value) {
    const std::size_t row = std::size_t(geometry.dims[0]), plane = row * std::size_t(geometry.dims[1]);
    throw InputError(fmt::format(
        "label image {}: voxel ({}, {}, {}) holds {}; labels must be whole numbers within -32768..32767. Is this a "
        "segmentation?",
        path.string(), offset % row, offset % plane / row, offset / plane, value));
}

// Labels have to fit 16 bits, so a table holds how often each occurs.
constexpr int label_offset = 32768;

std::vector<std::size_t> label_counts(const LabelImage& image) {
    std::vector<std::size_t> counts(65536, 0);
    for (std::int16_t label : image.values) ++counts[std::size_t(label + label_offset)];
    return counts;
}

}  // namespace

LabelImage read_label_image(const std::filesystem::path& path, const ImageOptions& options) {
    RawImage raw = read_raw(path, options);
    LabelImage image{raw.geometry, std::vector<std::int16_t>(raw.geometry.voxel_count()), path.string(),
                     std::move(raw.notes)};
    if (raw.slope != 1 || raw.intercept != 0)
        image.notes.push_back(fmt::format("the file's scaling of values (slope {:g}, intercept {:g}) is not applied to labels",
                                          raw.slope, raw.intercept));
    for_each_voxel(raw, [&](std::size_t offset, auto value) {
        const double number = double(value);
        // NaN fails the comparison.
        if (!(number >= -32768 && number <= 32767) || number != std::floor(number))
            throw_bad_label(path, raw.geometry, offset, number);
        image.values[offset] = std::int16_t(value);
    });
    return image;
}

IntensityImage read_intensity_image(const std::filesystem::path& path, const ImageOptions& options) {
    RawImage raw = read_raw(path, options);
    IntensityImage image{raw.geometry, std::vector<float>(raw.geometry.voxel_count()), path.string(),
                         std::move(raw.notes)};
    for_each_voxel(raw, [&](std::size_t offset, auto value) {
        image.values[offset] = float(raw.slope * double(value) + raw.intercept);
    });
    return image;
}

std::vector<int> labels_present(const LabelImage& image) {
    const std::vector<std::size_t> counts = label_counts(image);
    std::vector<int> present;
    for (std::size_t n = 0; n < counts.size(); ++n)
        if (counts[n] > 0) present.push_back(int(n) - label_offset);
    return present;
}

LabelFigures label_figures(const LabelImage& image, int label) {
    const ImageGeometry& geometry = image.geometry;
    LabelFigures figures;
    // Sums of indices are exact in 64 bits.
    std::array<std::int64_t, 3> sum{};
    Vector3 lower = Vector3::Constant(std::numeric_limits<double>::infinity()), upper = -lower;
    const Vector3 half_voxel = geometry.affine.topLeftCorner<3, 3>().cwiseAbs() * Vector3::Constant(0.5);
    for (int k = 0; k < geometry.dims[2]; ++k)
        for (int j = 0; j < geometry.dims[1]; ++j)
            for (int i = 0; i < geometry.dims[0]; ++i) {
                if (image.at(i, j, k) != label) continue;
                ++figures.voxels;
                sum[0] += i;
                sum[1] += j;
                sum[2] += k;
                const Vector3 position = geometry.position(Vector3(i, j, k));
                lower = lower.cwiseMin(position - half_voxel);
                upper = upper.cwiseMax(position + half_voxel);
            }
    if (figures.voxels == 0)
        throw InputError(fmt::format("label image {}: no voxel has the label {}; the labels present are {}", image.source,
                                     label, fmt::join(labels_present(image), ", ")));
    const double count = double(figures.voxels);
    figures.volume = count * geometry.voxel_volume();
    figures.centroid = geometry.position(Vector3(double(sum[0]), double(sum[1]), double(sum[2])) / count);
    figures.lower = lower;
    figures.upper = upper;
    return figures;
}

}  // namespace iceball
