#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "core/parallel.hpp"
#include "outcome/ice_volume.hpp"
#include "outcome/plane_fraction.hpp"
#include "support/given_fields.hpp"

using namespace iceball;
using namespace iceball::testing;

namespace {

constexpr double pi = std::numbers::pi;

// Offsets of the centre within a cell, in cells: on centres, faces, edges, corners and between.
std::vector<Vector3> offsets() {
    std::vector<Vector3> all;
    for (double x : {0.0, 0.25, 0.5})
        for (double y : {0.0, 0.25, 0.5})
            for (double z : {0.0, 0.25, 0.5}) all.push_back({x, y, z});
    return all;
}

// Largest relative error of the volume below an isotherm over all offsets; distance_field(p) is zero on the surface of
// the true volume and rises outward, temperature(d) is the temperature there.
template <class Distance, class Temperature>
double worst_volume_error(int cells, double spacing, double isotherm, double exact, Distance&& distance,
                          Temperature&& temperature) {
    const Model model = cube_model(cells, spacing);
    const Field<double> fractions = tissue_fractions(model.grid);
    double worst = 0;
    for (const Vector3& offset : offsets()) {
        const Vector3 centre = spacing * offset;
        const State state = given_state(model, [&](const Vector3& p) { return temperature(distance(Vector3(p - centre))); });
        const double volume = ice_volume(model, state, fractions, isotherm).tissue;
        worst = std::max(worst, std::abs(volume / exact - 1));
    }
    return worst;
}

}  // namespace

TEST_CASE("Outcome: volume of a cube on one side of a plane", "[outcome]") {
    CHECK(plane_fraction(0.0, {1, 0, 0}) == Approx(0.5));
    CHECK(plane_fraction(0.25, {1, 0, 0}) == Approx(0.75));
    CHECK(plane_fraction(-0.6, {1, 0, 0}) == 0.0);
    CHECK(plane_fraction(0.6, {0, 0, 1}) == 1.0);
    CHECK(plane_fraction(1.0, {0, 0, 0}) == 1.0);
    CHECK(plane_fraction(0.0, {0, 0, 0}) == 0.0);
    // A corner cut off at half of three edges: a tetrahedron of 1/48.
    CHECK(plane_fraction(-1.0, {1, 1, 1}) == Approx(1.0 / 48));
    // The regular hexagon halves the cube; a diagonal prism of 1/8.
    CHECK(plane_fraction(0.0, {1, -1, 1}) == Approx(0.5));
    CHECK(plane_fraction(-0.5, {0, 1, 1}) == Approx(1.0 / 8));

    // Against the mean of many midpoints, whatever the signs and the order of the components.
    std::mt19937 random(7);
    std::uniform_real_distribution<double> uniform(-1, 1);
    const int n = 60;
    for (int trial = 0; trial < 40; ++trial) {
        Vector3 gradient(uniform(random), uniform(random), uniform(random));
        if (trial % 4 == 1) gradient[trial % 3] *= 1e-3;
        if (trial % 4 == 2) gradient[trial % 3] = 1e-9;
        const double value = 0.6 * uniform(random);
        double inside = 0;
        for (int i = 0; i < n; ++i)
            for (int j = 0; j < n; ++j) {
                // Exact along the third direction.
                const double x = (i + 0.5) / n - 0.5, y = (j + 0.5) / n - 0.5;
                const double f = value + gradient.x() * x + gradient.y() * y, g = std::abs(gradient.z());
                inside += g < 1e-8 ? (f > 0) : std::clamp(f / g + 0.5, 0.0, 1.0);
            }
        const double fraction = plane_fraction(value, gradient);
        // Columns are cut as a whole or not where the plane is steep: an error of up to 2 / n of the cut ones.
        CHECK(fraction == Approx(inside / (n * n)).margin(std::abs(gradient.z()) < 1e-2 ? 2.0 / n : 2e-3));
        CHECK(plane_fraction(-value, -gradient) == Approx(1 - fraction).margin(1e-12));
        CHECK(plane_fraction(value, {-gradient.y(), gradient.z(), gradient.x()}) == Approx(fraction).margin(1e-12));
    }
}

TEST_CASE("Outcome: volume of spheres and ellipsoids of given fields", "[outcome]") {
    const double h = 1e-3;
    const auto linear = [](double d) { return -20 + 8e3 * d; };  // 8 K/mm
    const auto sphere = [](double radius) { return [radius](const Vector3& p) { return p.norm() - radius; }; };

    SECTION("a sphere of 16 cells a diameter") {
        CHECK(worst_volume_error(24, h, -20, 4 * pi / 3 * 512e-9, sphere(8 * h), linear) < 0.0015);
    }
    SECTION("a sphere of 8 cells a diameter") {
        CHECK(worst_volume_error(16, h, -20, 4 * pi / 3 * 64e-9, sphere(4 * h), linear) < 0.008);
    }
    SECTION("a sphere in a field that falls off like 1 / r") {
        const double radius = 8 * h;
        const auto harmonic = [&](const Vector3& p) { return 1 - radius / std::max(p.norm(), h); };
        const auto temperature = [](double f) { return -20 + 57 * f; };
        CHECK(worst_volume_error(24, h, -20, 4 * pi / 3 * 512e-9, harmonic, temperature) < 0.003);
    }
    SECTION("an ellipsoid of 24 x 16 x 20 cells") {
        const Vector3 axes(12 * h, 8 * h, 10 * h);
        const auto ellipsoid = [&](const Vector3& p) { return 8 * h * ((p.array() / axes.array()).matrix().norm() - 1); };
        CHECK(worst_volume_error(32, h, -20, 4 * pi / 3 * axes.prod(), ellipsoid, linear) < 0.002);
    }
}

TEST_CASE("Outcome: volume in two tissues, at faces of the box and beside inactive cells", "[outcome]") {
    const double h = 1e-3;
    Model model = cube_model(24, h);
    model.tissues.push_back({"fat", ThermalLaw::linear_release({0.3, 1.7e6}, {0.2, 2.2e6}, 90e6, -12, -4)});
    model.regions.regions.push_back({"fat", 1, {}});
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) { model.regions.region[cell] = c[0] >= 13; });
    Field<double> fractions = tissue_fractions(model.grid);
    const double sphere = 4 * pi / 3 * 512e-9;

    SECTION("a smooth temperature gives the same volume whatever the tissues") {
        const State state = given_state(model, [&](const Vector3& p) { return -20 + 8e3 * (p.norm() - 8 * h); });
        CHECK(ice_volume(model, state, fractions, -20).tissue == Approx(sphere).epsilon(0.001));
    }
    SECTION("an eighth of a sphere in a corner of the box") {
        const Vector3 corner = model.grid.lower();
        const State state = given_state(model, [&](const Vector3& p) { return -20 + 8e3 * ((p - corner).norm() - 16 * h); });
        CHECK(ice_volume(model, state, fractions, -20).tissue == Approx(sphere).epsilon(0.002));
    }
    SECTION("inactive cells carry no tissue, and what they hold is not read") {
        State state = given_state(model, [&](const Vector3& p) { return -20 + 8e3 * (p.norm() - 8 * h); });
        const double whole = ice_volume(model, state, fractions, -20).tissue;
        // A column through the surface at x = 8 mm.
        double column = 0;
        for (int i : {18, 19, 20}) column += ice_fraction(IsothermReader(model, state, fractions, -20), {i, 12, 12});
        for (int i : {18, 19, 20}) {
            const std::ptrdiff_t cell = model.grid.index(i, 12, 12);
            fractions[cell] = 0;
            state.theta[cell] = state.enthalpy[cell] = 1e9;
        }
        // Neighbours read the surface one-sided now: a few hundredths of a cell.
        const double hole = whole - ice_volume(model, state, fractions, -20).tissue;
        CHECK(hole / (h * h * h) == Approx(column).margin(0.15));
    }
}

TEST_CASE("Outcome: isothermal freezing is read from the liquid fraction", "[outcome]") {
    const Model model = cube_model(8, 1e-3, {"water", ThermalLaw::linear_release({2, 1.9e6}, {0.5, 4e6}, 300e6, 0, 0)});
    State state = given_state(model, [](const Vector3& p) { return p.x() < -0.5e-3 ? -10.0 : 10.0; });
    for (int j = 0; j < 8; ++j)
        for (int k = 0; k < 8; ++k) {
            const std::ptrdiff_t cell = model.grid.index(4, j, k);
            state.enthalpy[cell] = model.tissues[0].law.enthalpy_at_liquid_fraction(0.3);
            state.theta[cell] = 0;
        }
    // Three layers and a half of a layer are not enough to tell: 3 frozen, cell 3 warm, cell 4 frozen by 0.7.
    CHECK(ice_volume(model, state, tissue_fractions(model.grid), 0).tissue == Approx((3 + 0.7) * 64e-9).epsilon(1e-12));
}

TEST_CASE("Outcome: needles count where their wall is below the isotherm", "[outcome]") {
    Model model = cube_model(8, 1e-3);
    model.needles.push_back({"A", {{0, 0, -2e-3}, {0, 0, 1}, 0.5e-3, 0, 4e-3}, nullptr, 0});
    State state = given_state(model, [](const Vector3&) { return 10.0; });
    state.needles.resize(1);
    state.needles[0].wall_temperature = {-100, -50, -10, 5};
    const IceVolume volume = ice_volume(model, state, tissue_fractions(model.grid), -20);
    CHECK(volume.tissue == 0);
    CHECK(volume.with_needles == Approx(pi * 0.25e-6 * 2e-3));
}

TEST_CASE("Outcome: volumes have the same bits for any number of threads", "[outcome]") {
    const Model model = cube_model(20, 1e-3);
    const State state = given_state(model, [](const Vector3& p) { return -20 + 8e3 * (p.norm() - 7.3e-3); });
    const Field<double> fractions = tissue_fractions(model.grid);
    const int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    const double one = ice_volume(model, state, fractions, -20).tissue;
    omp_set_num_threads(3);
    const double three = ice_volume(model, state, fractions, -20).tissue;
    omp_set_num_threads(threads);
    CHECK(one == three);
}
