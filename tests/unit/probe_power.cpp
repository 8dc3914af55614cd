// Tables along the needle, heat curves, and the exchange models that use them, against values worked out by hand.
#include <catch2/catch.hpp>

#include <limits>

#include "core/error.hpp"
#include "probe/exchange/convective.hpp"
#include "probe/exchange/power_limited.hpp"
#include "probe/exchange/wall_temperature.hpp"

using namespace iceball;
using Kind = WallDrive::Kind;

namespace {

// A freeze (or an active thaw) that began at 1000 s from a wall at 20 degC, seen at a place along the needle.
WallMoment moment(double time_in_stage, double along, bool warming = false, double duty = 1) {
    return {warming, time_in_stage, 1000 + time_in_stage, duty, 20, along};
}

PowerLimited::Settings limited() {
    PowerLimited::Settings settings;
    settings.wall_temperatures = {-150, -100, -40};
    settings.powers = {0, 10, 22};
    return settings;
}

double heat(const WallDrive& drive, double temperature) { return drive.heat_share * drive.heat->at(temperature); }

}  // namespace

TEST_CASE("along table: linear between places, constant beyond, mean", "[probe]") {
    const AlongTable one = 7;
    CHECK(one.at(0.3) == 7);
    CHECK(one.uniform());
    CHECK(one.mean() == 7);
    const AlongTable table({0.2, 0.6, 1}, {4, 8, 2});
    CHECK(table.at(0) == 4);
    CHECK(table.at(0.3) == Approx(5));
    CHECK(table.at(0.9) == Approx(3.5));
    CHECK(table.at(1) == 2);
    CHECK(table.smallest() == 2);
    CHECK(table.largest() == 8);
    CHECK(table.mean() == Approx(0.2 * 4 + 0.4 * 6 + 0.4 * 5));
    CHECK_FALSE(table.uniform());
    CHECK_THROWS_AS(AlongTable({}, {}), InputError);
    CHECK_THROWS_AS(AlongTable({0, 1}, {1}), InputError);
    CHECK_THROWS_AS(AlongTable({0, 0}, {1, 2}), InputError);
    CHECK_THROWS_AS(AlongTable({0, 1.1}, {1, 2}), InputError);
    CHECK_THROWS_AS(AlongTable({-0.1, 1}, {1, 2}), InputError);
    CHECK_THROWS_AS(AlongTable({0, 1}, {1, std::numeric_limits<double>::infinity()}), InputError);
}

TEST_CASE("heat curve: falls with temperature and is zero at one end", "[probe]") {
    const HeatCurve curve({-150, -100, -40}, {0, -10, -22});
    CHECK(curve.at(-160) == 0);
    CHECK(curve.at(-125) == Approx(-5));
    CHECK(curve.at(-70) == Approx(-16));
    CHECK(curve.at(0) == -22);
    CHECK(curve.slope_above(-150) == Approx(-0.2));
    CHECK(curve.slope_above(-100) == Approx(-0.2));
    CHECK(curve.slope_above(-151) == 0);
    CHECK(curve.slope_above(-40) == 0);
    CHECK_NOTHROW(HeatCurve({19, 20}, {30, 0}));
    CHECK_THROWS_AS(HeatCurve({-150}, {0}), InputError);
    CHECK_THROWS_AS(HeatCurve({-150, -150}, {0, -1}), InputError);
    CHECK_THROWS_AS(HeatCurve({-150, -100}, {0, 1}), InputError);
    CHECK_THROWS_AS(HeatCurve({-150, -100}, {-1, -2}), InputError);
    CHECK_THROWS_AS(HeatCurve({-150, -100}, {0, -std::numeric_limits<double>::infinity()}), InputError);
}

TEST_CASE("convective: conductance and gas vary along the needle", "[probe]") {
    Convective::Settings settings;
    settings.conductance = AlongTable({0, 0.5, 1}, {12, 8, 4});
    settings.gas_temperature = TimeTable({0, 100}, {-50, -150});
    settings.gas_rise = AlongTable({0, 1}, {0, 20});
    const Convective model(settings);
    const WallDrive near_tip = model.drive(moment(50, 0.25)), far = model.drive(moment(50, 0.75, false, 0.5));
    CHECK(near_tip.conductance == Approx(10));
    CHECK(near_tip.temperature == Approx(-95));
    CHECK(far.conductance == Approx(3));  // half the time
    CHECK(far.temperature == Approx(-85));
    CHECK(model.drive(moment(500, 1)).temperature == Approx(-130));
    settings.conductance = AlongTable({0, 1}, {0, 4});
    CHECK(Convective(settings).drive(moment(5, 0)).conductance == 0);
    settings.conductance = AlongTable({0, 1}, {0, 0});
    CHECK_THROWS_AS(Convective(settings), InputError);
    settings.conductance = AlongTable({0, 1}, {-1, 4});
    CHECK_THROWS_AS(Convective(settings), InputError);
}

TEST_CASE("convective: a table of one value is that value to the last bit", "[probe]") {
    Convective::Settings number, table;
    number.conductance = 7.3;
    number.gas_temperature = table.gas_temperature = TimeTable({0, 90}, {-11, -150});
    table.conductance = AlongTable({0.1, 0.4, 0.7}, {7.3, 7.3, 7.3});
    table.gas_rise = AlongTable({0, 1}, {0, 0});
    for (double along : {0.0, 0.123, 0.4, 0.55, 1.0}) {
        const WallDrive a = Convective(number).drive(moment(31, along, false, 0.7));
        const WallDrive b = Convective(table).drive(moment(31, along, false, 0.7));
        CHECK(a.conductance == b.conductance);
        CHECK(a.temperature == b.temperature);
    }
}

TEST_CASE("power limited: table, cap, duty and ramp", "[probe]") {
    PowerLimited::Settings settings = limited();
    const PowerLimited model(settings);
    CHECK(model.name() == "power limited");
    const WallDrive full = model.drive(moment(30, 0.5));
    CHECK(full.kind == Kind::power);
    CHECK(heat(full, -125) == Approx(-5));
    CHECK(heat(full, 20) == Approx(-22));
    CHECK(heat(full, -155) == 0);
    CHECK(heat(model.drive(moment(30, 0.5, false, 0.6)), -100) == Approx(-6));

    settings.largest_power = 16;  // reached at -70 degC
    settings.ramp = 40;
    const PowerLimited capped(settings);
    CHECK(heat(capped.drive(moment(100, 0.5)), -85) == Approx(-13));
    CHECK(heat(capped.drive(moment(100, 0.5)), -69) == Approx(-16));
    CHECK(heat(capped.drive(moment(100, 0.5)), 30) == Approx(-16));
    CHECK(heat(capped.drive(moment(10, 0.5)), 30) == Approx(-4));
    settings.largest_power = 10;  // an entry of the table
    CHECK(heat(PowerLimited(settings).drive(moment(100, 0.5)), -40) == Approx(-10));
    settings.largest_power = 100;  // beyond it
    CHECK(heat(PowerLimited(settings).drive(moment(100, 0.5)), -40) == Approx(-22));
    settings.largest_power = 0;
    CHECK_THROWS_AS(PowerLimited(settings), InputError);
}

TEST_CASE("power limited: tables that mean nothing are refused with the reason", "[probe]") {
    CHECK(power_table_problem({-150, -100}, {0, 10}).empty());
    CHECK_THAT(power_table_problem({-150}, {0}), Catch::Contains("at least two"));
    CHECK_THAT(power_table_problem({-150, -100}, {0}), Catch::Contains("1 powers for 2"));
    CHECK_THAT(power_table_problem({-150, -150}, {0, 10}), Catch::Contains("must increase"));
    CHECK_THAT(power_table_problem({-150, -100, -50}, {0, 10, 9}), Catch::Contains("must not fall") && Catch::Contains("9 W"));
    CHECK_THAT(power_table_problem({-150, -100}, {5, 10}), Catch::Contains("must be 0 W"));
    CHECK_THAT(power_table_problem({-150, -100}, {0, 0}), Catch::Contains("zero"));
    PowerLimited::Settings settings = limited();
    settings.powers[2] = 1;
    CHECK_THROWS_AS(PowerLimited(settings), InputError);
    settings = limited();
    settings.ramp = -1;
    CHECK_THROWS_AS(PowerLimited(settings), InputError);
}

TEST_CASE("warming: a heater with a largest temperature, in every model", "[probe]") {
    const Warming heater(40.0, 25.0);
    const WallDrive drive = heater.drive(moment(1, 0.5, true, 0.8), 100);
    CHECK(drive.kind == Kind::power);
    CHECK(heat(drive, -100) == Approx(20));  // at once: a ramp is one of temperature
    CHECK(heat(drive, 39) == Approx(20));
    CHECK(heat(drive, 39.5) == Approx(10));
    CHECK(heat(drive, 41) == 0);
    CHECK_THROWS_AS(Warming({}, 25.0), InputError);
    CHECK_THROWS_AS(Warming(40.0, 0.0), InputError);
    CHECK_THROWS_AS(Warming(std::nullopt).drive(moment(1, 0.5, true), 0), InputError);

    PowerLimited::Settings limit = limited();
    CHECK_THROWS_AS(PowerLimited(limit).drive(moment(1, 0.5, true)), InputError);
    limit.warm_temperature = 15;
    CHECK(PowerLimited(limit).drive(moment(1, 0.5, true)).temperature == 15);
    limit.warm_power = 12;
    const PowerLimited with_heater(limit);
    CHECK(heat(with_heater.drive(moment(1, 0.5, true)), 0) == Approx(12));
    WallTemperature::Settings wall;
    wall.warm_temperature = 15;
    wall.warm_power = 12;
    const WallTemperature wall_with_heater(wall);
    CHECK(heat(wall_with_heater.drive(moment(1, 0.5, true)), 0) == Approx(12));
    CHECK(wall_with_heater.drive(moment(1, 0.5)).kind == Kind::temperature);
    Convective::Settings gas;
    gas.conductance = 7;
    gas.warm_temperature = 15;
    gas.warm_power = 12;
    const Convective gas_with_heater(gas);
    CHECK(heat(gas_with_heater.drive(moment(1, 0.5, true)), 0) == Approx(12));
}
