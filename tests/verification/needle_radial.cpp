// Infinitely long needles, through two insulated faces one cell apart, against a radial solver of the tests' own.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include "probe/exchange/convective.hpp"
#include "probe/exchange/power_limited.hpp"
#include "support/needle_case.hpp"
#include "support/radial_needle.hpp"
#include "tissue/library.hpp"

using namespace iceball;

namespace {

// Radius of the disc that an isotherm encloses in the layer, in mm.
double radius(const Model& model, const Simulation& simulation, double isotherm) {
    const double area = 1e-6 * needle_case::volume(model, simulation, isotherm) / model.grid.spacing();
    return 1e3 * std::sqrt(area / std::numbers::pi);
}

Model layer(double spacing, std::shared_ptr<const ExchangeModel> exchange) {
    const int n = int(std::lround(96e-3 / spacing));
    const Grid grid({n, n, 1}, spacing, Vector3(-48e-3, -48e-3, 0));
    Needle needle = needle_case::needle(spacing * Vector3(0.3, 0.15, 0.5), 0, spacing);
    needle.exchange = std::move(exchange);
    Model model = needle_case::model(grid, {needle}, {600});
    model.boundaries[std::size_t(Face::z_min)] = model.boundaries[std::size_t(Face::z_max)] = Insulated{};
    return model;
}

}  // namespace

TEST_CASE("radial needle: the radial solver of the tests meets the published reference", "[needle]") {
    // r(-0.5) and r(-20) in mm of the infinite needle at -140 degC.
    RadialNeedle radial(needle_case::tissue(), 1.2e-3, 48e-3, 0.15e-3, 37);
    double time = 0;
    for (const auto& [until, ice, lethal] :
         {std::tuple{60.0, 6.993, 5.497}, std::tuple{300.0, 12.708, 9.270}, std::tuple{600.0, 16.567, 11.704}}) {
        radial.run(until - time);
        time = until;
        CHECK(1e3 * radial.radius_of(-0.5) == Approx(ice).epsilon(2e-3));
        CHECK(1e3 * radial.radius_of(-20) == Approx(lethal).epsilon(1e-3));
    }
}

TEST_CASE("radial needle: tissue with the ice of its water, at a wall near -190 degC", "[needle]") {
    // k and C of the frozen tissue change by a factor of two here; linear and dilute release.
    for (const Release release : {Release::linear, Release::dilute}) {
        TissueProperties kidney = properties_of(*find_tissue("kidney"));
        kidney.release = release;
        if (release == Release::dilute) kidney.liquidus = -0.55;
        const Tissue tissue = make_tissue("kidney", kidney, Blood{});
        Model model = layer(1e-3, needle_case::wall_at(-190));
        model.tissues.front() = tissue;
        RadialNeedle radial(tissue, 1.2e-3, 48e-3, 0.15e-3, 37);
        radial.wall_temperature = -190;
        Simulation simulation(model);
        double time = 0;
        for (double until : {60.0, 300.0, 600.0}) {
            radial.run(until - time);
            simulation.run(time = until);
            CAPTURE(until, int(release));
            CHECK(radius(model, simulation, -1) == Approx(1e3 * radial.radius_of(-1)).epsilon(0.01));
            CHECK(radius(model, simulation, -40) == Approx(1e3 * radial.radius_of(-40)).epsilon(0.01));
        }
        CHECK(simulation.ledger().residual() < 1e-12);
        std::vector<float> temperature;
        simulation.temperature(temperature);
        CHECK(*std::min_element(temperature.begin(), temperature.end()) >= -190.001f);  // the maximum principle
    }
}

TEST_CASE("radial needle: walls at a temperature and convective walls at 1 mm", "[needle]") {
    for (bool convective : {false, true}) {
        std::shared_ptr<const ExchangeModel> exchange = needle_case::wall_at(-140);
        RadialNeedle radial(needle_case::tissue(), 1.2e-3, 48e-3, 0.15e-3, 37);
        if (convective) {
            Convective::Settings settings;
            settings.conductance = radial.conductance = 7;
            settings.gas_temperature = TimeTable(-150.0);
            exchange = std::make_shared<Convective>(settings);
        }
        const Model model = layer(1e-3, exchange);
        Simulation simulation(model);
        double time = 0;
        for (double until : {60.0, 300.0, 600.0}) {
            radial.run(until - time);
            simulation.run(time = until);
            CAPTURE(convective, until);
            CHECK(radius(model, simulation, -0.5) == Approx(1e3 * radial.radius_of(-0.5)).epsilon(0.01));
            CHECK(radius(model, simulation, -20) == Approx(1e3 * radial.radius_of(-20)).epsilon(0.01));
            CHECK(simulation.state().needles[0].wall_temperature[0] == Approx(radial.wall_temperature).epsilon(0.01));
        }
        CHECK(simulation.ledger().residual() < 1e-12);
    }
}

TEST_CASE("radial needle: a power-limited wall in a freeze, a heater in the thaw after it", "[needle]") {
    const double spacing = 1e-3;
    PowerLimited::Settings settings;
    settings.wall_temperatures = {-150, -90, -40};
    settings.powers = {0, 240 * spacing, 640 * spacing};
    settings.largest_power = 450 * spacing;
    settings.warm_temperature = 30;
    settings.warm_power = 500 * spacing;
    Model model = layer(spacing, std::make_shared<PowerLimited>(settings));
    model.protocol = needle_case::protocol({300, 120}, 1);
    model.protocol.stages[1].kind = StageKind::warm;
    model.protocol.stages[1].probes[0].on = true;
    Simulation simulation(model);
    RadialNeedle radial(needle_case::tissue(), 1.2e-3, 48e-3, 0.15e-3, 37);
    // By hand, in W/m: 4 per K from -150 to -90 degC, then 8 per K, at most 450 (above -63.75 degC: the first minute).
    radial.heat_into_wall = [](double t) {
        if (t < -150) return 0.0;
        return -std::min(t < -90 ? 4 * (t + 150) : 240 + 8 * (t + 90), 450.0);
    };
    const NeedleState& needle = simulation.state().needles[0];
    double time = 0;
    for (double until : {60.0, 150.0, 300.0}) {
        radial.run(until - time);
        simulation.run(time = until);
        CAPTURE(until);
        CHECK(radius(model, simulation, -0.5) == Approx(1e3 * radial.radius_of(-0.5)).epsilon(0.01));
        CHECK(radius(model, simulation, -20) == Approx(1e3 * radial.radius_of(-20)).epsilon(0.01));
        CHECK(needle.wall_temperature[0] == Approx(radial.wall_temperature).epsilon(0.01));
        CHECK(needle.heat == Approx(spacing * radial.heat_to_tissue).epsilon(0.01));
    }
    radial.heat_into_wall = [](double t) { return 500 * std::clamp(30 - t, 0.0, 1.0); };
    for (double until : {330.0, 360.0, 420.0}) {
        radial.run(until - time);
        simulation.run(time = until);
        CAPTURE(until);
        CHECK(needle.wall_temperature[0] == Approx(radial.wall_temperature).margin(0.5));
        CHECK(needle.heat == Approx(spacing * radial.heat_to_tissue).epsilon(0.01));
    }
    CHECK(simulation.ledger().residual() < 1e-12);
}
