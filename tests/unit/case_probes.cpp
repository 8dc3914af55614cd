// [probe] exchange, metal and presets, and what stages change, as case files say them.
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <numbers>

#include "case/case.hpp"
#include "core/error.hpp"
#include "probe/library.hpp"
#include "solver/simulation.hpp"
#include "support/resolved_case.hpp"

using namespace iceball;

namespace {

std::string case_with(const std::string& probe, const std::string& stages = "") {
    return R"([domain]
size = ["40 mm", "40 mm", "60 mm"]
spacing = "2 mm"
[tissue]
background = "agar gel"
[probe.A]
tip = ["0.3 mm", "0.1 mm", "-20 mm"]
entry = ["0.3 mm", "0.1 mm", "60 mm"]
)" + probe + (stages.empty() ? "\n[[protocol.stage]]\nkind = \"freeze\"\nduration = \"20 s\"\n" : stages);
}

// An inline table stands on one line.
Case with_exchange(std::string exchange) {
    std::replace(exchange.begin(), exchange.end(), '\n', ' ');
    return load_case_text(case_with("diameter = \"2 mm\"\nactive_length = \"30 mm\"\nexchange = { " + exchange + " }\n"));
}

std::string message(const std::function<void()>& load) {
    try {
        load();
    } catch (const InputError& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace

TEST_CASE("case probes: a convective probe that varies along its active zone", "[case]") {
    const Case c = with_exchange(R"(model = "convective", gas_temperature = "-150 degC",
        conductance = { along = [0, 0.5, 1], conductances = ["12 W/K/m", "8 W/K/m", "2 W/K/m"] },
        gas_rise = { along = [0, 1], rises = ["0 K", "30 K"] })");
    const ExchangeSettings& e = c.probes[0].exchange;
    CHECK(e.conductance == AlongTable({0, 0.5, 1}, {12, 8, 2}));
    CHECK(e.gas_rise == AlongTable({0, 1}, {0, 30}));
    const auto model = std::make_shared<Model>(build_model(c));
    const WallDrive at = model->needles[0].exchange->drive({false, 5, 5, 1, 20, 0.75});
    CHECK(at.conductance == Approx(5));
    CHECK(at.temperature == Approx(-127.5));
    CHECK(c.resolved["probe"]["A"]["exchange"]["conductance"]["along"] == std::vector<double>{0, 0.5, 1});
    CHECK(with_exchange(R"(model = "convective", gas_temperature = "-150 degC", conductance = "7 W/K/m")")
              .resolved["probe"]["A"]["exchange"]["conductance"] == "7 W/K/m");
}

TEST_CASE("case probes: a limited power, and a heater", "[case]") {
    const Case c = with_exchange(R"(model = "power limited", wall_temperatures = ["-150 degC", "-100 degC", "0 degC"],
        powers = ["0 W", "20 W", "30 W"], largest_power = "25 W", ramp = "10 s", warm_temperature = "40 degC",
        warm_power = "12 W")");
    const ExchangeSettings& e = c.probes[0].exchange;
    CHECK(e.kind == ExchangeKind::power_limited);
    CHECK(e.powers == std::vector<double>{0, 20, 30});
    CHECK(e.largest_power == 25.0);
    CHECK(e.ramp == 10);
    CHECK(e.warm_power == 12.0);
    const Model model = build_model(c);
    const WallDrive freeze = model.needles[0].exchange->drive({false, 50, 50, 1, 20, 0.5});
    CHECK(freeze.heat_share * freeze.heat->at(-110) == Approx(-16));
    CHECK(freeze.heat_share * freeze.heat->at(10) == Approx(-25));
    const WallDrive warm = model.needles[0].exchange->drive({true, 50, 50, 1, 20, 0.5});
    CHECK(warm.heat_share * warm.heat->at(0) == Approx(12));
    CHECK(warm.heat->at(40) == 0);
}

TEST_CASE("case probes: a probe changes single numbers of its preset's exchange", "[case]") {
    const auto exchange = [](const std::string& changes) {
        return load_case_text(case_with("preset = \"argon 17G\"\nexchange = { " + changes + " }\n")).probes[0].exchange;
    };
    const ExchangeSettings stronger = exchange("conductance = \"9 W/K/m\"");
    CHECK(stronger.kind == ExchangeKind::convective);
    CHECK(stronger.conductance == 9);
    CHECK(stronger.temperature.values == std::vector<double>{-150});
    CHECK(stronger.warm_temperature == 15.0);
    const ExchangeSettings table = exchange("times = [\"0 s\", \"60 s\"], gas_temperatures = [\"20 degC\", \"-150 degC\"]");
    CHECK(table.conductance == 7);
    CHECK_FALSE(table.stage_clock);
    CHECK_FALSE(exchange("model = \"wall temperature\", temperature = \"-80 degC\"").warm_temperature);
    CHECK_THAT(message([&] { exchange("temperature = \"-80 degC\""); }), Catch::Contains("gas_temperature"));
    // Without a preset there is nothing to change.
    CHECK_THAT(message([] { with_exchange("conductance = \"9 W/K/m\""); }), Catch::Contains("\"model\" is missing"));
}

TEST_CASE("case probes: the resolved case reads back to the same case", "[case]") {
    const Case c = load_case_text(case_with(R"(diameter = "2 mm"
active_length = "30 mm"
metal = "stainless steel"
wall_thickness = "0.2 mm"
exchange = { model = "power limited", wall_temperatures = ["-150 degC", "0 degC"], powers = ["0 W", "30 W"], largest_power = "25 W", warm_temperature = "30 degC", warm_power = "9 W" }
)", R"(
[[protocol.stage]]
kind = "freeze"
duration = "20 s"
exchange = { A = { model = "convective", gas_temperature = "-150 degC", conductance = { along = [0, 1], conductances = ["9 W/K/m", "5 W/K/m"] }, gas_rise = { along = [0.2, 0.7], rises = ["0 K", "20 K"] } } }
[[protocol.stage]]
kind = "freeze"
duration = "20 s"
exchange = { A = { model = "wall temperature", times = ["0 s", "9 s"], temperatures = ["0 degC", "-90 degC"] } }
[[protocol.stage]]
kind = "warm"
duration = "20 s"
)"));
    const Case again = test::load_resolved(c);
    CHECK(again.resolved.dump(1) == c.resolved.dump(1));
    const ProbeSettings &a = c.probes[0], &b = again.probes[0];
    CHECK(b.metal_conductance == a.metal_conductance);
    CHECK(b.metal_heat_capacity == a.metal_heat_capacity);
    CHECK(b.exchange.powers == a.exchange.powers);
    CHECK(b.exchange.wall_temperatures == a.exchange.wall_temperatures);
    CHECK(b.exchange.largest_power == a.exchange.largest_power);
    CHECK(b.exchange.warm_power == a.exchange.warm_power);
    REQUIRE(b.schedules.size() == 2);
    CHECK(b.schedules[0].conductance == a.schedules[0].conductance);
    CHECK(b.schedules[0].gas_rise == a.schedules[0].gas_rise);
    CHECK(b.schedules[1].temperature.values == a.schedules[1].temperature.values);
    CHECK(b.schedules[1].stage_clock);
    CHECK(again.protocol.stages[1].probes[0].schedule == 1);
    CHECK(again.protocol.stages[2].probes[0].schedule == -1);
}

TEST_CASE("case probes: exchanges that mean nothing are refused with the reason", "[case]") {
    for (const auto& [exchange, said] : std::vector<std::pair<std::string, std::string>>{
             {R"(model = "power limited")", "wall_temperatures and powers"},
             {R"(model = "power limited", wall_temperatures = ["-150 degC", "-100 degC"], powers = ["0 W"])", "1 powers for 2"},
             {R"(model = "power limited", wall_temperatures = ["-150 degC", "-100 degC"], powers = ["5 W", "9 W"])", "must be 0 W"},
             {R"(model = "power limited", wall_temperatures = ["-150 degC", "-100 degC", "0 degC"],
                 powers = ["0 W", "9 W", "8 W"])", "must not fall"},
             {R"(model = "power limited", wall_temperatures = ["-150 degC", "-100 degC"], powers = ["0 W", "9 W"],
                 largest_power = "0 W")", "largest_power"},
             {R"(model = "power limited", wall_temperatures = ["-150 degC", "-100 degC"], powers = ["0 W", "9 W"],
                 warm_power = "9 W")", "warm_temperature"},
             {R"(model = "convective", gas_temperature = "-150 degC")", "\"conductance\" is missing"},
             {R"(model = "convective", gas_temperature = "-150 degC", conductance = "0 W/K/m")", "must be positive"},
             {R"(model = "convective", gas_temperature = "-150 degC", conductance = { along = [0, 1] })", "\"conductances\" is missing"},
             {R"(model = "convective", gas_temperature = "-150 degC",
                 conductance = { along = [0, 2], conductances = ["1 W/K/m", "2 W/K/m"] })", "from 0 (tip end) to 1"},
             {R"(model = "convective", gas_temperature = "-150 degC",
                 conductance = { along = [0, 1], conductances = ["0 W/K/m", "0 W/K/m"] })", "zero all along"},
             {R"(model = "convective", gas_temperature = "-150 degC", conductance = "7 W/K/m",
                 gas_rise = { along = [0, 1], rises = ["0 K", "300 K"] })", "takes the gas from -150 to 150 degC"},
             {R"(model = "wall temperature", temperature = "-150 degC", conductance = "7 W/K/m")", "unknown key"}}) {
        CAPTURE(exchange);
        CHECK_THAT(message([text = exchange] { with_exchange(text); }), Catch::Contains("probe.A.exchange") && Catch::Contains(said));
    }
}

TEST_CASE("case probes: metal from its name and the thickness of the wall, or as numbers", "[case]") {
    const auto load = [](const std::string& metal) {
        return load_case_text(case_with("preset = \"argon 17G\"\ndiameter = \"2 mm\"\n" + metal)).probes[0];
    };
    const ProbeSettings steel = load("metal = \"stainless steel\"\nwall_thickness = \"0.2 mm\"\n");
    const double area = std::numbers::pi * (1e-3 * 1e-3 - 0.8e-3 * 0.8e-3);
    CHECK(steel.metal_conductance == Approx(16.2 * area));
    CHECK(steel.metal_heat_capacity == Approx(8000.0 * 500 * area));
    const ProbeSettings mixed = load("metal = \"nitinol\"\nwall_thickness = \"1 mm\"\nmetal_heat_capacity = \"3 J/m/K\"\n");
    CHECK(mixed.metal_conductance == Approx(21.9 * std::numbers::pi * 1e-6));
    CHECK(mixed.metal_heat_capacity == 3);
    CHECK(load("metal_conductance = \"2e-5 W*m/K\"\n").metal_conductance == 2e-5);
    const Model model = build_model(load_case_text(case_with("preset = \"argon 17G\"\nmetal_conductance = \"2e-5 W*m/K\"\n")));
    CHECK(model.needles[0].metal_conductance == 2e-5);
    CHECK(model.needles[0].has_metal());
    for (const auto& [metal, said] : std::vector<std::pair<std::string, std::string>>{
             {"metal = \"steel\"\nwall_thickness = \"0.2 mm\"\n", "stainless steel"},
             {"metal = \"nitinol\"\n", "wall_thickness"},
             {"wall_thickness = \"0.2 mm\"\n", "\"metal\" is missing"},
             {"metal = \"nitinol\"\nwall_thickness = \"1.2 mm\"\n", "at most the radius, 1 mm"},
             {"metal_conductance = \"2 W/m/K\"\n", "wrong unit"}})
        CHECK_THAT(message([&, text = metal] { load(text); }), Catch::Contains(said));
}

TEST_CASE("case probes: a stage changes what drives a probe", "[case]") {
    const std::string stages = R"(
[protocol]
cycles = 2
[[protocol.stage]]
kind = "freeze"
duration = "20 s"
[[protocol.stage]]
kind = "freeze"
duration = "20 s"
exchange = { A = { gas_temperature = "-90 degC" } }
[[protocol.stage]]
kind = "freeze"
duration = "20 s"
exchange = { A = { model = "wall temperature", times = ["0 s", "10 s"], temperatures = ["-20 degC", "-40 degC"] } }
[[protocol.stage]]
kind = "warm"
duration = "20 s"
exchange = { A = { warm_power = "3 W", warm_temperature = "25 degC" } }
)";
    const Case c = load_case_text(case_with("preset = \"argon 17G\"\nactive_length = \"30 mm\"\n", stages));
    REQUIRE(c.protocol.stages.size() == 8);
    CHECK(c.protocol.stages[0].probes[0].schedule == -1);
    CHECK(c.protocol.stages[1].probes[0].schedule == 0);
    CHECK(c.protocol.stages[6].probes[0].schedule == 1);
    const std::vector<ExchangeSettings>& schedules = c.probes[0].schedules;
    REQUIRE(schedules.size() == 3);
    CHECK(schedules[0].kind == ExchangeKind::convective);
    CHECK(schedules[0].conductance == 7);
    CHECK(schedules[0].temperature.values == std::vector<double>{-90});
    CHECK(schedules[0].warm_temperature == 15.0);
    CHECK(schedules[1].kind == ExchangeKind::wall_temperature);
    CHECK(schedules[1].stage_clock);
    CHECK_FALSE(schedules[1].warm_temperature);
    CHECK(schedules[2].warm_power == 3.0);
    CHECK(c.resolved["protocol"]["stage"][1]["exchange"]["A"]["gas_temperature"] == "-90 degC");
    CHECK_FALSE(c.resolved["protocol"]["stage"][0].contains("exchange"));

    const Model model = build_model(c);
    Simulation simulation(model);
    const std::vector<double>& wall = simulation.state().needles[0].wall_temperature;
    const auto coldest = [&] { return *std::min_element(wall.begin(), wall.end()); };
    simulation.run(20);
    const double own = coldest();
    simulation.run(40);
    CHECK(coldest() > own + 5);  // warmer gas
    simulation.run(45);
    CHECK(wall[3] == Approx(-30));
    simulation.run(60);
    CHECK(wall[3] == Approx(-40));
    simulation.run(80);
    CHECK(coldest() > -40);
    CHECK(*std::max_element(wall.begin(), wall.end()) <= 25);
    simulation.run();
    CHECK(simulation.ledger().residual() < 1e-12);
}

TEST_CASE("case probes: what a stage says wrong has its place", "[case]") {
    const auto wrong = [](const std::string& kind, const std::string& exchange) {
        return message([&] {
            load_case_text(case_with("preset = \"N2O 2.4 mm\"\nactive_length = \"30 mm\"\n",
                                     "\n[[protocol.stage]]\nkind = \"" + kind + "\"\nduration = \"20 s\"\nexchange = " + exchange + "\n"));
        });
    };
    CHECK(wrong("freeze", "{ A = { temperature = \"-60 degC\" } }") == "no error");
    CHECK(wrong("warm", "{ A = { warm_temperature = \"40 degC\" } }") == "no error");
    CHECK_THAT(wrong("warm", "{ A = { ramp = \"5 s\" } }"), Catch::Contains("cannot warm"));
    CHECK_THAT(wrong("freeze", "{ B = { temperature = \"-60 degC\" } }"), Catch::Contains("unknown probe \"B\""));
    CHECK_THAT(wrong("freeze", "{ A = { gas_temperature = \"-60 degC\" } }"),
               Catch::Contains("protocol.stage[0].exchange.A") && Catch::Contains("gas_temperature"));
    CHECK_THAT(wrong("freeze", "{ A = { model = \"convective\", gas_temperature = \"-60 degC\" } }"),
               Catch::Contains("\"conductance\" is missing"));
    CHECK_THAT(wrong("thaw", "{ A = { temperature = \"-60 degC\" } }"), Catch::Contains("all gas is off"));
    CHECK_THAT(wrong("freeze", "\"A\""), Catch::Contains("expected a table"));
}

TEST_CASE("case probes: every preset makes a probe and every number has a source", "[case]") {
    CHECK(probe_library().size() >= 6);
    for (const ProbePreset& preset : probe_library()) {
        INFO(preset.name);
        CHECK(numbers_of(preset).size() == 4u + preset.conductance.has_value() + preset.warm_temperature.has_value());
        for (const NamedValue& named : numbers_of(preset)) CHECK_FALSE(named.number.source.empty());
        const Case c = load_case_text(case_with("preset = \"" + std::string(preset.name) + "\"\n"));
        CHECK(c.probes[0].exchange.temperature.values[0] == preset.temperature.value);
        CHECK((c.probes[0].exchange.kind == ExchangeKind::convective) == preset.conductance.has_value());
        CHECK(c.probes[0].exchange.warm_temperature.has_value() == preset.warm_temperature.has_value());
        const auto model = std::make_shared<Model>(build_model(c));
        CHECK(model->needles[0].exchange->drive({false, 9, 9, 1, 20, 0.5}).temperature == Approx(preset.temperature.value));
        CHECK(preset.diameter.value > 1e-3);
        CHECK(preset.diameter.value < 4e-3);
    }
    for (const ProbeMetal& metal : probe_metals()) {
        CHECK(find_probe_metal(metal.name) == &metal);
        CHECK(numbers_of(metal).size() == 3);
        for (const NamedValue& named : numbers_of(metal)) CHECK_FALSE(named.number.source.empty());
    }
}

TEST_CASE("case probes: an insulated shaft, and what it may not run into", "[case]") {
    const std::string wall = "diameter = \"2 mm\"\nactive_length = \"10 mm\"\n"
                             "exchange = { model = \"wall temperature\", temperature = \"-100 degC\" }\n";
    CHECK_FALSE(load_case_text(case_with(wall)).probes[0].geometry.insulated_shaft);
    const Case c = load_case_text(case_with(wall + "shaft = \"insulated\"\n"));
    CHECK(c.probes[0].geometry.insulated_shaft);
    CHECK(c.resolved["probe"]["A"]["shaft"] == "insulated");
    CHECK(build_model(c).needles[0].geometry.insulated_shaft);
    CHECK(test::load_resolved(c).probes[0].geometry.insulated_shaft);
    // Across the shaft of A, 15 mm behind its active zone.
    const std::string across = "[probe.B]\ntip = [\"-6 mm\", \"0 mm\", \"5 mm\"]\nentry = [\"20 mm\", \"0 mm\", \"5 mm\"]\n" + wall;
    CHECK_NOTHROW(load_case_text(case_with(wall + across)));
    CHECK_THAT(message([&] { load_case_text(case_with(wall + "shaft = \"insulated\"\n" + across)); }),
               Catch::Matchers::Contains("overlaps probe \"A\"") && Catch::Matchers::Contains("insulated shafts count"));
}
