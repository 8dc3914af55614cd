#include "image/write_nifti.hpp"

#include <fmt/format.h>
#include <nifti1_io.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "core/error.hpp"

namespace iceball {
namespace {

nifti_1_header make_header(const ImageGeometry& geometry, int datatype, int bytes_a_voxel, const std::string& description) {
    nifti_1_header header;
    std::memset(&header, 0, sizeof header);
    header.sizeof_hdr = 348;
    header.dim[0] = 3;
    for (std::size_t axis = 0; axis < 3; ++axis) header.dim[axis + 1] = short(geometry.dims[axis]);
    for (std::size_t axis = 4; axis < 8; ++axis) header.dim[axis] = 1;
    header.datatype = short(datatype);
    header.bitpix = short(8 * bytes_a_voxel);
    header.vox_offset = 352;
    header.scl_slope = 1;
    header.xyzt_units = NIFTI_UNITS_MM;
    std::strncpy(header.descrip, description.c_str(), sizeof header.descrip - 1);
    std::memcpy(header.magic, "n+1", 4);

    mat44 map;
    for (int row = 0; row < 4; ++row)
        for (int column = 0; column < 4; ++column)
            map.m[row][column] = float(geometry.affine(row, column) * (row < 3 ? 1e3 : 1.0));
    header.sform_code = NIFTI_XFORM_SCANNER_ANAT;
    std::memcpy(header.srow_x, map.m[0], sizeof header.srow_x);
    std::memcpy(header.srow_y, map.m[1], sizeof header.srow_y);
    std::memcpy(header.srow_z, map.m[2], sizeof header.srow_z);
    float handedness = 1;
    nifti_mat44_to_quatern(map, &header.quatern_b, &header.quatern_c, &header.quatern_d, &header.qoffset_x,
                           &header.qoffset_y, &header.qoffset_z, &header.pixdim[1], &header.pixdim[2], &header.pixdim[3],
                           &handedness);
    header.pixdim[0] = handedness;
    // A quaternion cannot hold sheared axes; then the sform stands alone.
    const Eigen::Matrix3d axes = geometry.affine.topLeftCorner<3, 3>().colwise().normalized();
    if ((axes.transpose() * axes).isIdentity(1e-6)) header.qform_code = NIFTI_XFORM_SCANNER_ANAT;
    return header;
}

void write_volume(const std::filesystem::path& path, const ImageGeometry& geometry, const void* values, std::size_t count,
                  int datatype, std::size_t bytes_a_voxel, const std::string& description) {
    const std::string name = path.filename().string();
    const bool compressed = name.ends_with(".nii.gz");
    if (!compressed && !name.ends_with(".nii"))
        throw InputError(fmt::format("image {}: the file name must end in .nii or .nii.gz", path.string()));
    if (count != geometry.voxel_count())
        throw InputError(fmt::format("image {}: {} values given for {} voxels", path.string(), count, geometry.voxel_count()));
    for (int side : geometry.dims)
        if (side > 32767) throw InputError(fmt::format("image {}: NIfTI-1 holds at most 32767 voxels a side", path.string()));

    const nifti_1_header header = make_header(geometry, datatype, int(bytes_a_voxel), description);
    const std::string temporary = path.string() + ".partial";
    const auto fail = [&] {
        const std::string why = std::strerror(errno);
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throw FileError(fmt::format("image {}: the file cannot be written: {}", path.string(), why));
    };
    // "T": without compression and without a gzip header.
    gzFile file = gzopen(temporary.c_str(), compressed ? "wb6" : "wbT");
    if (!file) fail();
    const std::array<char, 4> no_extension{};
    bool good = gzwrite(file, &header, sizeof header) == int(sizeof header) &&
                gzwrite(file, no_extension.data(), unsigned(no_extension.size())) == int(no_extension.size());
    const char* next = static_cast<const char*>(values);
    for (std::size_t left = count * bytes_a_voxel; good && left > 0;) {
        const std::size_t piece = std::min<std::size_t>(left, std::size_t(1) << 26);
        good = gzwrite(file, next, unsigned(piece)) == int(piece);
        next += piece;
        left -= piece;
    }
    good = gzclose(file) == Z_OK && good;
    if (!good) fail();
    std::error_code error;
    std::filesystem::rename(temporary, path, error);
    if (error) {
        errno = error.value();
        fail();
    }
}

}  // namespace

ImageGeometry geometry_of(const Grid& grid) {
    ImageGeometry geometry;
    geometry.dims = grid.cells();
    geometry.affine.diagonal() << grid.spacing(), grid.spacing(), grid.spacing(), 1;
    geometry.affine.topRightCorner<3, 1>() = grid.cell_centre(0, 0, 0);
    return geometry;
}

void write_nifti(const std::filesystem::path& path, const ImageGeometry& geometry, std::span<const float> values,
                 const std::string& description) {
    write_volume(path, geometry, values.data(), values.size(), NIFTI_TYPE_FLOAT32, sizeof(float), description);
}

void write_nifti(const std::filesystem::path& path, const ImageGeometry& geometry, std::span<const std::int16_t> values,
                 const std::string& description) {
    write_volume(path, geometry, values.data(), values.size(), NIFTI_TYPE_INT16, sizeof(std::int16_t), description);
}

}  // namespace iceball
