// library = [...]: a user's own rows of tissues and probes.
#include <catch2/catch.hpp>

#include <fstream>

#include "case/case.hpp"
#include "core/error.hpp"
#include "support/scratch_folder.hpp"

using namespace iceball;

namespace {

const std::string rows = R"([tissue."phantom A"]
base = "agar gel"
conductivity_unfrozen = "0.7 W/m/K"
[tissue."phantom B"]
base = "phantom A"
density = "1234 kg/m^3"
[tissue.kidney]
perfusion = "0.001 1/s"
[probe.ours]
preset = "argon 17G"
active_length = "25 mm"
metal_heat_capacity = "4 J/m/K"
[probe."ours, longer"]
preset = "ours"
diameter = "2 mm"
exchange = { model = "wall temperature", csv = "trace.csv" }
)";

std::string case_text(const std::string& top, const std::string& tissue, const std::string& more = "") {
    return top + R"(
[domain]
size = ["40 mm", "40 mm", "40 mm"]
spacing = "2 mm"
[tissue]
background = ")" + tissue + R"("
[[protocol.stage]]
kind = "freeze"
duration = "60 s"
)" + more;
}

const std::string probe = R"([probe.A]
preset = "ours, longer"
tip = ["0 mm", "0 mm", "-12 mm"]
entry = ["0 mm", "0 mm", "60 mm"]
)";

struct Folder : ScratchFolder {
    Folder() { write("mine.toml", rows), write("trace.csv", "t [s],T [degC]\n0,20\n60,-100\n"); }
    void write(const std::string& name, const std::string& text) const { std::ofstream(*this / name) << text; }
    Case load(const std::string& text) const { return load_case_text(text, *this / ""); }
};

}  // namespace

TEST_CASE("case library: rows of the user's files stand beside the built-in ones", "[case]") {
    const Folder folder;
    const Case c = folder.load(case_text("library = [\"mine.toml\"]", "phantom B", probe));
    REQUIRE(c.tissues.size() == 1);
    CHECK(c.tissues[0].name == "phantom B");
    CHECK(c.tissues[0].base == "agar gel");
    CHECK(c.tissues[0].properties.conductivity_unfrozen == 0.7);
    CHECK(c.tissues[0].properties.density == 1234);
    CHECK(c.tissues[0].properties.solidus == find_tissue("agar gel")->solidus.value);
    CHECK(build_model(c).tissues[0].base == "agar gel");
    REQUIRE(c.probes.size() == 1);
    CHECK(c.probes[0].preset == "ours, longer");
    CHECK(c.probes[0].geometry.radius == 1e-3);
    CHECK(c.probes[0].geometry.active_length == 25e-3);
    CHECK(c.probes[0].metal_heat_capacity == 4);
    CHECK(c.probes[0].exchange.temperature.values == std::vector<double>{20, -100});

    // A row goes before the built-in one of its name, a definition of the case before both.
    CHECK(folder.load(case_text("library = [\"mine.toml\"]", "kidney")).tissues[0].properties.perfusion == 0.001);
    CHECK(folder.load(case_text("", "kidney")).tissues[0].properties.perfusion != 0.001);
    const std::string define = "[tissue.define.kidney]\nperfusion = \"0.002 1/s\"\n[tissue.define.mine]\nbase = \"phantom A\"\n";
    const Case defined = folder.load(case_text("library = [\"mine.toml\"]", "kidney", define));
    CHECK(defined.tissues[0].properties.perfusion == 0.002);
    CHECK(defined.tissues[0].base == "kidney");
}

TEST_CASE("case library: the resolved case needs no library file", "[case]") {
    const Folder folder;
    const Case c = folder.load(case_text("library = [\"mine.toml\"]", "phantom B", probe));
    CHECK_FALSE(c.resolved.contains("library"));
    CHECK(c.resolved["tissue"]["define"]["phantom B"]["conductivity_unfrozen"] == "0.7 W/m/K");
    CHECK(c.resolved["tissue"]["define"]["phantom B"]["base"] == "agar gel");
    CHECK_FALSE(c.resolved["probe"]["A"].contains("preset"));
    CHECK(c.resolved["probe"]["A"]["exchange"]["temperatures"].size() == 2);
}

TEST_CASE("case library: what is wrong is told with its place in the library file", "[case]") {
    const Folder folder;
    folder.write("wrong.toml", "[tissue.a]\nbase = \"agar gell\"\n[tissue.b]\nbase = \"agar gel\"\ndensty = \"1 kg/m^3\"\n"
                               "[probe.p]\npreset = \"argon 17G\"\ntip = [\"0 mm\", \"0 mm\", \"0 mm\"]\n[tisue.c]\n");
    const auto message = [&](const std::string& top, const std::string& tissue = "kidney") {
        try {
            folder.load(case_text(top, tissue));
        } catch (const InputError& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    const std::string wrong = message("library = [\"wrong.toml\"]");
    for (const char* said : {"wrong.toml:2:8: tissue.a.base: unknown library tissue \"agar gell\"; did you mean \"agar gel\"?",
                             "wrong.toml:5:1", "did you mean \"density\"", "wrong.toml:8:1", "probe.p: \"tip\"", "tisue"})
        CHECK_THAT(wrong, Catch::Contains(said));
    CHECK_THAT(message("library = [\"absent.toml\"]"), Catch::Contains("case.toml:1:11") && Catch::Contains("no file"));
    CHECK_THAT(message("library = [\"mine.toml\", \"mine.toml\"]"), Catch::Contains("a second row named \"phantom A\""));
    CHECK_THAT(message("library = \"mine.toml\""), Catch::Contains("library"));
    folder.write("bad.toml", "[tissue.x\n");
    CHECK_THAT(message("library = [\"bad.toml\"]"), Catch::Contains("bad.toml:1") && Catch::Contains("not TOML"));
    CHECK_THAT(message("library = [\"mine.toml\"]", "phantom"), Catch::Contains("phantom A"));
}
