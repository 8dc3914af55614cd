// Case files: contact probes, needles that are always on, tissue that floods.
#include <catch2/catch.hpp>

#include <cmath>

#include "case/case.hpp"
#include "case/stored_case.hpp"
#include "core/error.hpp"

using namespace iceball;

namespace {

const std::string box = R"(
[domain]
size = ["40 mm", "40 mm", "30 mm"]
spacing = "2 mm"
[boundary]
x_min = "symmetry"
[tissue]
background = "lung inflated"
)";
const std::string plate = R"(
[contact.plate]
face = "z_max"
centre = ["-20 mm", "3 mm"]
diameter = "20 mm"
contact_conductance = "2000 W/m^2/K"
exchange = { model = "wall temperature", temperature = "-75 degC", ramp = "20 s", warm_temperature = "30 degC" }
)";
const std::string warmer = R"(
[probe.urethra]
always_on = true
diameter = "6 mm"
active_length = "20 mm"
tip = ["10 mm", "0 mm", "-10 mm"]
entry = ["10 mm", "0 mm", "60 mm"]
exchange = { model = "convective", conductance = "18 W/K/m", gas_temperature = "43 degC" }
)";
const std::string stages = R"(
[[protocol.stage]]
kind = "freeze"
duration = "3 min"
duty = { plate = "50 %" }
[[protocol.stage]]
kind = "thaw"
duration = "1 min"
[[protocol.stage]]
kind = "warm"
duration = "1 min"
probes = ["plate"]
)";

std::string message(const std::string& text) {
    try {
        build_model(load_case_text(text));
    } catch (const InputError& error) {
        return error.what();
    }
    return "accepted";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("case exchangers: a contact probe and a warmer", "[case]") {
    const Case c = load_case_text(box + plate + warmer + stages);
    const Model model = build_model(c);
    REQUIRE(model.contacts.size() == 1);
    const Contact& contact = model.contacts[0];
    CHECK(contact.face == Face::z_max);
    CHECK(contact.conductance == 2000);
    CHECK(std::get<Disc>(contact.patch).radius == 0.01);
    CHECK(std::get<Disc>(contact.patch).centre == FacePoint{-0.02, 0.003});
    CHECK(model.needles[0].always_on);
    const std::vector<Stage>& run = model.protocol.stages;
    CHECK(run[0].contacts[0].on);
    CHECK(run[0].contacts[0].duty == 0.5);
    CHECK_FALSE(run[0].probes[0].on);  // stages do not drive it
    CHECK_FALSE(run[1].contacts[0].on);
    CHECK(run[2].contacts[0].on);
    CHECK(model.protocol.cycle_count() == 1);

    // The resolved case means the same.
    const Model again = build_model(load_stored_case(c.resolved.dump(), "run.h5"));
    CHECK(std::get<Disc>(again.contacts[0].patch).centre == FacePoint{-0.02, 0.003});
    CHECK(again.contacts[0].conductance == 2000);
    CHECK(again.needles[0].always_on);
    CHECK(again.protocol.stages[0].contacts[0].duty == 0.5);

    const std::string rectangle = replaced(replaced(plate, "diameter = \"20 mm\"", "size = [\"8 mm\", \"6 mm\"]"),
                                           "contact_conductance = \"2000 W/m^2/K\"", "");
    const Model perfect = build_model(load_case_text(box + rectangle + stages));
    CHECK(std::get<FaceRectangle>(perfect.contacts[0].patch).size == FacePoint{0.008, 0.006});
    CHECK(std::isinf(perfect.contacts[0].conductance));
}

TEST_CASE("case exchangers: what is wrong with a contact or a warmer is told", "[case]") {
    const auto wrong = [](const std::string& from, const std::string& to) {
        return message(box + replaced(plate, from, to) + warmer + stages);
    };
    CHECK(message(box + plate + warmer + stages) == "accepted");
    CHECK_THAT(wrong("\"z_max\"", "\"top\""), Catch::Contains("contact.plate.face") && Catch::Contains("z_max"));
    CHECK_THAT(wrong("centre = [\"-20 mm\", \"3 mm\"]", "centre = [\"-20 mm\", \"3 mm\", \"0 mm\"]"),
               Catch::Contains("expected two lengths"));
    CHECK_THAT(wrong("diameter = \"20 mm\"", ""), Catch::Contains("either diameter (a disc) or size"));
    // It may reach over the plane of symmetry, not over other edges.
    CHECK_THAT(wrong("\"3 mm\"]", "\"13 mm\"]"), Catch::Contains("reaches to 23 mm along y"));
    CHECK_THAT(wrong("\"-20 mm\"", "\"12 mm\""), Catch::Contains("reaches to 22 mm along x"));
    CHECK_THAT(wrong("\"-20 mm\"", "\"-31 mm\""), Catch::Contains("along x"));  // none of it in the box
    CHECK_THAT(wrong("\"wall temperature\", temperature", "\"convective\", conductance = \"7 W/K/m\", gas_temperature"),
               Catch::Contains("\"wall temperature\" only"));
    CHECK_THAT(wrong("[contact.plate]", "[contact.urethra]"), Catch::Contains("a probe is called \"urethra\" too"));
    const std::string second = replaced(replaced(plate, "contact.plate", "contact.other"), "-20 mm", "-6 mm");
    CHECK_THAT(message(box + plate + second + stages),
               Catch::Contains("contact.other") && Catch::Contains("over contact \"plate\""));
    const std::string small = replaced(second, "diameter = \"20 mm\"", "size = [\"4 mm\", \"4 mm\"]");
    CHECK_THAT(message(box + plate + replaced(small, "-6 mm", "-9 mm") + stages), Catch::Contains("over contact \"plate\""));
    CHECK(message(box + plate + replaced(small, "-6 mm", "-7 mm") + stages) == "accepted");
    // Stages.
    CHECK_THAT(message(box + plate + warmer + replaced(stages, "[\"plate\"]", "[\"plate\", \"urethra\"]")),
               Catch::Contains("probe \"urethra\" is always on"));
    CHECK_THAT(message(box + plate + warmer + replaced(stages, "[\"plate\"]", "[\"plat\"]")),
               Catch::Contains("did you mean \"plate\"?"));
    CHECK_THAT(wrong(", warm_temperature = \"30 degC\"", ""), Catch::Contains("cannot warm"));
}

TEST_CASE("case exchangers: tissue that floods", "[case]") {
    const std::string wait = "[[protocol.stage]]\nkind = \"thaw\"\nduration = \"60 s\"\n";
    const Case lung = load_case_text(box + wait);
    const Model model = build_model(lung);
    REQUIRE(model.tissues.size() == 2);
    CHECK(model.tissues[1].name == "lung flooded");
    CHECK(model.tissues[0].floods_into == 1);
    CHECK_FALSE(model.tissues[1].floods_into);
    CHECK(build_model(load_stored_case(lung.resolved.dump(), "run.h5")).tissues[0].floods_into == 1);

    const auto define = [&](const std::string& lines) { return box + "[tissue.define.\"lung inflated\"]\n" + lines + wait; };
    const Case dry = load_case_text(define("floods_into = \"none\"\n"));
    CHECK(build_model(dry).tissues.size() == 1);
    CHECK_FALSE(build_model(load_stored_case(dry.resolved.dump(), "run.h5")).tissues[0].floods_into);
    const Model own = build_model(load_case_text(define("floods_into = \"blood\"\n")));
    CHECK(own.tissues.at(std::size_t(own.tissues[0].floods_into.value())).name == "blood");

    CHECK_THAT(message(define("floods_into = \"blod\"\n")), Catch::Contains("did you mean \"blood\"?"));
    CHECK_THAT(message(define("floods_into = \"lung inflated\"\n")), Catch::Contains("itself floods into"));
    CHECK_THAT(message(define("stasis = \"-19 degC\"\n")), Catch::Contains("has no stasis"));
    CHECK_THAT(message(define("freezes = false\nfloods_into = \"blood\"\n")), Catch::Contains("never thaws"));
}
