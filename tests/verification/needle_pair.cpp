// Two needles of the reference 10 mm apart.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "support/needle_case.hpp"

using namespace iceball;

namespace {

// Volume in cm3 after 600 s from an eighth of the box: planes of symmetry between the needles, along both axes and across
// their middles.
struct Pair {
    double ice, lethal;
};
Pair eighth(double spacing) {
    const int n = int(std::lround(48e-3 / spacing));
    Needle half{"A", {Vector3(5e-3, 0, 0), Vector3::UnitZ(), 1.2e-3, 0, 15e-3}, needle_case::wall_at(-140), 0};
    Model model = needle_case::model(Grid({n, n, n}, spacing, Vector3::Zero()), {half}, {600});
    for (Face face : {Face::x_min, Face::y_min, Face::z_min}) model.boundaries[std::size_t(face)] = Insulated{};
    Simulation simulation(model);
    simulation.run();
    const auto volume = [&](double isotherm) {
        const double tissue = ice_volume(model, simulation.state(), simulation.tissue_fraction(), isotherm).tissue;
        return 8e6 * tissue + 2 * 0.1357168;
    };
    return {volume(-0.5), volume(-20)};
}

// Limits of the eighth's volumes: 2 mm gives 49.979 and 24.498, 1 mm 50.014 and 24.504 cm3; extrapolated
// with the square of the spacing (fluxes and coupling are of second order in smooth fields).
constexpr double limit_ice = 50.026, limit_lethal = 24.506;

}  // namespace

TEST_CASE("two needles: mirror symmetric, and near the limit of fine grids", "[needle]") {
    Needle left = needle_case::needle({-5e-3, 0, 0}, 0), right = needle_case::needle({5e-3, 0, 0}, 0);
    right.name = std::string("B");  // assigned whole: g++ 12 warns falsely of overlap otherwise
    const Model model = needle_case::model(needle_case::cube(2e-3), {left, right}, {600});
    Simulation simulation(model);
    simulation.run();
    CHECK(needle_case::volume(model, simulation, -0.5) == Approx(limit_ice).epsilon(0.015));
    CHECK(needle_case::volume(model, simulation, -20) == Approx(limit_lethal).epsilon(0.015));
    double worst = 0;  // [J/m3], of about 1e8
    const Grid& grid = model.grid;
    for_each_cell(grid, [&](const Index3& c, std::ptrdiff_t cell) {
        if (simulation.tissue_fraction()[cell] == 0) return;
        const std::ptrdiff_t mirrored = grid.index(grid.nx() - 1 - c[0], c[1], c[2]);
        worst = std::max(worst, std::abs(simulation.state().enthalpy[cell] - simulation.state().enthalpy[mirrored]));
    });
    CHECK(worst < 1e-2);
    CHECK(simulation.state().needles[0].heat == Approx(simulation.state().needles[1].heat).epsilon(1e-9));
}

TEST_CASE("two needles: an eighth of the box gives the whole", "[needle]") {
    const Pair pair = eighth(2e-3);
    CHECK(pair.ice == Approx(limit_ice).epsilon(0.01));
    CHECK(pair.lethal == Approx(limit_lethal).epsilon(0.01));
}

TEST_CASE("two needles: the limit of fine grids", "[needle][long]") {
    const Pair middle = eighth(1e-3), fine = eighth(0.5e-3);
    CHECK(fine.ice + (fine.ice - middle.ice) / 3 == Approx(limit_ice).epsilon(2e-3));
    CHECK(fine.lethal + (fine.lethal - middle.lethal) / 3 == Approx(limit_lethal).epsilon(2e-3));
}
