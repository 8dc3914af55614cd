#include <catch2/catch.hpp>

#include <cmath>
#include <random>

#include "compare/masks.hpp"
#include "core/error.hpp"

using namespace iceball;

namespace {

using Mask = std::vector<std::uint8_t>;

Mask ball(const Grid& grid, const Vector3& centre, double radius) {
    Mask mask;
    for_each_cell(grid, [&](const Index3& c, std::ptrdiff_t) {
        mask.push_back((grid.cell_centre(c[0], c[1], c[2]) - centre).norm() < radius);
    });
    return mask;
}

}  // namespace

TEST_CASE("Compare: concentric balls", "[compare]") {
    const Grid grid({50, 50, 50}, 1e-3, Vector3::Constant(-0.025));
    const MaskComparison c = compare_masks(grid, ball(grid, Vector3::Zero(), 0.020), ball(grid, Vector3::Zero(), 0.015));
    const double big = std::pow(0.020, 3), small = std::pow(0.015, 3);
    CHECK(c.dice == Approx(2 * small / (big + small)).epsilon(0.01));
    CHECK(c.common == c.volume_b);
    // A surface lies within a cell of where it should be.
    CHECK(c.hausdorff == Approx(0.005).margin(1.0e-3));
    CHECK(c.mean_distance == Approx(0.005).margin(0.3e-3));
    CHECK(c.centroid_distance < 1e-12);
    const MaskComparison same = compare_masks(grid, ball(grid, Vector3::Zero(), 0.020), ball(grid, Vector3::Zero(), 0.020));
    CHECK(same.dice == 1);
    CHECK(same.hausdorff == 0);
    CHECK(same.mean_distance == 0);
}

TEST_CASE("Compare: a shifted ball", "[compare]") {
    const Grid grid({60, 40, 40}, 1e-3, Vector3::Zero());
    const Vector3 centre(0.025, 0.020, 0.020);
    const MaskComparison c = compare_masks(grid, ball(grid, centre, 0.010), ball(grid, centre + Vector3(0.004, 0, 0), 0.010));
    CHECK(c.hausdorff == Approx(0.004).epsilon(1e-9));
    CHECK(c.centroid_distance == Approx(0.004).epsilon(1e-9));
    // Two spheres of radius r a distance d apart share 1 - 3 d/4r + d^3/16r^3 of their volume.
    CHECK(c.dice == Approx(1 - 0.3 + 0.064 / 16).margin(0.01));
}

TEST_CASE("Compare: distances agree with the search over all pairs", "[compare]") {
    const Grid grid({9, 7, 11}, 2e-3, Vector3::Zero());
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        // Sparse sets: every cell of them is surface.
        Mask a(grid.cell_count(), 0), b(grid.cell_count(), 0);
        for (int n = 0; n < 6; ++n) {
            a[random() % a.size()] = 1;
            b[random() % b.size()] = 1;
        }
        std::vector<Vector3> in_a, in_b;
        std::size_t n = 0;
        for_each_cell(grid, [&](const Index3& c, std::ptrdiff_t) {
            if (a[n]) in_a.push_back(grid.cell_centre(c[0], c[1], c[2]));
            if (b[n]) in_b.push_back(grid.cell_centre(c[0], c[1], c[2]));
            ++n;
        });
        double worst = 0, sum = 0;
        for (const auto& [from, to] : {std::pair(&in_a, &in_b), std::pair(&in_b, &in_a)})
            for (const Vector3& p : *from) {
                double nearest = 1;
                for (const Vector3& q : *to) nearest = std::min(nearest, (p - q).norm());
                worst = std::max(worst, nearest);
                sum += nearest;
            }
        const MaskComparison c = compare_masks(grid, a, b);
        REQUIRE(c.hausdorff == Approx(worst).epsilon(1e-12));
        REQUIRE(c.mean_distance == Approx(sum / double(in_a.size() + in_b.size())).epsilon(1e-12));
    }
}

TEST_CASE("Compare: empty sets", "[compare]") {
    const Grid grid({5, 5, 5}, 1e-3, Vector3::Zero());
    const Mask none(125, 0);
    Mask one = none;
    one[62] = 1;
    const MaskComparison c = compare_masks(grid, none, one);
    CHECK(c.dice == 0);
    CHECK(std::isnan(c.hausdorff));
    CHECK_THROWS_AS(compare_masks(grid, none, none), InputError);
    CHECK_THROWS_AS(compare_masks(grid, one, Mask(124, 1)), InputError);
}
