// [injury.NAME]: laws of a user's own, in a case and in a file.
#include <catch2/catch.hpp>

#include <fstream>

#include "case/injury_laws.hpp"
#include "case/stored_case.hpp"
#include "core/error.hpp"
#include "outcome/injury/injury_law.hpp"
#include "support/case_text.hpp"
#include "support/scratch_folder.hpp"

using namespace iceball;

namespace {

const std::string laws = R"(
[injury.strict]
law = "isotherm"
temperature = "-40 degC"
source = "our protocol"
[injury.strict.tissue."my kidney"]
temperature = "-30 degC"
[injury.strict.tissue."renal tumour"]
temperature = "-25 degC"
source = "COR 2022"
[injury.held]
law = "threshold and time"
temperature = "-25 degC"
time = "2 min"
[injury.held-or-cold]
law = "threshold and time"
temperature = "-30 degC"
time = "1 min"
at_once = "-50 degC"
[injury.curve]
law = "logistic"
half = "-20 degC"
width = "3 K"
shift = "4 K"
[injury.vessels]
law = "stasis"
temperature = "-15 degC"
[injury.pairs]
law = "table"
temperatures = ["-30 degC", "-10 degC"]
destroyed = [1, "20 %"]
[injury.pairs.tissue.kidney]
temperatures = ["-40 degC"]
destroyed = [0.5]
)";

Case load(const std::string& text) { return load_case_text(test::design_case + text); }

template <class Numbers>
const Numbers& numbers(const std::vector<InjuryLawSettings>& all, std::size_t n) {
    return std::get<Numbers>(all.at(n).numbers);
}

void check_laws(const std::vector<InjuryLawSettings>& all) {
    std::vector<std::string> names;
    for (const InjuryLawSettings& law : all) names.push_back(law.name);
    CHECK(names == std::vector<std::string>{"curve", "held", "held-or-cold", "pairs", "strict", "vessels"});
    const auto& curve = numbers<LogisticNumbers>(all, 0);
    CHECK(curve.curve.other.half == -20);
    CHECK(curve.curve.other.width == 3);
    CHECK(curve.shift == 4);
    CHECK(numbers<ThresholdAndTimeNumbers>(all, 1).hold == 120);
    CHECK_FALSE(numbers<ThresholdAndTimeNumbers>(all, 1).instant);
    CHECK(numbers<ThresholdAndTimeNumbers>(all, 2).instant == -50);
    const auto& pairs = numbers<TableNumbers>(all, 3).table;
    CHECK(pairs.other.temperatures == std::vector<double>{-30, -10});
    CHECK(pairs.other.shares == std::vector<double>{1, 0.2});
    CHECK(pairs.rows.at(0).numbers.shares == std::vector<double>{0.5});
    const auto& strict = numbers<IsothermNumbers>(all, 4).temperature;
    CHECK(strict.other == -40);
    CHECK(strict.other_source == "our protocol");
    REQUIRE(strict.rows.size() == 2);
    CHECK(strict.rows[0].tissue == "my kidney");
    CHECK(strict.rows[0].numbers == -30);
    CHECK(strict.rows[0].source == "our protocol");
    CHECK(strict.rows[1].source == "COR 2022");
    CHECK(strict.names_first);
    CHECK(numbers<StasisNumbers>(all, 5).temperature.other == -15);
}

}  // namespace

TEST_CASE("case injury: laws of one's own in a case, and in its resolved form", "[case]") {
    const Case c = load(laws);
    check_laws(c.injury_laws);
    CHECK(history_isotherms({0}, injury_laws(c.injury_laws)) == std::vector<double>{0, -20, -25, -30});
    const Case again = load_stored_case(c.resolved.dump(), "run.h5");
    check_laws(again.injury_laws);
    CHECK(again.resolved.dump() == c.resolved.dump());
    CHECK_FALSE(load("").resolved.contains("injury"));
}

TEST_CASE("case injury: laws from a file of their own", "[case]") {
    const ScratchFolder folder;
    const auto write = [&](const std::string& text) { std::ofstream(folder / "laws.toml") << text; };
    write(laws);
    check_laws(load_injury_laws(folder / "laws.toml", load("")));  // "my kidney" is a tissue of the case
    const Case taken = load("[injury.held]\nlaw = \"stasis\"\ntemperature = \"-10 degC\"\n");
    CHECK_THROWS_WITH(load_injury_laws(folder / "laws.toml", taken), Catch::Contains("has a law of this name already"));
    write("[tissue]\nbackground = \"kidney\"\n");
    CHECK_THROWS_WITH(load_injury_laws(folder / "laws.toml", taken),
                      Catch::Contains("no law in it") && Catch::Contains("unknown key"));
    CHECK_THROWS_AS(load_injury_laws(folder / "none.toml", taken), FileError);
}

TEST_CASE("case injury: what is wrong with a law is said with its place", "[case]") {
    const auto problem = [](const std::string& text, const std::string& said) {
        CHECK_THROWS_WITH(load(text), Catch::Contains(said) && Catch::Contains("case.toml:"));
    };
    const std::string isotherm = "law = \"isotherm\"\ntemperature = \"-20 degC\"\n";
    problem("[injury.isotherm]\n" + isotherm, "this is a law of the program");
    problem("[injury.cycle_1]\n" + isotherm, "this name is taken in run files");
    problem("[injury.\"my law\"]\n" + isotherm, "letters, digits");
    problem("[injury.x]\ntemperature = \"-20 degC\"\n", "\"law\" is missing");
    problem("[injury.x]\nlaw = \"isoterm\"\n", "did you mean \"isotherm\"?");
    problem("[injury.x]\nlaw = \"isotherm\"\n", "\"temperature\" is missing");
    problem("[injury.x]\n" + isotherm + "time = \"1 min\"\n", "unknown key in injury.x: \"time\"");
    problem("[injury.x]\n" + isotherm + "[injury.x.tissue.kidny]\ntemperature = \"-30 degC\"\n", "did you mean \"kidney\"?");
    problem("[injury.x]\n" + isotherm + "[injury.x.tissue.kidney]\nhalf = \"-30 degC\"\n", "\"temperature\" is missing");
    problem("[injury.x]\nlaw = \"logistic\"\nhalf = \"-20 degC\"\nwidth = \"0 K\"\n", "must be positive");
    problem("[injury.x]\nlaw = \"threshold and time\"\ntemperature = \"-20 degC\"\ntime = \"60\"\n", "injury.x.time");
    const std::string table = "[injury.x]\nlaw = \"table\"\n";
    problem(table + "temperatures = [\"-20 degC\"]\n", "injury.x.destroyed: is missing");
    problem(table + "temperatures = [\"-20 degC\", \"-20 degC\"]\ndestroyed = [1, 0]\n", "temperatures must increase");
    problem(table + "temperatures = [\"-20 degC\", \"-10 degC\"]\ndestroyed = [1]\n", "1 shares for 2 temperatures");
    problem(table + "temperatures = [\"-20 degC\"]\ndestroyed = [1.5]\n", "from 0 to 1");
}

TEST_CASE("case injury: a stored case needs no images and refuses what is not a case", "[case]") {
    const Case c = load_stored_case(load("").resolved.dump(), "run.h5");
    CHECK(c.origin == CaseOrigin::run_file);
    const Grid grid = c.domain.grid();
    Field<std::uint8_t> regions(grid);
    regions[grid.index(1, 2, 3)] = 2;
    const Model model = build_stored_model(c, grid, regions);
    CHECK(model.regions.at(grid.index(1, 2, 3)).name == "vena cava");
    CHECK(model.regions.regions.at(1).shape);
    CHECK(model.tissue_at(grid.index(0, 0, 0)).base == "kidney");
    regions[grid.index(0, 0, 0)] = 3;
    CHECK_THROWS_WITH(build_stored_model(c, grid, regions), Catch::Contains("region 3"));
    nlohmann::json json = load("").resolved;
    json["domain"]["labels"] = "gone.nii.gz";
    json["domain"]["labels_map"]["7"] = {{"name", "colon"}, {"tissue", "soft tissue"}};
    const Case labelled = load_stored_case(json.dump(), "run.h5");
    CHECK(build_stored_model(labelled, grid, Field<std::uint8_t>(grid)).regions.regions.at(1).name == "colon");
    CHECK_THROWS_AS(load_stored_case("{", "run.h5"), InputError);
    CHECK_THROWS_AS(load_stored_case("{\"title\": null}", "run.h5"), InputError);
    json["colour"] = "blue";
    CHECK_THROWS_WITH(load_stored_case(json.dump(), "run.h5"), Catch::Contains("colour"));
}
