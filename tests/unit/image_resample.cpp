#include <catch2/catch.hpp>

#include <cmath>

#include "core/error.hpp"
#include "image/label_image.hpp"
#include "image/resample.hpp"

using namespace iceball;

namespace {

// Voxels of 1 x 1.5 x 2 mm; a ball of label 2 in a ball of label 1, off centre.
LabelImage two_balls() {
    LabelImage image;
    image.geometry.dims = {60, 44, 36};
    image.geometry.affine.diagonal() << 1e-3, 1.5e-3, 2e-3, 1;
    image.geometry.affine.topRightCorner<3, 1>() = Vector3(-0.030, 0.010, -0.050);
    for (int k = 0; k < 36; ++k)
        for (int j = 0; j < 44; ++j)
            for (int i = 0; i < 60; ++i) {
                const Vector3 p = image.geometry.position(Vector3(i, j, k));
                const bool outer = (p - Vector3(0.001, 0.040, -0.014)).norm() < 0.024;
                const bool inner = (p - Vector3(0.004, 0.042, -0.017)).norm() < 0.010;
                image.values.push_back(inner ? 2 : outer ? 1 : 0);
            }
    return image;
}

// The same image with its voxels in another order: new axis n is the old axis order[n], mirrored where flip[n].
LabelImage reordered(const LabelImage& image, const Index3& order, const std::array<bool, 3>& flip) {
    LabelImage copy;
    copy.geometry.affine.setZero();
    copy.geometry.affine(3, 3) = 1;
    Vector3 origin = Vector3::Zero();
    for (int n = 0; n < 3; ++n) {
        copy.geometry.dims[n] = image.geometry.dims[order[n]];
        copy.geometry.affine.col(n) = (flip[n] ? -1 : 1) * image.geometry.affine.col(order[n]);
        if (flip[n]) origin[order[n]] = image.geometry.dims[order[n]] - 1;
    }
    copy.geometry.affine.topRightCorner<3, 1>() = image.geometry.position(origin);
    for (int k = 0; k < copy.geometry.dims[2]; ++k)
        for (int j = 0; j < copy.geometry.dims[1]; ++j)
            for (int i = 0; i < copy.geometry.dims[0]; ++i) {
                const Index3 index{i, j, k};
                Index3 old{};
                for (int n = 0; n < 3; ++n) old[order[n]] = flip[n] ? copy.geometry.dims[n] - 1 - index[n] : index[n];
                copy.values.push_back(image.at(old[0], old[1], old[2]));
            }
    return copy;
}

std::vector<std::int32_t> inner_values(const Grid& grid, const GridLabels& labels) {
    std::vector<std::int32_t> values;
    for_each_cell(grid, [&](const Index3&, std::ptrdiff_t n) { values.push_back(labels.labels[n]); });
    return values;
}

}  // namespace

TEST_CASE("Images: Volume and centroid of a label follow the map of the image", "[image]") {
    const LabelImage image = two_balls();
    const LabelFigures inner = label_figures(image, 2);
    // A ball of 10 mm on voxels of 3 mm3: round-off of the border is well below 1 %.
    CHECK(inner.volume == Approx(4.0 / 3.0 * M_PI * 1e-6).epsilon(0.01));
    CHECK((inner.centroid - Vector3(0.004, 0.042, -0.017)).norm() < 1e-4);
    CHECK((inner.lower - Vector3(-0.006, 0.032, -0.027)).cwiseAbs().maxCoeff() < 2e-3);
    CHECK((inner.upper - Vector3(0.014, 0.052, -0.007)).cwiseAbs().maxCoeff() < 2e-3);
    CHECK(labels_present(image) == std::vector<int>{0, 1, 2});
    try {
        label_figures(image, 7);
        FAIL("nothing was thrown");
    } catch (const InputError& error) {
        CHECK_THAT(error.what(), Catch::Contains("label 7") && Catch::Contains("0, 1, 2"));
    }
}

TEST_CASE("Images: Permuted and mirrored copies give the same grid and the same labels", "[image]") {
    const LabelImage image = two_balls();
    // At 1 mm and at 0.5 mm cell centres fall on borders between voxels, the worst case.
    for (const double spacing : {1e-3, 0.5e-3, 0.7e-3}) {
        const Grid grid = grid_around_label(image, 2, 8e-3, spacing);
        const std::vector<std::int32_t> expected = inner_values(grid, resample(image, grid));
        for (const Index3& order : {Index3{0, 1, 2}, {2, 0, 1}, {1, 2, 0}, {1, 0, 2}, {2, 1, 0}, {0, 2, 1}})
            for (int flips = 0; flips < 8; ++flips) {
                const LabelImage copy = reordered(image, order, {(flips & 1) != 0, (flips & 2) != 0, (flips & 4) != 0});
                REQUIRE((label_figures(copy, 2).centroid - label_figures(image, 2).centroid).norm() < 1e-12);
                const Grid same = grid_around_label(copy, 2, 8e-3, spacing);
                REQUIRE(same.cells() == grid.cells());
                REQUIRE(same.lower() == grid.lower());  // to the bit
                REQUIRE(inner_values(same, resample(copy, same)) == expected);
            }
    }
}

TEST_CASE("Images: Resampling keeps volume and centroid of a label", "[image]") {
    const LabelImage image = two_balls();
    const LabelFigures original = label_figures(image, 2);
    for (const double spacing : {1e-3, 0.5e-3}) {
        const Grid grid = grid_around_label(image, 2, 5e-3, spacing);
        const GridLabels resampled = resample(image, grid);
        const LabelFigures figures = label_figures(grid, resampled.labels, 2);
        CHECK(figures.volume == Approx(original.volume).epsilon(0.02));
        CHECK((figures.centroid - original.centroid).norm() < 0.3e-3);
        REQUIRE(resampled.notes.size() == 1);
        CHECK_THAT(resampled.notes[0], Catch::Contains("anisotropic") && Catch::Contains("nearest"));
    }
}

TEST_CASE("Images: A grid covers what it was asked to and shares its centre", "[image]") {
    const LabelImage image = two_balls();
    const Grid whole = grid_over(image.geometry, 2e-3);
    // Voxel borders: x -30.5..29.5, y 9.25..75.25, z -51..21 mm.
    CHECK((whole.lower() - Vector3(-0.0305, 0.00925, -0.051)).norm() < 1e-12);
    CHECK((whole.upper() - Vector3(0.0295, 0.07525, 0.021)).norm() < 1e-12);
    CHECK(resample(image, whole).outside == 0);
    const Grid wider = grid_over(image.geometry, 7e-3);
    CHECK((wider.lower() - Vector3(-0.032, 0.00725, -0.0535)).norm() < 1e-12);
    const GridLabels labels = resample(image, grid_around_label(image, 2, 60e-3, 2e-3));
    CHECK(labels.outside > 0);
    CHECK_THAT(labels.notes.back(), Catch::Contains("outside the image"));

    const LabelFigures figures = label_figures(image, 2);
    const Grid around = grid_around_label(image, 2, 10e-3, 1e-3);
    CHECK(((figures.lower - around.lower()).array() >= 10e-3 - 7e-6).all());
    CHECK(((figures.lower - around.lower()).array() < 10.5e-3 + 7e-6).all());
    CHECK(((around.upper() - figures.upper).array() >= 10e-3 - 7e-6).all());
    CHECK(((around.upper() + around.lower() - figures.upper - figures.lower).array().abs() < 14e-6).all());

    // A grid of the image's own voxels needs no note.
    LabelImage cubes = image;
    cubes.geometry.affine.diagonal() << 2e-3, 2e-3, 2e-3, 1;
    const Grid own(cubes.geometry.dims, 2e-3, cubes.geometry.bounds().first);
    CHECK(resample(cubes, own).notes.empty());
    CHECK(resample(cubes, own).outside == 0);

    CHECK_THROWS_AS(grid_over(image.geometry, 0.0), InputError);
    CHECK_THROWS_AS(grid_over(image.geometry, 1e-9), InputError);
    CHECK_THROWS_AS(grid_around_label(image, 2, -1e-3, 1e-3), InputError);
    CHECK_THROWS_AS(grid_around_label(image, 9, 1e-3, 1e-3), InputError);
}

TEST_CASE("Images: An oblique image is resampled where it lies, and says so", "[image]") {
    LabelImage image = two_balls();
    const Vector3 centroid = label_figures(image, 2).centroid;
    Eigen::Matrix4d turn = Eigen::Matrix4d::Identity();
    const double c = std::cos(0.3), s = std::sin(0.3);
    turn.topLeftCorner<2, 2>() << c, -s, s, c;
    image.geometry.affine = turn * image.geometry.affine;
    CHECK(image.geometry.oblique());
    const Grid grid = grid_around_label(image, 2, 5e-3, 1e-3);
    const GridLabels labels = resample(image, grid);
    const Vector3 expected = turn.topLeftCorner<3, 3>() * centroid;
    CHECK((label_figures(grid, labels.labels, 2).centroid - expected).norm() < 0.3e-3);
    CHECK_THAT(labels.notes[0], Catch::Contains("oblique and anisotropic"));
}

TEST_CASE("Images: What lies below a threshold in a second image gets a label of its own", "[image]") {
    const LabelImage image = two_balls();
    IntensityImage ct;
    ct.geometry = image.geometry;
    for (std::size_t n = 0; n < image.values.size(); ++n) ct.values.push_back(n % 2 == 0 ? -1000.f : 40.f);
    const Grid grid(image.geometry.dims, 1e-3, Vector3(-0.030, 0.010, -0.050));
    GridLabels labels = resample(image, grid);
    const Field<std::int32_t> before = labels.labels;
    const GridIntensities values = resample(ct, grid);
    const std::size_t changed = relabel_below(grid, labels.labels, values, -300, 0, 200);
    std::size_t expected = 0;
    for_each_cell(grid, [&](const Index3&, std::ptrdiff_t n) {
        const bool air = before[n] == 0 && values.values[n] < -300.f;
        expected += air;
        REQUIRE(labels.labels[n] == (air ? 200 : before[n]));
    });
    CHECK(changed == expected);
    CHECK(changed > 1000);
}
