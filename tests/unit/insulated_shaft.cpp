// Insulated shafts: the hole that they make, and the potential of a needle that has one.
#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "probe/coupling.hpp"
#include "probe/wall_potential.hpp"
#include "solver/tissue_fraction.hpp"
#include "solver/wall_cells.hpp"
#include "support/missing_volume.hpp"
#include "support/needle_case.hpp"

using namespace iceball;
using Catch::Matchers::Contains;

namespace {

Needle with_shaft(const Vector3& middle, double tilt) {
    Needle needle = needle_case::needle(middle, tilt);
    needle.geometry.insulated_shaft = true;
    return needle;
}

Boundaries warm() {
    Boundaries boundaries;
    boundaries.fill(FixedTemperature{37});
    return boundaries;
}

}  // namespace

TEST_CASE("insulated shaft: goes on from the active zone until it has left the box", "[probe]") {
    const Grid grid = needle_case::cube(2e-3, 32e-3);
    CHECK_FALSE(insulated_shaft(grid, needle_case::needle(Vector3::Zero(), 0).geometry));
    const auto upright = insulated_shaft(grid, with_shaft(Vector3::Zero(), 0).geometry);
    REQUIRE(upright);
    CHECK(upright->active_from().z() == Approx(15e-3));
    CHECK(upright->active_length == Approx(17e-3));
    // At 60 degrees from z it leaves through x_max, slanted by 30 degrees.
    const NeedleGeometry slanted = with_shaft(Vector3::Zero(), 60).geometry;
    const auto shaft = insulated_shaft(grid, slanted);
    REQUIRE(shaft);
    const double sine = std::sqrt(0.75);
    CHECK(shaft->active_length == Approx((32e-3 - 15e-3 * sine) / sine + 1.2e-3 * 0.5 / sine));
    // An active zone that ends on a face has none.
    CHECK_FALSE(insulated_shaft(grid, with_shaft({0, 0, 17e-3}, 0).geometry));
}

TEST_CASE("insulated shaft: is cut out of the tissue, charged or not", "[probe]") {
    const Grid grid = needle_case::cube(2e-3, 32e-3);
    const double cross_section = std::numbers::pi * 1.2e-3 * 1.2e-3;
    for (double tilt : {0.0, 35.0}) {
        const Needle needle = with_shaft({0.3e-3, 0.1e-3, 0}, tilt);
        const Coupling plain = couple(grid, warm(), {needle}, {false}), charged = couple(grid, warm(), {needle}, {true});
        // Axis from the tip to the upper face; a slanted end is symmetric about it. Areas are good to 1e-3 of a face.
        const double axis = 30e-3 + (32e-3 - needle.geometry.active_to().z()) / needle.geometry.direction.z();
        CHECK(missing_volume(grid, plain) == Approx(cross_section * axis).epsilon(3e-3));
        CHECK(plain.inactive == charged.inactive);
        CHECK(plain.links.empty());
        REQUIRE(charged.charge.size() == 1);
        for (const WallLink& link : charged.links) CHECK((link.needle == 0 && link.conductance > 0));
    }
}

TEST_CASE("insulated shaft: no flux crosses it, and what leaves the wall is the needle's charge", "[probe]") {
    const NeedleGeometry geometry = needle_case::needle(Vector3::Zero(), 0).geometry;
    ChargedBody body{NeedleBody(geometry)};
    const WallPotential bare({body});
    body.shaft = 30e-3;
    const WallPotential joined({body});
    // Without its flat end, and beside a wall that hinders it, it gives less: 1.6 % by the axisymmetric solver of the tests after
    // 600 s (17123 J with two shafts, 17669 with none), when ice still grows and its ends count for more.
    CHECK(joined.charge(0) < 0.99 * bare.charge(0));
    CHECK(joined.charge(0) > 0.98 * bare.charge(0));
    double leaving = 0;
    for (const WallPanel& panel : joined.panels(0)) leaving += panel.flux * panel.area();
    CHECK(leaving == Approx(joined.charge(0)).epsilon(1e-9));
    const double mean = bare.charge(0) / (2 * std::numbers::pi * 1.2e-3 * 30e-3);
    for (double z : {16.2e-3, 17e-3, 20e-3, 30e-3}) {
        CAPTURE(z);
        // 0.01 mm off the wall and a radius or more behind the rim, against the mean flux of the active one.
        CHECK(std::abs(joined.flux({1.21e-3, 0, z}).x()) < 0.02 * mean);
    }
    CHECK(bare.flux({1.21e-3, 0, 16.2e-3}).x() > 0.1 * mean);
    CHECK(joined.flux({1.21e-3, 0, 10e-3}).x() > 0.7 * mean);
}

TEST_CASE("insulated shaft: a cell inside it has the temperature of the tissue beside it", "[probe]") {
    const Grid grid = needle_case::cube(2e-3, 32e-3);
    const Model model = needle_case::model(grid, {with_shaft({1e-3, 1e-3, 0}, 0)}, {60});
    Simulation simulation(model);
    simulation.run();
    int shaft_cells = 0;
    for (const WallCell& cell : wall_cells(model, simulation.tissue_fraction())) {
        const Index3 at = grid.cell_at(cell.cell);
        const bool in_shaft = grid.cell_centre(at[0], at[1], at[2]).z() > 15e-3;
        CHECK((cell.tissue >= 0) == in_shaft);
        if (!in_shaft) continue;
        ++shaft_cells;
        CHECK(simulation.tissue_fraction()[cell.tissue] > 0);
        // Far from the active zone nothing is cold yet, whatever its last node has.
        if (at[2] >= grid.cells()[2] - 4) CHECK(wall_temperature(model, simulation.state(), cell) > 36);
    }
    CHECK(shaft_cells == 8);
}

TEST_CASE("insulated shaft: may not run into another needle", "[probe]") {
    const Grid grid = needle_case::cube(2e-3, 48e-3);
    NeedleGeometry across = needle_case::needle({0, 0, 0}, 60, 12e-3).geometry;
    across.tip.z() += 32e-3;
    const Needle behind{"B", across, nullptr, 0};
    const Needle needle = with_shaft({0, 0, 0}, 0);
    CHECK_THROWS_WITH(couple(grid, warm(), {needle, behind}, {true, true}),
                      Contains("A (its insulated shaft)") && Contains("B") && Contains("overlap"));
    CHECK_NOTHROW(couple(grid, warm(), {needle_case::needle({0, 0, 0}, 0), behind}, {true, true}));
}
