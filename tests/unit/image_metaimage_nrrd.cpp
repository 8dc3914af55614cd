#include <catch2/catch.hpp>

#include <zlib.h>

#include <fstream>

#include "core/error.hpp"
#include "image/label_image.hpp"
#include "support/scratch_folder.hpp"

using namespace iceball;

namespace {

// 3 x 4 x 5 voxels of 16 bits, voxel n holding n.
std::string voxels() {
    std::string bytes;
    for (char n = 0; n < 60; ++n) bytes += {n, '\0'};
    return bytes;
}

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::string meta_image(const std::string& more) {
    return "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nDimSize = 3 4 5\n" + more +
           "ElementType = MET_SHORT\nElementDataFile = LOCAL\n" + voxels();
}

std::string nrrd(const std::string& more) {
    return "NRRD0004\n# a comment: with a colon\ntype: short\ndimension: 3\nsizes: 3 4 5\nendian: little\nencoding: raw\n" + more +
           "\n" + voxels();
}

void check_image(const LabelImage& image, const Vector3& at_123) {
    REQUIRE(image.geometry.dims == Index3{3, 4, 5});
    for (std::size_t n = 0; n < 60; ++n) REQUIRE(image.values[n] == std::int16_t(n));
    CHECK((image.geometry.position(Vector3(1, 2, 3)) - at_123).norm() < 1e-12);
}

}  // namespace

TEST_CASE("Images: MetaImage: axes, spacing and the side its coordinates run to", "[image]") {
    const ScratchFolder folder;
    const auto path = folder / "a.mha";
    // The first axis runs along y, the second along x, the third along z.
    const std::string map = "TransformMatrix = 0 1 0 1 0 0 0 0 1\nOffset = 10 20 30\nElementSpacing = 1 2 3\n";
    write(path, meta_image(map));
    LabelImage image = read_label_image(path);
    check_image(image, Vector3(0.014, 0.021, 0.039));
    REQUIRE(image.notes.size() == 1);
    CHECK_THAT(image.notes[0], Catch::Contains("taken as RAS"));

    check_image(read_label_image(path, {.coordinates = ImageCoordinates::lps}), Vector3(-0.014, -0.021, 0.039));
    CHECK(read_label_image(path, {.coordinates = ImageCoordinates::ras}).notes.empty());

    // In LPS these axes come from anterior, right and inferior; in RAS from posterior, left and inferior.
    write(path, meta_image(map + "AnatomicalOrientation = ARI\n"));
    image = read_label_image(path);
    check_image(image, Vector3(-0.014, -0.021, 0.039));
    CHECK_THAT(image.notes.at(0), Catch::Contains("converted to RAS"));
    write(path, meta_image(map + "AnatomicalOrientation = PLI\n"));
    image = read_label_image(path);
    check_image(image, Vector3(0.014, 0.021, 0.039));
    CHECK(image.notes.empty());
}

TEST_CASE("Images: NRRD: axes and the space they are in", "[image]") {
    const ScratchFolder folder;
    const auto path = folder / "a.nrrd";
    const std::string map = "space directions: (0,1,0) (2,0,0) (0,0,3)\nspace origin: (10,20,30)\n";
    write(path, nrrd("space: left-posterior-superior\n" + map));
    check_image(read_label_image(path), Vector3(-0.014, -0.021, 0.039));
    write(path, nrrd("space: RAS\n" + map));
    LabelImage image = read_label_image(path);
    check_image(image, Vector3(0.014, 0.021, 0.039));
    CHECK(image.notes.empty());
    write(path, nrrd("space dimension: 3\n" + map));
    image = read_label_image(path);
    check_image(image, Vector3(0.014, 0.021, 0.039));
    CHECK_THAT(image.notes.at(0), Catch::Contains("taken as RAS"));
    write(path, nrrd("spacings: 1 2 3\n"));
    check_image(read_label_image(path), Vector3(0.001, 0.004, 0.009));
}

TEST_CASE("Images: Compressed, big-endian and detached voxels", "[image]") {
    const ScratchFolder folder;
    const std::string raw = voxels();
    std::string packed(compressBound(raw.size()), '\0');
    uLongf size = packed.size();
    REQUIRE(compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(raw.data()), raw.size()) == Z_OK);
    packed.resize(size);
    const auto replaced = [](std::string text, const std::string& from, const std::string& to) {
        return text.replace(text.find(from), from.size(), to);
    };
    const Vector3 plain(0.001, 0.002, 0.003);
    const std::string meta = replaced(meta_image("CompressedData = True\n"), raw, packed);
    write(folder / "a.mha", meta);
    check_image(read_label_image(folder / "a.mha"), plain);
    write(folder / "a.mha", meta.substr(0, meta.size() - 3));
    CHECK_THROWS_AS(read_label_image(folder / "a.mha"), FileError);

    gzFile gz = gzopen((folder / "a.raw.gz").c_str(), "wb");
    gzwrite(gz, raw.data(), unsigned(raw.size()));
    gzclose(gz);
    const std::string detached = replaced(replaced(nrrd("data file: a.raw.gz\n"), raw, ""), "encoding: raw", "encoding: gzip");
    write(folder / "a.nhdr", detached);
    check_image(read_label_image(folder / "a.nhdr"), plain);
    write(folder / "a.nhdr", replaced(detached, "a.raw.gz", "b.raw.gz"));
    CHECK_THROWS_AS(read_label_image(folder / "a.nhdr"), FileError);

    std::string swapped = raw;
    for (std::size_t n = 0; n < swapped.size(); n += 2) std::swap(swapped[n], swapped[n + 1]);
    write(folder / "a.nrrd", replaced(replaced(nrrd(""), raw, swapped), "little", "big"));
    check_image(read_label_image(folder / "a.nrrd"), plain);
}

TEST_CASE("Images: Damaged MetaImage and NRRD files are refused with a reason", "[image]") {
    const ScratchFolder folder;
    const auto check = [&](const std::string& name, const std::string& text, auto error, const std::string& part) {
        INFO(name << ": " << part);
        write(folder / name, text);
        try {
            read_label_image(folder / name);
            FAIL("nothing was thrown");
        } catch (const decltype(error)& caught) {
            CHECK_THAT(caught.what(), Catch::Contains(part));
        }
    };
    const InputError input("");
    const FileError file("");
    const auto cut = [](std::string text) { return text.substr(0, text.size() - 20); };
    check("a.mha", "text", file, "no MetaImage");
    check("a.nrrd", "text", file, "no NRRD");
    check("a.mha", cut(meta_image("")), file, "cut short");
    check("a.nrrd", cut(nrrd("")), file, "cut short");
    check("a.mha", meta_image("TransformMatrix = 1 0 0 1\n"), input, "9 numbers expected");
    check("a.nrrd", nrrd("space: scanner-xyz\n"), input, "scanner-xyz");
    check("a.nrrd", nrrd("space: RAS\nspace directions: (1,0,0) (1,0,0) (0,0,1)\n"), input, "singular");
    std::string flat = nrrd("");
    flat.replace(flat.find("dimension: 3"), 12, "dimension: 4");
    check("a.nrrd", flat, input, "4 dimensions");
}
