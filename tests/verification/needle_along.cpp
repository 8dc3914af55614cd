// Walls that vary along the needle and metal that conducts along it, against closed forms and the radial solver.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "probe/exchange/convective.hpp"
#include "probe/exchange/power_limited.hpp"
#include "support/needle_case.hpp"
#include "support/radial_needle.hpp"

using namespace iceball;

namespace {

constexpr double length = 30e-3;

// A needle along z in a medium that hardly conducts: what happens, happens in its metal.
Model in_insulation(Needle needle, double duration) {
    const Grid grid({24, 24, 50}, 1e-3, Vector3(-12e-3, -12e-3, -25e-3));
    Model model = needle_case::model(grid, {std::move(needle)}, {duration});
    model.boundaries.fill(Insulated{});
    model.tissues[0] = Tissue{"insulation", ThermalLaw::never_freezing({1e-7, 1e6})};
    return model;
}

Needle metal_needle(const Vector3& middle, double conductance, double heat_capacity) {
    Needle needle = needle_case::needle(middle, 0, length);
    needle.metal_conductance = conductance;
    needle.metal_heat_capacity = heat_capacity;
    return needle;
}

std::shared_ptr<Convective> gas(AlongTable conductance, double temperature, AlongTable rise = 0) {
    Convective::Settings settings;
    settings.conductance = std::move(conductance);
    settings.gas_temperature = TimeTable(temperature);
    settings.gas_rise = std::move(rise);
    return std::make_shared<Convective>(settings);
}

}  // namespace

TEST_CASE("metal along the needle: a fin in gas that warms evenly along it has its closed form", "[needle]") {
    // k A T'' = U' (T - T_g), T_g = -150 degC + s z, no heat through the ends:
    // T = T_g - (s / m) sinh(m (z - L/2)) / cosh(m L/2), m^2 = U' / k A.
    const double conductance = 7, metal = 2e-4, s = 100 / length, m = std::sqrt(conductance / metal);
    for (double shift : {0.0, 0.4e-3}) {
        Needle needle = metal_needle(Vector3(0.3e-3, 0.1e-3, shift), metal, 0);
        needle.exchange = gas(conductance, -150, AlongTable({0, 1}, {0, 100}));
        const Model model = in_insulation(needle, 10);
        Simulation simulation(model);
        simulation.run();
        const std::vector<double>& wall = simulation.state().needles[0].wall_temperature;
        REQUIRE(wall.size() == 30);
        // A node stands for the part of the needle in its cell: 0.4 mm nearer the tip in the needle moved by that much,
        // but at the ends, where cells are cut.
        const std::size_t cut = shift > 0 ? 1 : 0;
        for (std::size_t n = cut; n < wall.size() - cut; ++n) {
            const double z = (double(n) + 0.5) * 1e-3 - shift;
            const double exact = -150 + s * z - s / m * std::sinh(m * (z - length / 2)) / std::cosh(m * length / 2);
            CAPTURE(shift, n);
            // Second order: 0.032, 0.008 and 0.003 K at 2, 1 and 0.5 mm. Where nodes and cells do not meet, the place that
            // a node stands for is known to some hundredths of a node: 0.2 K beside the ends, 0.1 K elsewhere.
            CHECK(wall[n] == Approx(exact).margin(shift > 0 ? 0.22 : 0.015));
        }
    }
}

TEST_CASE("metal along the needle: a cosine decays at its rate when the gas is off", "[needle]") {
    const double metal = 2e-4, capacity = 4;
    Model model = in_insulation(metal_needle(Vector3(0.3e-3, 0.1e-3, 0), metal, capacity), 1);
    model.protocol.stages[0].kind = StageKind::thaw;
    model.protocol.stages[0].probes[0].on = false;
    Simulation simulation(model);
    std::vector<double>& wall = simulation.state().needles[0].wall_temperature;
    const auto shape = [&](std::size_t n) { return std::cos(std::numbers::pi * (double(n) + 0.5) / double(wall.size())); };
    for (std::size_t n = 0; n < wall.size(); ++n) wall[n] = -50 + 50 * shape(n);
    std::vector<double> times;
    for (int n = 1; n <= 200; ++n) times.push_back(0.005 * n);
    simulation.set_output_times(times);
    simulation.run();
    // Backward Euler takes (1 + rate step)^-steps for exp(-rate): 0.08 % at this step.
    const double rate = metal / capacity * std::pow(std::numbers::pi / length, 2);
    for (std::size_t n = 0; n < wall.size(); ++n)
        CHECK(wall[n] + 50 == Approx(50 * shape(n) * std::exp(-rate)).margin(0.002 * 50));
}

TEST_CASE("metal along the needle: the more it conducts, the more even the wall, and the ledger closes", "[needle]") {
    std::vector<double> spread, heat;
    for (double metal : {0.0, 1e-5, 1e-3, 10.0}) {
        Needle needle = needle_case::needle(Vector3(0.4e-3, 0.2e-3, 0), 25, 16e-3);
        needle.exchange = gas(AlongTable({0, 0.5, 1}, {14, 7, 0}), -150);
        needle.metal_conductance = metal;
        needle.metal_heat_capacity = metal > 0 ? 4 : 0;
        Model model = needle_case::model(needle_case::cube(2e-3, 20e-3), {needle}, {60, 30});
        Simulation simulation(model);
        simulation.run(60);
        const std::vector<double>& wall = simulation.state().needles[0].wall_temperature;
        const auto [low, high] = std::minmax_element(wall.begin(), wall.end());
        spread.push_back(*high - *low);
        heat.push_back(-simulation.state().needles[0].heat);
        simulation.run();
        CHECK(simulation.ledger().residual() < 1e-12);
    }
    CHECK(spread[0] > 60);
    // Without metal the wall is one of pieces, whose means the nodes hold: not the limit of rings joined ever less.
    CHECK(spread[1] < 1.2 * spread[0]);
    CHECK(spread[2] < 0.5 * spread[1]);
    CHECK(spread[3] < 0.01);
    CHECK(heat[3] > heat[0]);  // metal lets the end without gas cool, too
}

TEST_CASE("metal along the needle: two needles that share cells, capped power and a heater", "[needle]") {
    PowerLimited::Settings settings;
    settings.wall_temperatures = {-150, -100, 0};
    settings.powers = {0, 6, 8};
    settings.largest_power = 7;
    settings.warm_temperature = 30;
    settings.warm_power = 6;
    Needle a = needle_case::needle(Vector3(-2.6e-3, 0.2e-3, 0), 0, 14e-3);
    Needle b = needle_case::needle(Vector3(1.5e-3, 0, 1e-3), 8, 14e-3);
    b.name = std::string("B");
    a.exchange = b.exchange = std::make_shared<PowerLimited>(settings);
    a.metal_conductance = b.metal_conductance = 5e-5;
    a.metal_heat_capacity = 3;
    Model model = needle_case::model(needle_case::cube(2e-3, 20e-3), {a, b}, {60, 20, 60});
    model.protocol.stages[2].kind = StageKind::warm;
    Simulation simulation(model);
    simulation.run(60);
    for (const NeedleState& needle : simulation.state().needles) {
        CHECK(-needle.heat < 7.0 * 60 + 3 * 14e-3 * 190);  // the cap, and what the metal held
        CHECK(-needle.heat > 0.7 * 7.0 * 60);
        for (double t : needle.wall_temperature) CHECK((t > -150 && t < 0));
    }
    simulation.run();
    for (const NeedleState& needle : simulation.state().needles)
        for (double t : needle.wall_temperature) CHECK((t > -20 && t <= 30));
    CHECK(simulation.ledger().residual() < 1e-12);
}

TEST_CASE("profile along the needle: far from a step each half is an infinite needle of its own", "[needle]") {
    // 4 W/K/m to gas at -150 degC in the lower half, 12 W/K/m to gas at -130 degC in the upper one; 96 mm through two
    // insulated faces.
    const double half = 48e-3;
    const Grid grid({48, 48, 48}, 2e-3, Vector3(-half, -half, -half));
    Needle needle = needle_case::needle(Vector3(0.6e-3, 0.3e-3, 0), 0, 2 * half);
    needle.exchange = gas(AlongTable({0.4999, 0.5001}, {4, 12}), -150, AlongTable({0.4999, 0.5001}, {0, 20}));
    Model model = needle_case::model(grid, {needle}, {240});
    model.boundaries[std::size_t(Face::z_min)] = model.boundaries[std::size_t(Face::z_max)] = Insulated{};
    Simulation simulation(model);
    simulation.run();
    CHECK(simulation.ledger().residual() < 1e-12);
    const NeedleState& state = simulation.state().needles[0];
    double heat = 0;
    for (bool upper : {false, true}) {
        RadialNeedle radial(needle_case::tissue(), 1.2e-3, half, 0.15e-3, 37);
        radial.conductance = upper ? 12 : 4;
        radial.gas_temperature = upper ? -130 : -150;
        radial.run(240);
        heat += half * radial.heat_to_tissue;
        CAPTURE(upper);
        // A quarter of the length from the step: the front of the other half is 15 mm away.
        CHECK(state.wall_temperature[upper ? 40 : 7] == Approx(radial.wall_temperature).epsilon(0.02));
    }
    CHECK(state.heat == Approx(heat).epsilon(0.01));
}
