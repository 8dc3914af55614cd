// Exchange models against values worked out by hand.
#include <catch2/catch.hpp>

#include <limits>

#include "core/error.hpp"
#include "probe/exchange/convective.hpp"
#include "probe/exchange/wall_temperature.hpp"
#include "support/needle_case.hpp"

using namespace iceball;
using Kind = WallDrive::Kind;

namespace {

// A freeze (or an active thaw) that began at 1000 s from a wall at 20 degC.
WallMoment moment(double time_in_stage, double duty = 1, bool warming = false) {
    return {warming, time_in_stage, 1000 + time_in_stage, duty, 20};
}

WallTemperature::Settings wall(TimeTable temperature, double ramp = 0) {
    WallTemperature::Settings settings;
    settings.temperature = std::move(temperature);
    settings.ramp = ramp;
    return settings;
}

Convective::Settings gas(double conductance, TimeTable temperature, double ramp = 0) {
    Convective::Settings settings;
    settings.conductance = conductance;
    settings.gas_temperature = std::move(temperature);
    settings.ramp = ramp;
    return settings;
}

}  // namespace

TEST_CASE("wall temperature: constant, and a ramp from where the wall was", "[probe]") {
    const WallTemperature constant(wall(TimeTable(-140.0)));
    CHECK(constant.drive(moment(0)).kind == Kind::temperature);
    CHECK(constant.drive(moment(0)).temperature == -140);
    CHECK(constant.drive(moment(500)).temperature == -140);
    CHECK(constant.name() == "wall temperature");

    const WallTemperature ramped(wall(TimeTable(-140.0), 60));
    CHECK(ramped.drive(moment(0)).temperature == 20);
    CHECK(ramped.drive(moment(15)).temperature == Approx(20 - 0.25 * 160));  // -20
    CHECK(ramped.drive(moment(45)).temperature == Approx(-100));
    CHECK(ramped.drive(moment(60)).temperature == -140);
    CHECK(ramped.drive(moment(61)).temperature == -140);
    WallMoment colder = moment(30);
    colder.start_temperature = -40;
    CHECK(ramped.drive(colder).temperature == Approx(-90));
}

TEST_CASE("wall temperature: a table by the clock of the stage, or of the run", "[probe]") {
    WallTemperature::Settings settings = wall(TimeTable({0, 100, 300}, {10, -90, -130}));
    CHECK(WallTemperature(settings).drive(moment(50)).temperature == Approx(-40));
    CHECK(WallTemperature(settings).drive(moment(200)).temperature == Approx(-110));
    CHECK(WallTemperature(settings).drive(moment(400)).temperature == -130);
    settings.stage_clock = false;  // 1050 s of the run: long after the last entry
    CHECK(WallTemperature(settings).drive(moment(50)).temperature == -130);
    settings.temperature = TimeTable({1000, 1100}, {0, -100});
    CHECK(WallTemperature(settings).drive(moment(50)).temperature == Approx(-50));
}

TEST_CASE("wall temperature: duty scales the conductance, not the temperature, and warming", "[probe]") {
    WallTemperature::Settings settings = wall(TimeTable(-140.0), 20);
    const WallDrive half = WallTemperature(settings).drive(moment(100, 0.5));
    CHECK(half.temperature == -140);
    CHECK(half.duty == 0.5);
    CHECK_THROWS_AS(WallTemperature(settings).drive(moment(1, 1, true)), InputError);
    settings.warm_temperature = 40;
    CHECK(WallTemperature(settings).drive(moment(5, 1, true)).temperature == Approx(25));  // a quarter of 20 to 40
    CHECK(WallTemperature(settings).drive(moment(50, 0.3, true)).temperature == 40);
    CHECK(WallTemperature(settings).drive(moment(50, 0.3, true)).duty == 0.3);
    settings.ramp = -1;
    CHECK_THROWS_AS(WallTemperature(settings), InputError);
}

TEST_CASE("convective: conductance times duty, gas constant or ramped", "[probe]") {
    const Convective constant(gas(7, TimeTable(-150.0)));
    const WallDrive full = constant.drive(moment(0));
    CHECK(full.kind == Kind::conductance);
    CHECK(full.temperature == -150);
    CHECK(full.conductance == 7);
    CHECK(full.duty == 1);  // it is in the conductance; links between wall and tissue keep theirs
    CHECK(constant.name() == "convective");
    const WallDrive less = constant.drive(moment(300, 0.6));
    CHECK(less.conductance == Approx(4.2));
    CHECK(less.duty == 1);
    CHECK(less.temperature == -150);

    const Convective ramped(gas(7, TimeTable(-150.0), 30));
    CHECK(ramped.drive(moment(0)).temperature == 20);
    CHECK(ramped.drive(moment(12)).temperature == Approx(20 - 0.4 * 170));  // -48
    CHECK(ramped.drive(moment(30)).temperature == -150);
    CHECK(ramped.drive(moment(12)).conductance == 7);
}

TEST_CASE("convective: a table by the clock of the stage, or of the run, and warming", "[probe]") {
    Convective::Settings settings = gas(7, TimeTable({0, 100}, {-50, -150}));
    CHECK(Convective(settings).drive(moment(25)).temperature == Approx(-75));
    settings.stage_clock = false;
    CHECK(Convective(settings).drive(moment(25)).temperature == -150);
    settings.gas_temperature = TimeTable({1000, 1100}, {-50, -150});
    CHECK(Convective(settings).drive(moment(75)).temperature == Approx(-125));

    CHECK_THROWS_AS(Convective(settings).drive(moment(1, 1, true)), InputError);
    settings.warm_temperature = 45;
    const WallDrive warm = Convective(settings).drive(moment(1, 0.8, true));
    CHECK(warm.kind == Kind::temperature);  // the wall itself
    CHECK(warm.temperature == 45);
    CHECK(warm.duty == 0.8);
}

TEST_CASE("convective: settings that mean nothing are refused", "[probe]") {
    CHECK_THROWS_AS(Convective(gas(0, TimeTable(-150.0))), InputError);
    CHECK_THROWS_AS(Convective(gas(-7, TimeTable(-150.0))), InputError);
    CHECK_THROWS_AS(Convective(gas(std::numeric_limits<double>::quiet_NaN(), TimeTable(-150.0))), InputError);
    CHECK_THROWS_AS(Convective(gas(7, TimeTable(-150.0), -1)), InputError);
}

TEST_CASE("exchange: a probe that is off exchanges nothing, and its ramp starts anew when it is on again", "[probe]") {
    Needle one = needle_case::needle({0.3e-3, 0.1e-3, 0}, 0, 8e-3), two = needle_case::needle({8e-3, 0, 0}, 0, 8e-3);
    two.name = std::string("B");
    one.exchange = two.exchange = std::make_shared<WallTemperature>(wall(TimeTable(-140.0), 20));
    Model model = needle_case::model(needle_case::cube(2e-3, 16e-3), {one, two}, {10, 10, 10});
    model.boundaries.fill(Insulated{});
    // B is off in the first stage, A in the second, both act in the third.
    for (int n = 0; n < 3; ++n)
        model.protocol.stages[std::size_t(n)] = {StageKind::freeze, 0, 10, 1, {{n != 1, 1.0}, {n != 0, 1.0}}};
    lay_out(model.protocol);
    Simulation simulation(model);
    const auto heat = [&](std::size_t n) { return simulation.state().needles[n].heat; };
    const auto wall_of = [&](std::size_t n) { return simulation.state().needles[n].wall_temperature[1]; };

    simulation.run(10);
    CHECK(wall_of(0) == Approx(37 - 0.5 * 177));  // -51.5, half of the ramp
    CHECK(heat(0) < -10);
    CHECK(heat(1) == 0);
    const double taken = heat(0);
    simulation.run(20);
    CHECK(heat(0) == taken);
    CHECK(heat(1) < -10);
    const double before = wall_of(0);  // read from the tissue beside it: warmer than the probe left it
    CHECK(before > -51.5);
    simulation.run(25);
    CHECK(wall_of(0) == Approx(before + 0.25 * (-140 - before)));
    CHECK(heat(0) < taken);
}
