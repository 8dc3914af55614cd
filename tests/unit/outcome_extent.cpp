#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "outcome/ice_extent.hpp"
#include "support/given_fields.hpp"

using namespace iceball;
using namespace iceball::testing;

namespace {

double cone(double distance) { return -20 + 8e3 * distance; }  // 8 K/mm, -20 degC on the surface

std::vector<double> extents_of(const IsothermReader& reader, const std::vector<Vector3>& directions) {
    return ice_extents(reader, front_points(reader), directions);
}

}  // namespace

TEST_CASE("Outcome: extents of spheres and ellipsoids at any offset", "[outcome]") {
    const double h = 1e-3;
    const Model model = cube_model(32, h);
    const Field<double> fractions = tissue_fractions(model.grid);
    const std::vector<Vector3> directions{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, Vector3(1, 2, -1).normalized(),
                                          Vector3(0.5, 0, std::sqrt(0.75))};
    double sphere_error = 0, ellipsoid_error = 0, harmonic_error = 0;
    for (double x : {0.0, 0.25, 0.5})
        for (double y : {0.0, 0.25, 0.5})
            for (double z : {0.0, 0.5}) {
                const Vector3 centre = h * Vector3(x, y, z);
                const auto extents = [&](auto&& temperature) {
                    const State state = given_state(model, [&](const Vector3& p) { return temperature(Vector3(p - centre)); });
                    return extents_of(IsothermReader(model, state, fractions, -20), directions);
                };
                for (double extent : extents([&](const Vector3& p) { return cone(p.norm() - 8 * h); }))
                    sphere_error = std::max(sphere_error, std::abs(extent / (16 * h) - 1));
                for (double extent : extents([&](const Vector3& p) { return 37 - 57 * 8 * h / std::max(p.norm(), h); }))
                    harmonic_error = std::max(harmonic_error, std::abs(extent / (16 * h) - 1));
                const Vector3 axes(12 * h, 8 * h, 10 * h);
                const std::vector<double> measured = extents(
                    [&](const Vector3& p) { return cone(8 * h * ((p.array() / axes.array()).matrix().norm() - 1)); });
                for (std::size_t d = 0; d < directions.size(); ++d) {
                    // Support function of an ellipsoid.
                    const double exact = 2 * (axes.array() * directions[d].array()).matrix().norm();
                    ellipsoid_error = std::max(ellipsoid_error, std::abs(measured[d] / exact - 1));
                }
            }
    CHECK(sphere_error < 0.002);
    CHECK(harmonic_error < 0.003);
    CHECK(ellipsoid_error < 0.003);
}

TEST_CASE("Outcome: extents without ice, of ice that fills the box, and of a slab", "[outcome]") {
    const Model model = cube_model(10, 1e-3);
    const Field<double> fractions = tissue_fractions(model.grid);
    const std::vector<Vector3> axes{{1, 0, 0}, {0, 0, 1}};
    const auto extents = [&](auto&& temperature) {
        const State state = given_state(model, temperature);
        return extents_of(IsothermReader(model, state, fractions, -20), axes);
    };
    CHECK(extents([](const Vector3&) { return 37.0; }) == std::vector<double>{0, 0});
    for (double extent : extents([](const Vector3&) { return -30.0; })) CHECK(extent == Approx(10e-3));
    const std::vector<double> slab = extents([](const Vector3& p) { return cone(p.x() - 1.3e-3); });
    CHECK(slab[0] == Approx(6.3e-3).epsilon(1e-9));
    CHECK(slab[1] == Approx(10e-3).epsilon(1e-9));
}

TEST_CASE("Outcome: extent of an isothermal front comes from the liquid fraction", "[outcome]") {
    const double h = 1e-3;
    const Model model = cube_model(24, h, {"water", ThermalLaw::linear_release({2, 1.9e6}, {0.5, 4e6}, 300e6, 0, 0)});
    State state = given_state(model, [](const Vector3&) { return 10.0; });
    const double solid = model.tissues[0].law.enthalpy_at_liquid_fraction(0);
    // Frozen share of every cell of a slab from -4.2 mm to 5.3 mm along x.
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) {
        const double x = model.grid.cell_centre(c[0], c[1], c[2]).x() / h;
        const double share = std::clamp(x + 0.5 + 4.2, 0.0, 1.0) - std::clamp(x + 0.5 - 5.3, 0.0, 1.0);
        if (share > 0) state.enthalpy[cell] = solid + (share == 1 ? -1e6 : 300e6 * (1 - share)), state.theta[cell] = 0;
    });
    const Field<double> fractions = tissue_fractions(model.grid);
    const std::vector<double> extent = extents_of(IsothermReader(model, state, fractions, 0), {{1, 0, 0}});
    CHECK(extent[0] == Approx(9.5e-3).epsilon(1e-9));

    // Each side by itself, against the face of the box.
    for (int i = 0; i < 24; ++i)
        for (int j = 0; j < 24; ++j)
            for (int k = 0; k < 24; ++k)
                if (i < 12) state.enthalpy[model.grid.index(i, j, k)] = solid - 1e6;
    const std::vector<double> one_side = extents_of(IsothermReader(model, state, fractions, 0), {{1, 0, 0}});
    CHECK(one_side[0] == Approx(17.3e-3).epsilon(1e-9));
}

TEST_CASE("Outcome: connected parts", "[outcome]") {
    Model model = cube_model(24, 1e-3);
    Field<double> fractions = tissue_fractions(model.grid);
    const auto balls = [](double apart) {
        return [apart](const Vector3& p) {
            const Vector3 a(apart / 2, 1e-3, 0), b(-apart / 2, 1e-3, 0);
            return cone(std::min((p - a).norm(), (p - b).norm()) - 4e-3);
        };
    };
    const auto parts = [&](const State& state) {
        return ice_parts(IsothermReader(model, state, fractions, -20), state, wall_cells(model, fractions));
    };
    CHECK(parts(given_state(model, [](const Vector3&) { return 37.0; })) == 0);
    CHECK(parts(given_state(model, balls(11e-3))) == 2);
    CHECK(parts(given_state(model, balls(6e-3))) == 1);

    // Cells that touch by an edge only are apart.
    State state = given_state(model, [](const Vector3&) { return 37.0; });
    for (const Index3& c : {Index3{5, 5, 5}, Index3{6, 6, 5}, Index3{5, 6, 6}, Index3{0, 0, 0}, Index3{23, 0, 0}})
        state.theta[model.grid.index(c[0], c[1], c[2])] = model.tissues[0].law.theta_at(-30);
    CHECK(parts(state) == 5);

    // A needle through the middle of a ring of four joins them while its wall is cold.
    model.needles.push_back({"A", {{5.5e-3, 5.5e-3, 0}, {0, 0, 1}, 0.6e-3, 0, 6e-3}, nullptr, 0});
    state = given_state(model, [](const Vector3& p) {
        return (p - Vector3(5.5e-3, 5.5e-3, p.z())).norm() < 1.1e-3 && std::abs(p.z() - 3e-3) < 1e-3 ? -30.0 : 37.0;
    });
    for (int k = 12; k < 18; ++k) fractions[model.grid.index(17, 17, k)] = 0;
    state.needles.resize(1);
    state.needles[0].wall_temperature.assign(6, -100.0);
    CHECK(parts(state) == 1);
    state.needles[0].wall_temperature.assign(6, 5.0);
    CHECK(parts(state) == 4);
    state.needles[0].wall_temperature = {-100, -100, 5, 5, 5, 5};  // cold at its tip, away from the ring
    CHECK(parts(state) == 5);
}
