#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>

#include "compare/recording.hpp"
#include "compare/sensors.hpp"
#include "core/error.hpp"
#include "support/scratch_folder.hpp"

using namespace iceball;

namespace {

SensorRecord sensor(const std::string& name, std::vector<double> times, std::vector<double> temperature) {
    SensorRecord record;
    record.sensor.name = name;
    record.times = std::move(times);
    record.temperature = std::move(temperature);
    return record;
}

template <class Error, class Body>
void check_throws(Body&& body, const std::string& part) {
    INFO(part);
    try {
        body();
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK_THAT(error.what(), Catch::Contains(part));
    }
}

}  // namespace

TEST_CASE("Compare: a recording is read with names, quotes and gaps", "[compare]") {
    const ScratchFolder folder;
    std::ofstream(folder / "a.csv") << "# recorded\r\n\"near, left\", time_s ,far\r\n1.5,0,+20\r\n\r\n,10,-3e1\r\n";
    const Recording recording = read_recording(folder / "a.csv", "time_s");
    CHECK(recording.columns == std::vector<std::string>{"near, left", "far"});
    CHECK(recording.times == std::vector<double>{0, 10});
    CHECK(recording.values[0][0] == 1.5);
    CHECK(std::isnan(recording.values[0][1]));
    CHECK(recording.values[1] == std::vector<double>{20, -30});
    CHECK(recording.column("far") == 1);
    check_throws<InputError>([&] { recording.column("fra"); }, "did you mean \"far\"?");
    check_throws<InputError>([&] { read_recording(folder / "a.csv", "time"); }, "no column \"time\"");
    check_throws<FileError>([&] { read_recording(folder / "b.csv"); }, "cannot be read");
    const auto refused = [&](const std::string& text, const std::string& part) {
        std::ofstream(folder / "a.csv") << text;
        check_throws<InputError>([&] { read_recording(folder / "a.csv"); }, part);
    };
    refused("t,a\n0,1\n1,nan\n", "line 3: column \"a\": expected a finite number or nothing, given \"nan\"");
    refused("t,a\n0,1\n0,1\n", "times must increase");
    refused("t,a\n,1\n", "time is missing");
    refused("t,a\n0,1,2\n", "3 fields, but the header has 2");
    refused("t,a\n", "no line of numbers");
    refused("t\n0\n", "at least two columns");
    refused("", "no line of numbers");
}

TEST_CASE("Compare: bias, rms and largest difference of sensors", "[compare]") {
    Recording recording;
    recording.source = "a.csv";
    recording.columns = {"TC2", "TC1"};
    recording.times = {0, 5, 10, 15, 100};
    recording.values = {{1, 1, 1, 1, 1}, {10, 5, std::nan(""), -7, 0}};
    // The run goes from 10 to -10 degC within 20 s; the moment at 100 s lies outside.
    const std::vector<SensorRecord> run = {sensor("TC1", {0, 20}, {10, -10}), sensor("TC2", {0, 20}, {2, 2})};
    const auto found = compare_sensors(run, recording);
    REQUIRE(found.size() == 2);
    CHECK(found[0].sensor == "TC1");
    CHECK(found[0].samples == 3);
    CHECK(found[0].bias == Approx((0.0 + 0.0 + 2.0) / 3));
    CHECK(found[0].rms == Approx(std::sqrt(4.0 / 3)));
    CHECK(found[0].worst == Approx(2.0));
    CHECK(found[0].worst_time == 15);
    CHECK(found[0].measured_minimum == -7);
    CHECK(found[0].run_minimum == Approx(-5));
    CHECK(found[1].bias == Approx(1));
    CHECK(found[1].samples == 4);

    SensorComparisonSettings settings;
    settings.column_of_sensor = {{"TC2", "TC1"}};
    settings.shift = 5;
    settings.from = 5;
    const auto mapped = compare_sensors(run, recording, settings);
    REQUIRE(mapped.size() == 1);
    CHECK(mapped[0].samples == 2);
    CHECK(mapped[0].bias == Approx((-3.0 + 9.0) / 2));
    settings.shift = 0;
    settings.column_of_sensor = {{"TC1", "TC1"}};
    CHECK(compare_sensors(run, recording, settings)[0].bias == Approx(1));

    settings.column_of_sensor = {{"TC3", "TC1"}};
    check_throws<InputError>([&] { compare_sensors(run, recording, settings); }, "no sensor \"TC3\"");
    settings.column_of_sensor = {{"TC1", "TC4"}};
    check_throws<InputError>([&] { compare_sensors(run, recording, settings); }, "no column \"TC4\"");
    settings.column_of_sensor = {{"TC1", "TC1"}};
    settings.from = 50;
    check_throws<InputError>([&] { compare_sensors(run, recording, settings); }, "no value within the run");
    recording.columns = {"a", "b"};
    check_throws<InputError>([&] { compare_sensors(run, recording); }, "--map COLUMN=SENSOR");
}
