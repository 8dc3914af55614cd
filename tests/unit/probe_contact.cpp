// What of an outer face a contact probe covers.
#include <catch2/catch.hpp>

#include <numbers>

#include "probe/contact.hpp"

using namespace iceball;

TEST_CASE("contact: area that a patch and a rectangle have in common", "[probe]") {
    const Disc disc{{1.0, -2.0}, 3.0};
    const double whole = std::numbers::pi * 9;
    CHECK(common_area(disc, {-9, -9}, {9, 9}) == Approx(whole).epsilon(1e-14));
    CHECK(common_area(disc, {1, -9}, {9, 9}) == Approx(whole / 2).epsilon(1e-14));
    CHECK(common_area(disc, {1, -2}, {9, 9}) == Approx(whole / 4).epsilon(1e-14));
    CHECK(common_area(disc, {0, -3}, {1, -2}) == Approx(1).epsilon(1e-13));
    CHECK(common_area(disc, {3.5, 0.5}, {5, 5}) == 0);  // within its square, beyond its arc
    // Segment beyond half the radius.
    CHECK(common_area(disc, {2.5, -9}, {9, 9}) == Approx(9 * (std::numbers::pi / 3 - std::sqrt(3.0) / 4)).epsilon(1e-13));
    // Fine sampling of one that the arc crosses.
    const FacePoint low{2.9, -0.7}, high{3.8, 0.6};
    constexpr int samples = 2000;
    int inside = 0;
    for (int i = 0; i < samples; ++i)
        for (int j = 0; j < samples; ++j) {
            const double x = low[0] + (high[0] - low[0]) * (i + 0.5) / samples - 1;
            const double y = low[1] + (high[1] - low[1]) * (j + 0.5) / samples + 2;
            inside += x * x + y * y < 9;
        }
    const double sampled = 0.9 * 1.3 * inside / (double(samples) * samples);
    CHECK(common_area(disc, low, high) == Approx(sampled).epsilon(1e-4));

    const FaceRectangle rectangle{{0, 1}, {4, 2}};
    CHECK(common_area(rectangle, {-9, -9}, {9, 9}) == Approx(8));
    CHECK(common_area(rectangle, {1, 1.5}, {3, 9}) == Approx(0.5));
    CHECK(common_area(rectangle, {2.5, 0}, {3, 9}) == 0);
}

TEST_CASE("contact: shares of the cells add up to the disc, on every face", "[probe]") {
    const Grid grid({20, 24, 28}, 1e-3, Vector3(-0.01, -0.012, -0.014));
    for (int face = 0; face < 6; ++face) {
        Contact contact;
        contact.face = Face(face);
        contact.patch = Disc{{0.4e-3, -0.7e-3}, 6.3e-3};
        const auto cells = covered_cells(grid, contact);
        double area = 0;
        for (std::size_t n = 0; n < cells.size(); ++n) {
            area += cells[n].share * 1e-6;
            const int axis = face / 2, edge = face % 2 == 0 ? 0 : grid.cells()[axis] - 1;
            CHECK(grid.cell_at(cells[n].cell)[std::size_t(axis)] == edge);
            if (n > 0) CHECK(cells[n - 1].cell < cells[n].cell);
        }
        CHECK(area == Approx(std::numbers::pi * 6.3e-3 * 6.3e-3).epsilon(1e-12));
        contact.patch = Disc{{0.4e-3, -0.7e-3}, 1.0};
        CHECK(covered_cells(grid, contact).size() ==
              grid.cell_count() / std::size_t(grid.cells()[std::size_t(face / 2)]));
    }
}
