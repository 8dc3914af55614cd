#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "case/case.hpp"
#include "core/error.hpp"
#include "support/case_text.hpp"
#include "support/resolved_case.hpp"
#include "support/scratch_folder.hpp"

using namespace iceball;

namespace {

const std::string minimal = R"(
[domain]
size = ["20 mm", "20 mm", "20 mm"]
spacing = "1 mm"
[tissue]
background = "liver"
[[protocol.stage]]
kind = "thaw"
duration = "60 s"
)";

}  // namespace

TEST_CASE("case load: the example of the design", "[case]") {
    const Case c = load_case_text(test::design_case);
    CHECK(c.title == "Kidney tumour, two probes, 10-8-10");
    CHECK(c.domain.cells == Index3{96, 96, 96});
    CHECK(c.domain.spacing == 1e-3);
    CHECK(c.domain.lower.isApprox(Vector3(-0.048, -0.048, -0.048), 1e-15));
    CHECK(c.initial_temperature == 37);
    for (int face = 0; face < 5; ++face) CHECK(std::get<FixedTemperature>(c.boundaries[face]).temperature == 37);
    CHECK(std::get<Convection>(c.boundaries[5]).coefficient == 10);
    CHECK(std::get<Convection>(c.boundaries[5]).air_temperature == 22);
    REQUIRE(c.tissues.size() == 3);
    CHECK(c.tissues[0].name == "my kidney");
    CHECK(c.tissues[0].properties.perfusion == 0.005);
    CHECK(c.tissues[0].properties.density == find_tissue("kidney")->density.value);
    CHECK(c.tissues[1].name == "renal tumour");
    REQUIRE(c.regions.size() == 2);
    CHECK(c.regions[0].tissue == 1);
    CHECK(std::get<Sphere>(c.regions[0].shape).radius == 0.012);
    CHECK(c.regions[1].held_temperature == 37.0);
    REQUIRE(c.probes.size() == 2);
    const ProbeSettings &a = c.probes[0], &b = c.probes[1];
    CHECK(a.geometry.radius == 0.5 * 1.47e-3);
    CHECK(a.geometry.direction == Vector3::UnitZ());
    CHECK(a.exchange.kind == ExchangeKind::convective);
    CHECK(a.exchange.conductance == 7);
    CHECK(a.exchange.temperature.values[0] == -150);
    CHECK(b.geometry.radius == 1.2e-3);
    CHECK(b.geometry.active_length == 0.03);
    CHECK(b.geometry.active_start == 0);
    CHECK(b.exchange.kind == ExchangeKind::wall_temperature);
    CHECK(b.exchange.temperature.values[0] == -140);
    CHECK(b.exchange.ramp == 60);
    REQUIRE(c.protocol.stages.size() == 4);
    CHECK(c.protocol.duration() == 2 * (600 + 480));
    CHECK(c.protocol.stages[2].cycle == 2);
    CHECK(c.protocol.stages[0].probes[0].duty == 1);
    CHECK(c.protocol.stages[0].probes[1].duty == Approx(0.6).epsilon(1e-14));
    CHECK_FALSE(c.protocol.stages[1].probes[0].on);
    CHECK(c.target->margin == 5e-3);
    CHECK(c.target->at_risk == std::vector<std::string>{"vena cava"});
    CHECK(c.sensors.at(0).position == Vector3(0.01, 0, 0));
    CHECK(c.output.every == 15);
    CHECK(c.output.isotherms == std::vector<double>{0, -20, -40});

    const Model model = build_model(c);
    CHECK(model.grid.cell_count() == 96u * 96u * 96u);
    CHECK(model.needles.size() == 2);
    CHECK(model.needles[0].exchange->name() == "convective");
    CHECK(model.regions.regions.size() == 3);
    // Region numbers of single cells: background, tumour, held vessel.
    CHECK(model.regions.region[model.grid.index(0, 0, 0)] == 0);
    CHECK(model.regions.region[model.grid.index(48, 48, 48)] == 1);
    CHECK(model.regions.region[model.grid.index(48 + 30, 48, 48)] == 2);
    CHECK(model.tissue_at(model.grid.index(0, 0, 0)).perfusion == Approx(0.005 * 1050 * 3617).epsilon(1e-14));
}

TEST_CASE("case load: the resolved case reads back to the same case", "[case]") {
    const Case c = load_case_text(test::design_case);
    CHECK(c.resolved.dump() == load_case_text(test::design_case).resolved.dump());
    const Case again = test::load_resolved(c);
    nlohmann::json first = c.resolved, second = again.resolved;
    CHECK(second.dump(1) == first.dump(1));
    // And the values are those of the case, not only the same text twice.
    CHECK(again.domain.cells == c.domain.cells);
    CHECK(again.domain.lower.isApprox(c.domain.lower, 1e-15));
    CHECK(std::get<Convection>(again.boundaries[5]).air_temperature == 22);
    REQUIRE(again.tissues.size() == c.tissues.size());
    for (std::size_t n = 0; n < c.tissues.size(); ++n) {
        const TissueProperties &a = c.tissues[n].properties, &b = again.tissues[n].properties;
        CHECK(again.tissues[n].name == c.tissues[n].name);
        const auto numbers = [](const TissueProperties& p) {
            return std::vector{p.water_fraction, p.density, p.conductivity_unfrozen, p.specific_heat_unfrozen,
                               p.conductivity_frozen.value_or(0), p.specific_heat_frozen.value_or(0), p.latent_heat,
                               p.solidus, p.liquidus, p.perfusion, p.metabolic_heat, double(p.ice), double(p.release),
                               p.stasis.value_or(99)};
        };
        CHECK(numbers(a) == numbers(b));
    }
    REQUIRE(again.probes.size() == c.probes.size());
    for (std::size_t n = 0; n < c.probes.size(); ++n) {
        const ProbeSettings &a = c.probes[n], &b = again.probes[n];
        CHECK(a.geometry.tip == b.geometry.tip);
        CHECK(a.geometry.direction.isApprox(b.geometry.direction, 1e-14));
        CHECK(a.geometry.radius == b.geometry.radius);
        CHECK(a.geometry.active_length == b.geometry.active_length);
        CHECK(a.exchange.kind == b.exchange.kind);
        CHECK(a.exchange.conductance == b.exchange.conductance);
        CHECK(a.exchange.temperature.values == b.exchange.temperature.values);
        CHECK(a.exchange.ramp == b.exchange.ramp);
        CHECK(a.exchange.warm_temperature == b.exchange.warm_temperature);
    }
    REQUIRE(again.protocol.stages.size() == c.protocol.stages.size());
    for (std::size_t n = 0; n < c.protocol.stages.size(); ++n) {
        CHECK(again.protocol.stages[n].start == c.protocol.stages[n].start);
        for (std::size_t p = 0; p < c.probes.size(); ++p) {
            CHECK(again.protocol.stages[n].probes[p].on == c.protocol.stages[n].probes[p].on);
            CHECK(again.protocol.stages[n].probes[p].duty == c.protocol.stages[n].probes[p].duty);
        }
    }
    REQUIRE(again.regions.size() == c.regions.size());
    CHECK(std::get<Sphere>(again.regions[0].shape).radius == 0.012);
    CHECK(again.regions[1].held_temperature == 37.0);
    CHECK(again.target->margin == c.target->margin);
    CHECK(again.sensors[0].position == c.sensors[0].position);
    CHECK(again.output.every == c.output.every);
    CHECK(again.output.isotherms == c.output.isotherms);
}

TEST_CASE("case load: defaults of a minimal case", "[case]") {
    const Case c = load_case_text(minimal);
    CHECK(c.initial_temperature == 37);
    CHECK(std::get<FixedTemperature>(c.boundaries[0]).temperature == 37);
    CHECK(c.blood.temperature == 37);
    CHECK(c.tissues.at(0).perfusion_from == "ablation");
    CHECK(c.output.frames);
    CHECK_FALSE(c.target);
    CHECK(c.protocol.cycle_count() == 1);
}

TEST_CASE("case load: shapes, boundaries and sources of every kind", "[case]") {
    const Case c = load_case_text(minimal + R"(
[initial]
temperature = "20 degC"
[boundary]
x_min = "symmetry"
x_max = { insulated = true }
[blood]
temperature = "38 degC"
[[tissue.region]]
name = "e"
tissue = "fat"
ellipsoid = { centre = ["0 mm", "0 mm", "0 mm"], semi_axes = ["2 mm", "3 mm", "4 mm"] }
[[tissue.region]]
name = "b"
tissue = "muscle"
box = { from = ["5 mm", "5 mm", "5 mm"], to = ["2 mm", "2 mm", "2 mm"] }
[[tissue.region]]
name = "l"
tissue = "skin"
layer = { axis = "z", from = "8 mm" }
[[tissue.region]]
name = "m"
tissue = "skin"
layer = { normal = [0, 2, 0], to = "-8 mm" }
[source.P]
at = ["1 mm", "2 mm", "3 mm"]
power = "-5 W"
[source.L]
from = ["0 mm", "0 mm", "-10 mm"]
to = ["0 mm", "0 mm", "10 mm"]
power = { times = ["0 s", "1 min"], powers = ["0 W", "10 W"] }
)");
    CHECK(std::holds_alternative<Insulated>(c.boundaries[0]));
    CHECK(std::holds_alternative<Insulated>(c.boundaries[1]));
    CHECK(std::get<FixedTemperature>(c.boundaries[2]).temperature == 20);
    const auto box = std::get<AxisBox>(c.regions[1].shape);
    CHECK(box.lower == Vector3::Constant(0.002));
    CHECK(box.upper == Vector3::Constant(0.005));
    CHECK(std::get<Layer>(c.regions[2].shape).to == std::numeric_limits<double>::infinity());
    CHECK(std::get<Layer>(c.regions[3].shape).normal == Vector3::UnitY());
    REQUIRE(c.sources.size() == 2);
    CHECK(c.sources[0].name == "P");
    CHECK(c.sources[0].power.at(100) == -5);
    CHECK(c.sources[1].power.at(30) == 5);
    CHECK(build_model(c).tissues[0].blood_temperature == 38);
}

TEST_CASE("case load: what is frozen, and how it freezes", "[case]") {
    const std::string rest = R"(
[domain]
size = ["10 mm", "10 mm", "10 mm"]
spacing = "1 mm"
[protocol]
[[protocol.stage]]
kind = "thaw"
duration = "1 min"
[tissue]
background = "mine"
)";
    const Case c = load_case_text(rest + R"(
[tissue.define.mine]
base = "kidney"
water_fraction = "50 %"
ice_conductivity = "power"
release = "dilute"
liquidus = "-0.55 degC"
stasis = "-19 degC"
)");
    const TissueProperties& mine = c.tissues[0].properties;
    const TissueProperties kidney = properties_of(*find_tissue("kidney"));
    CHECK(mine.water_fraction == 0.5);
    CHECK(mine.latent_heat == Approx(kidney.latent_heat * 0.5 / kidney.water_fraction));
    CHECK(mine.ice == IceConductivity::power);
    CHECK(mine.release == Release::dilute);
    CHECK_FALSE(mine.conductivity_frozen);
    CHECK(mine.stasis == -19);
    CHECK(make_tissue("mine", mine, Blood{}).stasis_temperature == -19);
    const double middle = make_tissue("mine", mine, Blood{}).law.enthalpy_at_liquid_fraction(0.5);
    // 1 / T halfway between 1 / -8 and 1 / -0.55.
    CHECK(make_tissue("mine", mine, Blood{}).law.temperature(middle) == Approx(2 / (1 / -8.0 + 1 / -0.55)).margin(0.02));

    const auto message = [&](const std::string& definition) {
        try {
            load_case_text(rest + "[tissue.define.mine]\n" + definition);
        } catch (const InputError& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    CHECK_THAT(message("base = \"kidney\"\nrelease = \"dilute\"\nliquidus = \"0 degC\"\n"),
               Catch::Contains("a dilute solution freezes over a range below 0 degC") && Catch::Contains("liquidus 0 degC"));
    CHECK_THAT(message("base = \"kidney\"\nwater_fraction = \"120 %\"\n"), Catch::Contains("between 0 and 100 %"));
    CHECK_THAT(message("base = \"kidney\"\nice_conductivity = \"powr\"\n"), Catch::Contains("power"));
    // Without a base the frozen values are needed, or the water that they follow from.
    const std::string full = R"(density = "1000 kg/m^3"
conductivity_unfrozen = "0.5 W/m/K"
specific_heat_unfrozen = "3600 J/kg/K"
latent_heat = "250 kJ/kg"
solidus = "-8 degC"
liquidus = "-1 degC"
)";
    CHECK_THAT(message(full), Catch::Contains("conductivity_frozen") && Catch::Contains("specific_heat_frozen"));
    CHECK(message(full + "water_fraction = 0.75\n") == "accepted");
}

TEST_CASE("case load: own tissues", "[case]") {
    const Case c = load_case_text(R"(
[domain]
size = ["10 mm", "10 mm", "10 mm"]
spacing = "1 mm"
[tissue]
background = "mine"
[tissue.define.mine]
density = "1000 kg/m^3"
conductivity_frozen = "2 W/m/K"
conductivity_unfrozen = "0.5 W/m/K"
specific_heat_frozen = "1800 J/kg/K"
specific_heat_unfrozen = "3600 J/kg/K"
latent_heat = "250 kJ/kg"
solidus = "-8 degC"
liquidus = "-1 degC"
metabolic_heat = "4200 W/m^3"
[tissue.define.kidney]
perfusion = "resting"
[tissue.define.heavy]
base = "liver"
density = "2158 kg/m^3"
[[tissue.region]]
name = "k"
tissue = "kidney"
sphere = { centre = ["0 mm", "0 mm", "0 mm"], radius = "2 mm" }
[[tissue.region]]
name = "h"
tissue = "heavy"
sphere = { centre = ["0 mm", "0 mm", "3 mm"], radius = "1 mm" }
[[protocol.stage]]
kind = "thaw"
duration = "60 s"
)");
    CHECK(c.tissues[0].properties.latent_heat == 250e6);
    CHECK(c.tissues[0].properties.perfusion == 0);
    CHECK(c.tissues[0].properties.metabolic_heat == 4200);
    CHECK(c.tissues[1].properties.perfusion == 0.0674);
    CHECK(c.tissues[1].perfusion_from == "resting");
    CHECK(c.tissues[2].properties.latent_heat == 500e6);  // twice the density of the library's liver
}

TEST_CASE("case load: overrides reach everything", "[case]") {
    const Case c = load_case_text(test::design_case, ".",
                                  {"tissue.define.my kidney.perfusion=0.001 1/s", "region[tumour].radius=9 mm",
                                   "tissue.region[1].held=36 degC", "protocol.cycles=3", "protocol.stage[1].duration=5 min",
                                   "probe.B.exchange.temperature=-120 degC", "probe.A.tip=[\"-6 mm\", \"0 mm\", \"-20 mm\"]",
                                   "output.frames=none", "boundary.z_max=insulated", "blood.temperature=38 degC",
                                   "title=a = b"});
    CHECK(c.tissues[0].properties.perfusion == 0.001);
    CHECK(std::get<Sphere>(c.regions[0].shape).radius == 0.009);
    CHECK(c.regions[1].held_temperature == 36.0);
    CHECK(c.protocol.stages.size() == 6);
    CHECK(c.protocol.stages[1].duration == 300);
    CHECK(c.probes[1].exchange.temperature.values[0] == -120);
    CHECK(c.probes[0].geometry.tip.x() == -0.006);
    CHECK_FALSE(c.output.frames);
    CHECK(std::holds_alternative<Insulated>(c.boundaries[5]));
    CHECK(c.blood.temperature == 38);
    CHECK(c.title == "a = b");
    CHECK(c.text == test::design_case);
}

TEST_CASE("case load: wall temperature from a CSV trace", "[case]") {
    const ScratchFolder folder;
    std::ofstream(folder / "trace.csv") << "time_s,other,wall_C\n0,1,27\n10,2,-20.5\r\n20,3,-60\n";
    const std::string text = minimal + R"(
[probe.A]
diameter = "2.4 mm"
active_length = "10 mm"
tip = ["0 mm", "0 mm", "-5 mm"]
entry = ["0 mm", "0 mm", "60 mm"]
exchange = { model = "wall temperature", csv = "trace.csv", temperature_column = "wall_C" }
)";
    const Case c = load_case_text(text, folder.path());
    CHECK(c.probes[0].exchange.temperature.times == std::vector<double>{0, 10, 20});
    CHECK(c.probes[0].exchange.temperature.values == std::vector<double>{27, -20.5, -60});
    CHECK_FALSE(c.probes[0].exchange.stage_clock);
}

TEST_CASE("case load: regions with a start temperature of their own", "[case]") {
    const std::string saline = minimal + R"(
[[tissue.region]]
name = "saline"
tissue = "saline"
start = "20 degC"
layer = { axis = "z", from = "5 mm" }
)";
    const Case c = load_case_text(saline);
    CHECK(c.regions[0].start_temperature == 20.0);
    CHECK(c.resolved["tissue"]["region"][0]["start"] == "20 degC");
    const Model model = build_model(c);
    CHECK(model.start_temperature_at(model.grid.index(3, 4, 2)) == 37);
    CHECK(model.start_temperature_at(model.grid.index(3, 4, 17)) == 20);
    CHECK(load_case_text(saline, ".", {"region[saline].start=12 degC"}).regions[0].start_temperature == 12.0);

    const auto message = [](const std::string& text) {
        try {
            load_case_text(text);
        } catch (const InputError& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    CHECK_THAT(message(saline + "held = \"37 degC\"\n"),
               Catch::Contains("tissue.region[0].start") && Catch::Contains("give either held or start"));
    CHECK_THAT(message(saline + "strat = \"12 degC\"\n"), Catch::Contains("did you mean \"start\"?"));
}
