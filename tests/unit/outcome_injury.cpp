#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "outcome/injury/injury_law.hpp"
#include "support/given_fields.hpp"

using namespace iceball;
using namespace iceball::testing;

namespace {

constexpr double h = 1e-3;
double ball_volume(double radius) { return 4 * std::numbers::pi / 3 * std::pow(radius, 3); }

// Coldest in the middle, rising by 5 K/mm, -20 degC at 8 mm; time below -20 degC falls from 160 s by 20 s/mm.
HistoryFields ball_history(const Model& model) {
    HistoryFields history;
    history.minimum_temperature = Field<float>(model.grid);
    history.time_below = {Field<float>(model.grid), Field<float>(model.grid)};
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) {
        const double r = model.grid.cell_centre(c[0], c[1], c[2]).norm();
        history.minimum_temperature[cell] = float(-20 + 5e3 * (r - 8 * h));
        history.time_below[1][cell] = float(std::max(160 - 20e3 * r, 0.0));
    });
    return history;
}

}  // namespace

TEST_CASE("Outcome: injury by lethal temperatures of two tissues", "[outcome]") {
    Model model = cube_model(24, h);
    model.tissues.push_back(water_like_tissue());
    model.tissues[0].name = "kidney";
    model.tissues[1].name = "stone";
    model.regions.regions.push_back({"half", 1, {}});
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) { model.regions.region[cell] = c[2] >= 12; });
    const Field<double> fractions = tissue_fractions(model.grid);
    const auto law = make_isotherm_law({{"kidney", -20, ""}}, -30);  // 8 mm and 6 mm
    const Field<float> destroyed = law->destroyed(model, fractions, ball_history(model), {});
    const std::vector<double> volumes = destroyed_volumes(model, fractions, destroyed);
    REQUIRE(volumes.size() == 2);
    CHECK(volumes[0] == Approx(0.5 * ball_volume(8 * h)).epsilon(0.005));
    CHECK(volumes[1] == Approx(0.5 * ball_volume(6 * h)).epsilon(0.005));
}

TEST_CASE("Outcome: injury by time below a threshold, or at once", "[outcome]") {
    const Model model = cube_model(24, h);
    const Field<double> fractions = tissue_fractions(model.grid);
    const HistorySettings settings{{0, -20}, {}};
    const auto volume = [&](double hold, double instant) {
        const auto law = make_threshold_and_time_law(-20, hold, instant);
        return destroyed_volumes(model, fractions, law->destroyed(model, fractions, ball_history(model), settings)).at(0);
    };
    CHECK(volume(40, -100) == Approx(ball_volume(6 * h)).epsilon(0.005));   // 160 - 20 r = 40
    CHECK(volume(100, -100) == Approx(ball_volume(3 * h)).epsilon(0.03));   // 6 cells across
    CHECK(volume(100, -25) == Approx(ball_volume(7 * h)).epsilon(0.005));   // the instant threshold reaches farther
    CHECK_THROWS_AS(make_threshold_and_time_law(-35, 60, -50)->destroyed(model, fractions, ball_history(model), settings),
                    InputError);
    CHECK_THROWS_AS(make_threshold_and_time_law(-35, 0, -50), InputError);
}

TEST_CASE("Outcome: a tissue made from one of the library dies at the same temperature", "[outcome]") {
    Model model = cube_model(24, h);
    const Field<double> fractions = tissue_fractions(model.grid);
    const auto law = make_isotherm_law({{"kidney", -20, ""}}, -30);
    const auto volume = [&](const std::string& name, const std::string& base) {
        model.tissues[0].name = name;
        model.tissues[0].base = base;
        return destroyed_volumes(model, fractions, law->destroyed(model, fractions, ball_history(model), {})).at(0);
    };
    CHECK(volume("my kidney", "kidney") == volume("kidney", ""));
    CHECK(volume("my kidney", "kidney") == Approx(ball_volume(8 * h)).epsilon(0.005));
    CHECK(volume("my kidney", "") == Approx(ball_volume(6 * h)).epsilon(0.005));
    CHECK(volume("kidney", "liver") == Approx(ball_volume(6 * h)).epsilon(0.005));
}

TEST_CASE("Outcome: judging a run tells target and healthy tissue apart", "[outcome]") {
    Model model = cube_model(24, h);
    model.tissues[0].name = "kidney";
    model.regions.regions.push_back({"target", 0, {}});
    model.regions.regions.push_back({"absent", 0, {}});
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) { model.regions.region[cell] = c[2] >= 12; });
    const Field<double> fractions = tissue_fractions(model.grid);
    const HistorySettings settings{history_isotherms({0}), {}};
    CHECK(settings.isotherms == std::vector<double>{0, -20});
    CHECK(history_isotherms({-40, -20}) == std::vector<double>{-40, -20});
    CHECK(find_temperature({-40, -20 + 1e-12}, -20) == std::size_t(1));
    CHECK_FALSE(find_temperature({-40, -20.001}, -20));
    const TargetGauge target(model, fractions, {1, {}});
    CHECK(target.target_volume() == Approx(24 * 24 * 12 * h * h * h));
    const Injury injury = judge(find_injury_law("isotherm"), model, fractions, ball_history(model), settings, &target);
    CHECK(injury.volume[1] == Approx(0.5 * ball_volume(8 * h)).epsilon(0.005));
    CHECK(injury.healthy_volume == Approx(0.5 * ball_volume(8 * h)).epsilon(0.005));
    CHECK(injury.target_fraction == Approx(injury.volume[1] / target.target_volume()));
    const Injury untargeted = judge(find_injury_law("isotherm"), model, fractions, ball_history(model), settings, nullptr);
    CHECK(std::isnan(untargeted.target_fraction));
    CHECK(std::isnan(untargeted.healthy_volume));
    const TargetGauge absent(model, fractions, {2, {}});
    CHECK(std::isnan(judge(find_injury_law("isotherm"), model, fractions, ball_history(model), settings, &absent).target_fraction));
}

TEST_CASE("Outcome: the registry of injury laws", "[outcome]") {
    CHECK(find_injury_law("isotherm").parameters().at(0).name == "kidney");
    CHECK(find_injury_law("threshold-and-time").criterion().find("60 s in all below -20 degC") != std::string::npos);
    for (const auto& law : injury_laws()) {
        CHECK_FALSE(law->criterion().empty());
        CHECK_FALSE(law->parameters().empty());
        for (const InjuryParameter& parameter : law->parameters()) CHECK_FALSE(parameter.source.empty());
    }
    CHECK_THROWS_WITH(find_injury_law("isoterm"), Catch::Contains("'isotherm', 'threshold-and-time'"));
}
