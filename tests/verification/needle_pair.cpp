// Two needles of the reference 10 mm apart.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "support/needle_case.hpp"

using namespace iceball;

namespace {

constexpr double own_volume = 0.1357168;  // of a needle [cm3]

struct Pair {
    double ice, lethal;  // V(-0.5) and V(-20) with both needles [cm3]
};

// What a part of the box behind planes of symmetry stands for.
Pair read(const Model& model, const Simulation& simulation, int parts) {
    const auto volume = [&](double isotherm) {
        const double tissue = ice_volume(model, simulation.state(), simulation.tissue_fraction(), isotherm).tissue;
        return 1e6 * parts * tissue + 2 * own_volume;
    };
    return {volume(-0.5), volume(-20)};
}

Needle upper_half(double x) {
    return {x < 0 ? "A" : "B", {Vector3(x, 0, 0), Vector3::UnitZ(), 1.2e-3, 0, 15e-3}, needle_case::wall_at(-140), 0};
}

// Half of one needle: planes of symmetry between the needles, along both axes and across their middles. The plane between
// them is a mirror, and the potential that of a needle and its images.
Pair eighth(double spacing, double half_box, double time) {
    const int n = int(std::lround(half_box / spacing));
    Model model = needle_case::model(Grid({n, n, n}, spacing, Vector3::Zero()), {upper_half(5e-3)}, {time});
    for (Face face : {Face::x_min, Face::y_min, Face::z_min}) model.boundaries[std::size_t(face)] = Insulated{};
    Simulation simulation(model);
    simulation.run();
    return read(model, simulation, 8);
}

// Half of each: planes of symmetry along both axes and across the middles. Each needle has a potential of its own.
Pair quarter(double spacing, double half_box, double time) {
    const int n = int(std::lround(half_box / spacing));
    Model model = needle_case::model(Grid({2 * n, n, n}, spacing, Vector3(-half_box, 0, 0)),
                                     {upper_half(-5e-3), upper_half(5e-3)}, {time});
    for (Face face : {Face::y_min, Face::z_min}) model.boundaries[std::size_t(face)] = Insulated{};
    Simulation simulation(model);
    simulation.run();
    return read(model, simulation, 4);
}

// After 600 s; docs/verification.md tells where they come from. Grids of 2.5 to 0.5 mm lie within 0.6 % of them.
constexpr double limit_ice = 50.37, limit_lethal = 24.67;

}  // namespace

TEST_CASE("two needles: mirror symmetric, and near the limit of fine grids", "[needle]") {
    Needle left = needle_case::needle({-5e-3, 0, 0}, 0), right = needle_case::needle({5e-3, 0, 0}, 0);
    right.name = std::string("B");  // assigned whole: g++ 12 warns falsely of overlap otherwise
    const Model model = needle_case::model(needle_case::cube(2e-3), {left, right}, {600});
    Simulation simulation(model);
    simulation.run();
    const double ice = needle_case::volume(model, simulation, -0.5), lethal = needle_case::volume(model, simulation, -20);
    CHECK(ice == Approx(limit_ice).epsilon(0.015));
    CHECK(lethal == Approx(limit_lethal).epsilon(0.015));
    double worst = 0;  // [J/m3], of about 1e8
    const Grid& grid = model.grid;
    for_each_cell(grid, [&](const Index3& c, std::ptrdiff_t cell) {
        if (simulation.tissue_fraction()[cell] == 0) return;
        const std::ptrdiff_t mirrored = grid.index(grid.nx() - 1 - c[0], c[1], c[2]);
        worst = std::max(worst, std::abs(simulation.state().enthalpy[cell] - simulation.state().enthalpy[mirrored]));
    });
    CHECK(worst < 1e-2);
    CHECK(simulation.state().needles[0].heat == Approx(simulation.state().needles[1].heat).epsilon(1e-9));

    const Pair part = eighth(2e-3, 48e-3, 600);
    CHECK(part.ice == Approx(ice).epsilon(2e-3));
    CHECK(part.lethal == Approx(lethal).epsilon(2e-3));
}

TEST_CASE("two needles: a mirror between them does what the other needle does", "[needle]") {
    // Two ways to the same numbers: images in the potential, or two needles whose face factors are multiplied.
    struct Try {
        double spacing, half_box, time, allowed;
    };
    for (const Try& at : {Try{1e-3, 32e-3, 60, 2e-3}, Try{0.5e-3, 20e-3, 20, 5e-3}}) {
        CAPTURE(at.spacing);
        const Pair mirrored = eighth(at.spacing, at.half_box, at.time), both = quarter(at.spacing, at.half_box, at.time);
        CHECK(mirrored.ice == Approx(both.ice).epsilon(at.allowed));
        CHECK(mirrored.lethal == Approx(both.lethal).epsilon(at.allowed));
    }
}

TEST_CASE("two needles: the limit of fine grids", "[needle][long]") {
    for (double spacing : {2.5e-3, 1.25e-3, 0.625e-3}) {
        CAPTURE(spacing);
        const double allowed = spacing > 2e-3 ? 0.01 : 0.005;
        const Pair pair = quarter(spacing, 50e-3, 600);
        CHECK(pair.ice == Approx(limit_ice).epsilon(allowed));
        CHECK(pair.lethal == Approx(limit_lethal).epsilon(allowed));
    }
}
