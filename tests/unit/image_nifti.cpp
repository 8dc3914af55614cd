// NIfTI files made byte by byte after nifti1.h, so that reader and writer are not tested against each other alone.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>

#include "core/error.hpp"
#include "image/label_image.hpp"
#include "image/resample.hpp"
#include "image/write_nifti.hpp"
#include "support/scratch_folder.hpp"

using namespace iceball;

namespace {

// The bytes of a .nii file of 3 x 4 x 5 voxels, voxel n holding n; sform code 2 with edges of 1, 2 and 3 mm and
// the axes permuted and mirrored: i runs to inferior, j to left, k to anterior.
struct NiftiBytes {
    bool big_endian = false;
    std::vector<char> bytes = std::vector<char>(352, 0);

    template <class T>
    void put(std::size_t offset, T value) {
        char raw[sizeof(T)];
        std::memcpy(raw, &value, sizeof(T));
        if (big_endian) std::reverse(raw, raw + sizeof(T));
        std::copy(raw, raw + sizeof(T), bytes.begin() + std::ptrdiff_t(offset));
    }
    template <class T>
    void append(T value) {
        bytes.resize(bytes.size() + sizeof(T));
        put(bytes.size() - sizeof(T), value);
    }

    template <class T>
    static NiftiBytes make(std::int16_t datatype, bool big_endian = false) {
        NiftiBytes file;
        file.big_endian = big_endian;
        file.put(0, std::int32_t(348));
        const std::int16_t dim[8] = {3, 3, 4, 5, 1, 1, 1, 1};
        for (std::size_t n = 0; n < 8; ++n) file.put(40 + 2 * n, dim[n]);
        file.put(70, datatype);
        file.put(72, std::int16_t(8 * sizeof(T)));
        const float pixdim[4] = {1, 1, 2, 3};
        for (std::size_t n = 0; n < 4; ++n) file.put(76 + 4 * n, pixdim[n]);
        file.put(108, 352.f);
        file.put(254, std::int16_t(2));  // sform_code
        const float rows[12] = {0, -2, 0, 10, 0, 0, 3, 20, -1, 0, 0, 30};
        for (std::size_t n = 0; n < 12; ++n) file.put(280 + 4 * n, rows[n]);
        std::memcpy(file.bytes.data() + 344, "n+1", 3);
        for (int n = 0; n < 60; ++n) file.append(T(n));
        return file;
    }
    void write(const std::filesystem::path& path) const {
        std::ofstream(path, std::ios::binary).write(bytes.data(), std::ptrdiff_t(bytes.size()));
    }
};

constexpr std::int16_t type_uint8 = 2, type_int16 = 4, type_float32 = 16, type_complex = 32;

template <class Error>
void check_throws(const std::filesystem::path& path, const std::string& part, const ImageOptions& options = {}) {
    INFO(part);
    try {
        read_label_image(path, options);
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK_THAT(error.what(), Catch::Contains(part) && Catch::Contains(path.filename().string()));
    }
}

}  // namespace

TEST_CASE("Images: A NIfTI file is placed by its sform and its units", "[image]") {
    const ScratchFolder folder;
    for (const bool big_endian : {false, true}) {
        NiftiBytes::make<std::int16_t>(type_int16, big_endian).write(folder / "a.nii");
        const LabelImage image = read_label_image(folder / "a.nii");
        REQUIRE(image.geometry.dims == Index3{3, 4, 5});
        for (int n = 0; n < 60; ++n) REQUIRE(image.values[std::size_t(n)] == n);
        CHECK((image.geometry.position(Vector3(1, 2, 3)) - Vector3(0.006, 0.029, 0.029)).norm() < 1e-12);
        CHECK(image.geometry.voxel_volume() == Approx(6e-9));
        CHECK(image.geometry.anisotropic());
        CHECK_FALSE(image.geometry.oblique());
        REQUIRE(image.notes.size() == 1);
        CHECK_THAT(image.notes[0], Catch::Contains("taken as mm"));
    }
    for (const auto& [units, edge] : {std::pair(1, 1.0), std::pair(2, 1e-3), std::pair(3, 1e-6)}) {
        NiftiBytes file = NiftiBytes::make<std::uint8_t>(type_uint8);
        file.put(123, char(units));
        file.write(folder / "a.nii");
        const LabelImage image = read_label_image(folder / "a.nii");
        CHECK(image.geometry.voxel_edges()[0] == Approx(edge));
        CHECK(image.notes.empty());
    }
    NiftiBytes file = NiftiBytes::make<std::uint8_t>(type_uint8);
    file.put(123, char(7));
    file.write(folder / "a.nii");
    check_throws<InputError>(folder / "a.nii", "unit of length number 7");
}

TEST_CASE("Images: sform and qform that disagree have to be chosen between", "[image]") {
    const ScratchFolder folder;
    NiftiBytes file = NiftiBytes::make<std::uint8_t>(type_uint8);
    // A qform without rotation: axes right, anterior, superior.
    file.put(252, std::int16_t(1));
    file.write(folder / "a.nii");
    check_throws<InputError>(folder / "a.nii", "disagree");
    const LabelImage by_qform = read_label_image(folder / "a.nii", {.form = NiftiForm::qform});
    CHECK((by_qform.geometry.position(Vector3(1, 1, 1)) - Vector3(0.001, 0.002, 0.003)).norm() < 1e-12);
    const LabelImage by_sform = read_label_image(folder / "a.nii", {.form = NiftiForm::sform});
    CHECK((by_sform.geometry.position(Vector3(0, 0, 0)) - Vector3(0.010, 0.020, 0.030)).norm() < 1e-12);

    // The same with a qform that places the image 0.4 of the smallest edge beside, then 0.6.
    const float plain[12] = {1, 0, 0, 5, 0, 2, 0, 6, 0, 0, 3, 7};
    for (std::size_t n = 0; n < 12; ++n) file.put(280 + 4 * n, plain[n]);
    file.put(268, 5.4f);
    file.put(272, 6.f);
    file.put(276, 7.f);
    file.write(folder / "a.nii");
    CHECK(read_label_image(folder / "a.nii").geometry.position(Vector3(0, 0, 0)).x() == Approx(0.005));
    file.put(268, 5.6f);
    file.write(folder / "a.nii");
    check_throws<InputError>(folder / "a.nii", "disagree");

    file.put(254, std::int16_t(0));  // no sform
    file.write(folder / "a.nii");
    CHECK(read_label_image(folder / "a.nii").geometry.position(Vector3(0, 0, 0)).x() == Approx(0.0056));
    check_throws<InputError>(folder / "a.nii", "sform was asked for", {.form = NiftiForm::sform});

    file.put(252, std::int16_t(0));  // neither
    file.write(folder / "a.nii");
    const LabelImage unplaced = read_label_image(folder / "a.nii");
    CHECK((unplaced.geometry.position(Vector3(1, 1, 1)) - Vector3(0.001, 0.002, 0.003)).norm() < 1e-12);
    CHECK_THAT(unplaced.notes.at(0), Catch::Contains("does not say how it lies"));
}

TEST_CASE("Images: Scaling is applied to intensities and not to labels", "[image]") {
    const ScratchFolder folder;
    NiftiBytes file = NiftiBytes::make<std::int16_t>(type_int16);
    file.put(112, 2.f);
    file.put(116, -1024.f);
    file.write(folder / "a.nii");
    const LabelImage labels = read_label_image(folder / "a.nii");
    CHECK(labels.values[7] == 7);
    CHECK_THAT(labels.notes.back(), Catch::Contains("not applied to labels"));
    CHECK(read_intensity_image(folder / "a.nii").values[7] == -1010.f);
    for (const float slope : {0.f, std::numeric_limits<float>::quiet_NaN()}) {
        file.put(112, slope);
        file.write(folder / "a.nii");
        CHECK(read_intensity_image(folder / "a.nii").values[7] == 7.f);
    }
}

TEST_CASE("Images: Files that are no image or no segmentation are refused with a reason", "[image]") {
    const ScratchFolder folder;
    const auto path = folder / "a.nii";
    check_throws<FileError>(path, "no such file");
    check_throws<FileError>(folder / ".", "not a file");
    std::ofstream(folder / "a.txt") << "text";
    check_throws<InputError>(folder / "a.txt", "must end in");
    std::ofstream(path) << "text";
    check_throws<FileError>(path, "too short");
    std::ofstream(path) << std::string(5000, 'x');
    check_throws<FileError>(path, "no NIfTI-1 image");

    const auto change = [&](auto&& how) {
        NiftiBytes file = NiftiBytes::make<float>(type_float32);
        how(file);
        file.write(path);
    };
    change([](NiftiBytes&) {});
    CHECK(read_label_image(path).values[59] == 59);
    change([](NiftiBytes& f) { f.put(352 + 4 * 17, std::numeric_limits<float>::quiet_NaN()); });
    check_throws<InputError>(path, "voxel (2, 1, 1) holds nan");
    change([](NiftiBytes& f) { f.put(352 + 4 * 17, 1.5f); });
    check_throws<InputError>(path, "voxel (2, 1, 1) holds 1.5");
    change([](NiftiBytes& f) { f.put(352 + 4 * 17, 40000.f); });
    check_throws<InputError>(path, "holds 40000");
    change([](NiftiBytes& f) {
        f.put(40, std::int16_t(4));
        f.put(48, std::int16_t(2));
    });
    check_throws<InputError>(path, "4 dimensions");
    change([](NiftiBytes& f) { f.put(40, std::int16_t(2)); });
    check_throws<InputError>(path, "2 dimensions");
    change([](NiftiBytes& f) { f.put(42, std::int16_t(-3)); });
    check_throws<FileError>(path, "make no sense");
    change([](NiftiBytes& f) { f.put(70, std::int16_t(77)); });
    check_throws<FileError>(path, "voxel type number 77");
    change([](NiftiBytes& f) { f.put(70, type_complex); });
    check_throws<InputError>(path, "COMPLEX");
    change([](NiftiBytes& f) { f.put(280 + 4, 0.f); });  // the j axis goes nowhere
    check_throws<InputError>(path, "singular");
    change([](NiftiBytes& f) { f.put(280, std::numeric_limits<float>::quiet_NaN()); });
    check_throws<InputError>(path, "singular or not finite");
    change([](NiftiBytes& f) { f.put(0, std::int32_t(540)); });
    check_throws<FileError>(path, "NIfTI-2");
    change([](NiftiBytes& f) { std::memcpy(f.bytes.data() + 344, "ni1", 3); });
    check_throws<FileError>(path, "half of a pair");
    // Sizes of a header that would need 140 TB must not be believed.
    change([](NiftiBytes& f) {
        for (std::size_t n = 1; n < 4; ++n) f.put(40 + 2 * n, std::int16_t(32767));
    });
    check_throws<FileError>(path, "cut short");
    change([](NiftiBytes& f) { f.bytes.resize(f.bytes.size() - 1); });
    check_throws<FileError>(path, "240 bytes of voxels expected, 239 could be read");
}

TEST_CASE("Images: A compressed image that is cut anywhere is refused", "[image]") {
    const ScratchFolder folder;
    const auto path = folder / "a.nii.gz", cut = folder / "cut.nii.gz";
    ImageGeometry geometry;
    geometry.dims = {20, 20, 20};
    std::vector<std::int16_t> values(8000);
    for (std::size_t n = 0; n < values.size(); ++n) values[n] = std::int16_t(n * n % 509);
    write_nifti(path, geometry, values);
    CHECK(read_label_image(path).values == values);
    CHECK_FALSE(std::filesystem::exists(folder / "a.nii.gz.partial"));
    const auto size = std::filesystem::file_size(path);
    for (const auto kept : {std::uintmax_t(20), std::uintmax_t(300), size / 2, size - 9, size - 8, size - 1}) {
        INFO(kept << " of " << size);
        std::filesystem::copy_file(path, cut, std::filesystem::copy_options::overwrite_existing);
        std::filesystem::resize_file(cut, kept);
        CHECK_THROWS_AS(read_label_image(cut), FileError);
    }
    // One wrong bit among the values, found by the checksum.
    std::fstream damaged(path, std::ios::in | std::ios::out | std::ios::binary);
    damaged.seekp(std::streamoff(size - 7));
    damaged.put('\x5a');
    damaged.close();
    CHECK_THROWS_AS(read_label_image(path), FileError);
}

TEST_CASE("Images: What is written can be read, at the same place", "[image]") {
    const ScratchFolder folder;
    const Grid grid({4, 5, 6}, 1.5e-3, Vector3(-0.1, 0.02, 0.3));
    std::vector<float> values(120);
    for (std::size_t n = 0; n < values.size(); ++n) values[n] = float(n) - 37.5f;
    for (const char* name : {"a.nii", "a.nii.gz"}) {
        write_nifti(folder / name, geometry_of(grid), values, "minimum temperature [degC]");
        const IntensityImage image = read_intensity_image(folder / name);
        CHECK(image.values == values);
        CHECK(image.notes.empty());
        CHECK(image.geometry.dims == grid.cells());
        // The file holds positions in 32 bits.
        CHECK((image.geometry.position(Vector3(3, 4, 5)) - grid.cell_centre(3, 4, 5)).norm() < 1e-7);
    }
    CHECK_THROWS_AS(write_nifti(folder / "a.png", geometry_of(grid), values), InputError);
    CHECK_THROWS_AS(write_nifti(folder / "a.nii", geometry_of(Grid({1, 1, 1}, 1, Vector3::Zero())), values), InputError);
    CHECK_THROWS_AS(write_nifti(folder / "absent" / "a.nii", geometry_of(grid), values), FileError);
}
