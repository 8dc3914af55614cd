// Reading NIfTI-1. niftiio reads and checks the header; the voxels are read here through zlib, because niftiio prints
// to stderr, replaces NaN by 0 without a word and does not tell a file that is cut short from one that is no image.
#include <fmt/format.h>
#include <nifti1_io.h>
#include <zlib.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

#include "core/error.hpp"
#include "image/raw_image.hpp"

namespace iceball {
namespace {

struct CloseGz {
    void operator()(gzFile_s* file) const { gzclose(file); }
};
using GzFile = std::unique_ptr<gzFile_s, CloseGz>;

struct FreeNifti {
    void operator()(nifti_image* image) const { nifti_image_free(image); }
};

[[noreturn]] void throw_cut_short(const std::string& name, std::size_t expected, std::size_t found) {
    throw FileError(fmt::format("image {}: the file is cut short or damaged: {} bytes of voxels expected, {} could be read; "
                                "copy or download it again",
                                name, expected, found));
}

// Tells what is wrong with a file that is no NIfTI-1 image before niftiio sees it.
void check_header(const std::string& name) {
    const GzFile file(gzopen(name.c_str(), "rb"));
    if (!file) throw FileError(fmt::format("image {}: the file cannot be opened: {}", name, std::strerror(errno)));
    nifti_1_header header;
    const int count = gzread(file.get(), &header, sizeof header);
    if (count != int(sizeof header))
        throw FileError(fmt::format("image {}: the file is too short or too damaged to hold a NIfTI header", name));
    if (header.sizeof_hdr == 540 || header.sizeof_hdr == 0x1c020000)
        throw FileError(fmt::format("image {}: this is NIfTI-2; convert it to NIfTI-1", name));
    const std::string magic(header.magic, 3);
    if (magic == "ni1")
        throw FileError(fmt::format("image {}: this is half of a pair of files (.hdr, .img); convert it to one .nii.gz", name));
    if (magic != "n+1") throw FileError(fmt::format("image {}: this is no NIfTI-1 image", name));
    if (header.sizeof_hdr != 348) swap_nifti_header(&header, 1);
    bool good = header.sizeof_hdr == 348 && header.dim[0] >= 1 && header.dim[0] <= 7;
    for (int dimension = 1; good && dimension <= header.dim[0]; ++dimension) good = header.dim[dimension] >= 1;
    if (!good) throw FileError(fmt::format("image {}: the sizes in the NIfTI header make no sense", name));
    if (!nifti_datatype_is_valid(header.datatype, 1))
        throw FileError(fmt::format("image {}: voxel type number {} is none that NIfTI knows", name, header.datatype));
}

VoxelType voxel_type(int datatype, const std::string& name) {
    switch (datatype) {
        case NIFTI_TYPE_UINT8: return VoxelType::uint8;
        case NIFTI_TYPE_INT8: return VoxelType::int8;
        case NIFTI_TYPE_UINT16: return VoxelType::uint16;
        case NIFTI_TYPE_INT16: return VoxelType::int16;
        case NIFTI_TYPE_UINT32: return VoxelType::uint32;
        case NIFTI_TYPE_INT32: return VoxelType::int32;
        case NIFTI_TYPE_UINT64: return VoxelType::uint64;
        case NIFTI_TYPE_INT64: return VoxelType::int64;
        case NIFTI_TYPE_FLOAT32: return VoxelType::float32;
        case NIFTI_TYPE_FLOAT64: return VoxelType::float64;
        default: break;
    }
    throw InputError(fmt::format("image {}: voxels of type {} are not read; whole and real numbers are", name,
                                 nifti_datatype_string(datatype)));
}

Eigen::Matrix4d matrix(const mat44& m) {
    Eigen::Matrix4d result;
    for (int row = 0; row < 4; ++row)
        for (int column = 0; column < 4; ++column) result(row, column) = double(m.m[row][column]);
    return result;
}

// Largest distance between where two maps place a corner voxel of the image. Both maps are affine, so no voxel
// between the corners is farther off.
double largest_distance(const Eigen::Matrix4d& a, const Eigen::Matrix4d& b, const Index3& dims) {
    double largest = 0;
    for (int corner = 0; corner < 8; ++corner) {
        Eigen::Vector4d index(0, 0, 0, 1);
        for (int axis = 0; axis < 3; ++axis)
            if (corner >> axis & 1) index[axis] = dims[axis] - 1;
        largest = std::max(largest, ((a - b) * index).head<3>().norm());
    }
    return largest;
}

// The map of voxel index to position in the units of the file.
Eigen::Matrix4d choose_form(const nifti_image& header, const Index3& dims, NiftiForm form, const std::string& name,
                            std::vector<std::string>& notes) {
    const bool has_sform = header.sform_code > 0, has_qform = header.qform_code > 0;
    const Eigen::Matrix4d sform = matrix(header.sto_xyz), qform = matrix(header.qto_xyz);
    if (form == NiftiForm::sform && !has_sform)
        throw InputError(fmt::format("image {}: the sform was asked for but is not set (code 0)", name));
    if (form == NiftiForm::qform && !has_qform)
        throw InputError(fmt::format("image {}: the qform was asked for but is not set (code 0)", name));
    if (form == NiftiForm::by_code && has_sform && has_qform) {
        const double distance = largest_distance(sform, qform, dims);
        const double smallest_edge = sform.topLeftCorner<3, 3>().colwise().norm().minCoeff();
        // Negated, so that NaN disagrees.
        if (!(distance <= 0.5 * smallest_edge))
            throw InputError(fmt::format("image {}: sform and qform disagree by {:.4g} (voxel edge {:.4g}); choose one of "
                                         "them, \"sform\" or \"qform\"",
                                         name, distance, smallest_edge));
    }
    if (form == NiftiForm::qform || (form == NiftiForm::by_code && !has_sform && has_qform)) return qform;
    if (has_sform) return sform;
    notes.push_back("the file does not say how it lies in the patient (sform and qform codes are 0): its axes are taken "
                    "as right, anterior and superior, with the first voxel at the origin");
    Eigen::Matrix4d plain = Eigen::Matrix4d::Identity();
    plain.diagonal() << std::abs(double(header.dx)), std::abs(double(header.dy)), std::abs(double(header.dz)), 1;
    return plain;
}

double metres_per_unit(int units, const std::string& name, std::vector<std::string>& notes) {
    switch (units) {
        case NIFTI_UNITS_METER: return 1;
        case NIFTI_UNITS_MM: return 1e-3;
        case NIFTI_UNITS_MICRON: return 1e-6;
        case NIFTI_UNITS_UNKNOWN:
            notes.push_back("the file does not give its unit of length: taken as mm");
            return 1e-3;
        default: break;
    }
    throw InputError(fmt::format("image {}: unit of length number {} is none that NIfTI knows", name, units));
}

// Reads in pieces, so that a wrong header cannot ask for more memory than the file has content.
std::vector<std::byte> read_voxels(const std::string& name, std::size_t offset, std::size_t expected) {
    const GzFile file(gzopen(name.c_str(), "rb"));
    if (!file) throw FileError(fmt::format("image {}: the file cannot be opened: {}", name, std::strerror(errno)));
    gzbuffer(file.get(), 1 << 20);
    std::vector<std::byte> bytes;
    if (gzseek(file.get(), z_off_t(offset), SEEK_SET) < 0) throw_cut_short(name, expected, 0);
    while (bytes.size() < expected) {
        const std::size_t piece = std::min<std::size_t>(expected - bytes.size(), std::size_t(1) << 26);
        const std::size_t start = bytes.size();
        bytes.resize(start + piece);
        const int count = gzread(file.get(), bytes.data() + start, unsigned(piece));
        if (count != int(piece)) throw_cut_short(name, expected, start + std::size_t(std::max(count, 0)));
    }
    // Reading on to the end has zlib check that the stream is whole and its checksum right.
    std::byte beyond[4096];
    int count = 0;
    while ((count = gzread(file.get(), beyond, sizeof beyond)) > 0) {
    }
    int error = Z_OK;
    gzerror(file.get(), &error);
    if (count < 0 || error != Z_OK)
        throw FileError(fmt::format("image {}: the file is cut short or damaged at its end; copy or download it again", name));
    return bytes;
}

}  // namespace

RawImage read_nifti(const std::filesystem::path& path, const ImageOptions& options) {
    const std::string name = path.string();
    check_header(name);
    nifti_set_debug_level(0);
    const std::unique_ptr<nifti_image, FreeNifti> header(nifti_image_read(name.c_str(), 0));
    if (!header) throw FileError(fmt::format("image {}: the NIfTI header makes no sense", name));

    RawImage image;
    for (int dimension = 4; dimension <= 7; ++dimension)
        if (header->ndim >= dimension && header->dim[dimension] > 1)
            throw InputError(fmt::format("image {}: the image has {} dimensions; one volume (3-D) is needed", name, header->ndim));
    if (header->ndim < 3 || header->nx < 1 || header->ny < 1 || header->nz < 1)
        throw InputError(fmt::format("image {}: the image has {} dimensions; a volume (3-D) is needed", name, header->ndim));
    image.geometry.dims = {header->nx, header->ny, header->nz};
    image.type = voxel_type(header->datatype, name);

    Eigen::Matrix4d affine = choose_form(*header, image.geometry.dims, options.form, name, image.notes);
    affine.topRows<3>() *= metres_per_unit(header->xyz_units, name, image.notes);
    affine.row(3) << 0, 0, 0, 1;
    image.geometry.affine = affine;
    const double volume = image.geometry.voxel_volume();
    if (!affine.allFinite() || !(volume > 1e-6 * image.geometry.voxel_edges().prod()))
        throw InputError(fmt::format("image {}: the map from voxels to positions is singular or not finite", name));

    // A slope of 0 (NIfTI) or NaN (seen in practice) means that there is no scaling.
    if (std::isfinite(header->scl_slope) && header->scl_slope != 0) {
        image.slope = double(header->scl_slope);
        image.intercept = std::isfinite(header->scl_inter) ? double(header->scl_inter) : 0.0;
    }

    const std::size_t count = image.geometry.voxel_count();
    image.bytes = read_voxels(name, std::size_t(std::max(header->iname_offset, 0)), count * std::size_t(header->nbyper));
    if (header->swapsize > 1 && header->byteorder != nifti_short_order())
        nifti_swap_Nbytes(count, header->swapsize, image.bytes.data());
    return image;
}

}  // namespace iceball
