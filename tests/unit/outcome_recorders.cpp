#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "outcome/box_watch.hpp"
#include "outcome/metrics_recorder.hpp"
#include "outcome/sensors.hpp"
#include "support/given_fields.hpp"

using namespace iceball;
using namespace iceball::testing;

TEST_CASE("Outcome: sensors read theta within a tissue and T across tissues", "[outcome]") {
    Model model = cube_model(8, 2e-3);
    model.tissues.push_back({"fat", ThermalLaw::linear_release({0.3, 1.7e6}, {0.2, 2.2e6}, 90e6, -12, -4)});
    model.regions.regions.push_back({"fat", 1, {}});
    const Field<double> fractions = tissue_fractions(model.grid);
    const Vector3 point(0.7e-3, -2.2e-3, 4.9e-3);
    const auto read = [&](const State& state, const Vector3& p) { return PointReader(model, fractions, p).temperature(state); };

    // Steady conduction through freezing tissue: theta is linear, T is not.
    const ThermalLaw& law = model.tissues[0].law;
    const auto steady = [&](const Vector3& p) { return law.temperature_where(0, 900 * p.x() / 1e-3 + 700 * p.z() / 1e-3); };
    CHECK(read(given_state(model, steady), point) == Approx(steady(point)).margin(1e-9));
    const Vector3 at_centre = model.grid.cell_centre(3, 4, 5), at_face(-8e-3, 8e-3, 7.9e-3);
    CHECK(read(given_state(model, steady), at_centre) == Approx(steady(at_centre)).margin(1e-9));
    CHECK(read(given_state(model, steady), at_face) == Approx(steady(at_face)).margin(1e-9));

    // T linear through two tissues.
    const auto linear = [](const Vector3& p) { return -5 + 3e3 * p.x() - 2e3 * p.y() + 1e3 * p.z(); };
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) { model.regions.region[cell] = c[0] > 3; });
    CHECK(read(given_state(model, linear), point) == Approx(linear(point)).margin(1e-9));

    CHECK_THROWS_AS(PointReader(model, fractions, {9e-3, 0, 0}), InputError);
}

TEST_CASE("Outcome: a sensor beside a needle sees its wall", "[outcome]") {
    Model model = cube_model(4, 1e-3);
    model.needles.push_back({"A", {{-0.5e-3, -0.5e-3, -2e-3}, {0, 0, 1}, 0.3e-3, 0, 4e-3}, nullptr, 0});
    Field<double> fractions = tissue_fractions(model.grid);
    for (int k = 0; k < 4; ++k) fractions[model.grid.index(1, 1, k)] = 0;
    State state = given_state(model, [](const Vector3&) { return -20.0; });
    state.needles.resize(1);
    state.needles[0].wall_temperature = {-20, -100, -20, -20};
    state.enthalpy[model.grid.index(1, 1, 1)] = 1e9;
    // Half way between the cell inside the needle and its neighbour, theta_f is linear in T.
    CHECK(PointReader(model, fractions, {0, -0.5e-3, -0.5e-3}).temperature(state) == Approx(-60));
}

TEST_CASE("Outcome: sensors are told at the start and after every step", "[outcome]") {
    const Model model = cube_model(4, 1e-3);
    const Field<double> fractions = tissue_fractions(model.grid);
    std::vector<double> times, values;
    SensorRecorder recorder({PointReader(model, fractions, {0, 0, 0}), PointReader(model, fractions, {1e-3, 0, 0})},
                            [&](double time, std::span<const double> temperatures) {
                                times.push_back(time);
                                values.insert(values.end(), temperatures.begin(), temperatures.end());
                            });
    State state = given_state(model, [](const Vector3& p) { return 20 + 1e3 * p.x(); });
    const Stage stage{StageKind::freeze, 0, 10, 1, {}};
    recorder.begin(model, state);
    state.time = 1.5;
    recorder.after_step(model, state, Ledger(), {0, 1.5, &stage, 0, 1, ""});
    CHECK(times == std::vector<double>{0, 1.5});
    REQUIRE(values.size() == 4);
    CHECK(values[3] == Approx(21));

    // A run that goes on does not repeat the moment it was stopped at.
    recorder.begin(model, state);
    CHECK(times.size() == 2);
}

TEST_CASE("Outcome: metrics are sampled at the cadence, at output times and at the end, once each", "[outcome]") {
    Model model = cube_model(24, 1e-3);
    const Vector3 direction = Vector3(1, 1, 0).normalized();
    model.needles.push_back({"A", {{0, 0, 0}, direction, 0.5e-3, 0, 4e-3}, nullptr, 0});
    const Field<double> fractions = tissue_fractions(model.grid);
    State state = given_state(model, [](const Vector3& p) { return -20 + 8e3 * (p.norm() - 8e-3); });
    state.needles.resize(1);
    state.needles[0].wall_temperature = {-100, -100};
    std::vector<double> times;
    std::vector<IceBall> last;
    MetricsRecorder recorder(model, fractions, nullptr, {-16, -20}, 10, [&](const std::vector<IceBall>& balls, const State& s, const Ledger&) {
        times.push_back(s.time);
        last = balls;
    });
    const Stage stage{StageKind::freeze, 0, 30, 1, {}};
    const Ledger ledger;
    recorder.begin(model, state);
    double time = 0;
    for (double end : {4.0, 9.0, 12.0, 20.0, 25.0, 29.0}) {
        state.time = end;
        recorder.after_step(model, state, ledger, {time, end - time, &stage, 0, 1, ""});
        if (end == 20 || end == 25) recorder.at_output(model, state, ledger);
        time = end;
    }
    recorder.end(model, state, ledger);
    CHECK(times == std::vector<double>{0, 12, 20, 25, 29});

    REQUIRE(last.size() == 2);
    const double sphere = 4 * std::numbers::pi / 3 * 512e-9;
    CHECK(last[1].volume.tissue == Approx(sphere).epsilon(0.002));
    CHECK(last[1].volume.with_needles - last[1].volume.tissue == Approx(std::numbers::pi * 0.25e-6 * 4e-3));
    CHECK(last[1].extent.y() == Approx(16e-3).epsilon(0.002));
    REQUIRE(last[1].extent_along_needle.size() == 1);
    CHECK(last[1].extent_along_needle[0] == Approx(16e-3).epsilon(0.002));
    CHECK(last[1].parts == 1);
    CHECK(last[0].volume.tissue == Approx(sphere * std::pow(8.5 / 8, 3)).epsilon(0.002));

    MetricsRecorder resumed(model, fractions, nullptr, {0}, 10, [&](const auto&, const State&, const Ledger&) { times.clear(); });
    resumed.begin(model, state);
    CHECK(times.size() == 5);
}

TEST_CASE("Outcome: a box too small for its ice is told once a face", "[outcome]") {
    Model model = cube_model(24, 1e-3);
    const Field<double> fractions = tissue_fractions(model.grid);
    std::vector<std::string> warnings;
    const auto watch = [&](const State& state) {
        BoxWatch box(fractions, [&](const std::string& text) { warnings.push_back(text); });
        box.at_output(model, state, Ledger());
        box.at_output(model, state, Ledger());
    };
    // Ice of 6 mm around a centre 4.5 mm from x_max's reach: 12 - 1.5 - 6 = 4.5 mm.
    const auto ball = [](const Vector3& p) { return std::min(8e3 * ((p - Vector3(1.5e-3, 0, 0)).norm() - 6e-3), 37.0); };
    State state = given_state(model, ball);
    watch(state);
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].find("0 degC isotherm is 4.5 mm from the face x_max") != std::string::npos);

    warnings.clear();
    model.boundaries[1] = Insulated{};
    watch(state);
    CHECK(warnings.empty());

    // 2 K warmer than the tissue below it: 24 mm x 24 mm x k 0.5 W/m/K x 2 K / 0.5 mm = 1.15 W through y_min.
    model.boundaries[2] = FixedTemperature{39};
    state = given_state(model, [](const Vector3&) { return 37.0; });
    state.needles.resize(1);
    state.needles[0].power = -100;
    watch(state);
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].find("face y_min of the box carries 1.2 W, 1.2 % of the probes' power") != std::string::npos);
    warnings.clear();
    state.needles[0].power = -120;
    watch(state);
    CHECK(warnings.empty());
    // One that had drawn enough before is not forgotten when it draws little.
    BoxWatch box(fractions, [&](const std::string& text) { warnings.push_back(text); });
    box.at_output(model, state, Ledger());
    state.needles[0].power = -1;
    box.at_output(model, state, Ledger());
    CHECK(warnings.empty());
    // A probe that warms does not draw heat in through a face.
    state.needles[0].power = 100;
    watch(state);
    CHECK(warnings.empty());
}
