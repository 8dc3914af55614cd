#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <random>

#include "core/error.hpp"
#include "outcome/injury/judge.hpp"
#include "support/given_fields.hpp"

using namespace iceball;
using namespace iceball::testing;

namespace {

constexpr double h = 1e-3;
double ball_volume(double radius) { return 4 * std::numbers::pi / 3 * std::pow(radius, 3); }

// Coldest in the middle, rising by 5 K/mm, `colder` below -20 degC at 8 mm; time below -20 degC falls from 160 s by 20 s/mm;
// frozen once below -4.5 degC.
double ball_temperature(double r, double colder = 0) { return -20 - colder + 5e3 * (r - 8 * h); }
HistoryFields ball_history(const Model& model, double colder = 0) {
    HistoryFields history;
    for (Field<float>* field : {&history.minimum_temperature, &history.time_frozen, &history.freeze_count})
        *field = Field<float>(model.grid);
    history.time_below = {Field<float>(model.grid), Field<float>(model.grid)};
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) {
        const double r = model.grid.cell_centre(c[0], c[1], c[2]).norm();
        history.minimum_temperature[cell] = float(ball_temperature(r, colder));
        history.time_below[1][cell] = float(std::max(160 - 20e3 * r, 0.0));
        history.freeze_count[cell] = history.minimum_temperature[cell] < -4.5f ? 1 : 0;
        history.time_frozen[cell] = 100 * history.freeze_count[cell];
    });
    return history;
}

const HistorySettings settings{{0, -20}, {}};

InjuryLawSettings isotherm(std::vector<PerTissue<double>::Row> rows, double other) {
    return {"isotherm", IsothermNumbers{{std::move(rows), other, ""}}};
}
InjuryLawSettings threshold_and_time(double temperature, double hold, std::optional<double> instant) {
    return {"held", ThresholdAndTimeNumbers{temperature, hold, instant, "", "", ""}};
}
InjuryLawSettings logistic(double half, double width, double shift) {
    return {"logistic", LogisticNumbers{{{}, {half, width}, ""}, shift, ""}};
}
InjuryLawSettings table(std::vector<double> temperatures, std::vector<double> shares) {
    return {"table", TableNumbers{{{}, {std::move(temperatures), std::move(shares)}, ""}}};
}

// Destroyed volume in every region.
std::vector<double> volumes_by(const InjuryLawSettings& law, const Model& model, const std::vector<HistoryFields>& cycles) {
    const Field<double> fractions = tissue_fractions(model.grid);
    const ColdExposure exposure(model, fractions, cycles, settings);
    return destroyed_volumes(model, fractions, make_injury_law(law)->destroyed(exposure));
}
double volume_by(const InjuryLawSettings& law, const Model& model, const std::vector<HistoryFields>& cycles) {
    return volumes_by(law, model, cycles).at(0);
}

// Integral of share(T(r)) over the ball that froze.
template <class Share>
double ball_integral(Share&& share) {
    constexpr int shells = 20000;
    const double radius = (20 - 4.5) / 5e3 + 8 * h, step = radius / shells;
    double sum = 0;
    for (int n = 0; n < shells; ++n) {
        const double r = (n + 0.5) * step;
        sum += 4 * std::numbers::pi * r * r * step * share(ball_temperature(r));
    }
    return sum;
}
double kill(double temperature, double half, double width) { return 1 / (1 + std::exp((temperature - half) / width)); }

}  // namespace

TEST_CASE("Outcome: injury by lethal temperatures of two tissues", "[outcome]") {
    Model model = cube_model(24, h);
    model.tissues.push_back(water_like_tissue());
    model.tissues[0].name = "kidney";
    model.tissues[1].name = "stone";
    model.regions.regions.push_back({"half", 1, {}});
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) { model.regions.region[cell] = c[2] >= 12; });
    const std::vector<double> volumes = volumes_by(isotherm({{"kidney", -20, ""}}, -30), model, {ball_history(model)});
    REQUIRE(volumes.size() == 2);
    CHECK(volumes[0] == Approx(0.5 * ball_volume(8 * h)).epsilon(0.005));  // -20 degC
    CHECK(volumes[1] == Approx(0.5 * ball_volume(6 * h)).epsilon(0.005));  // -30 degC
}

TEST_CASE("Outcome: the coldest of all cycles counts for a lethal temperature", "[outcome]") {
    const Model model = cube_model(24, h);
    const InjuryLawSettings law = isotherm({}, -20);
    CHECK(volume_by(law, model, {ball_history(model), ball_history(model, 5)}) == Approx(ball_volume(9 * h)).epsilon(0.005));
    CHECK(volume_by(law, model, {ball_history(model, 5), ball_history(model)}) ==
          volume_by(law, model, {ball_history(model, 5)}));
}

TEST_CASE("Outcome: injury by time below a threshold, or at once", "[outcome]") {
    const Model model = cube_model(24, h);
    const HistoryFields ball = ball_history(model);
    const auto volume = [&](double hold, std::optional<double> instant, const std::vector<HistoryFields>& cycles) {
        return volume_by(threshold_and_time(-20, hold, instant), model, cycles);
    };
    CHECK(volume(40, -100, {ball}) == Approx(ball_volume(6 * h)).epsilon(0.005));   // 160 - 20 r = 40
    CHECK(volume(100, -100, {ball}) == Approx(ball_volume(3 * h)).epsilon(0.03));   // 6 cells across
    CHECK(volume(100, -25, {ball}) == Approx(ball_volume(7 * h)).epsilon(0.005));   // the instant threshold reaches farther
    CHECK(volume(40, {}, {ball}) == volume(40, -100, {ball}));
    CHECK(volume(80, {}, {ball, ball}) == Approx(ball_volume(6 * h)).epsilon(0.005));  // cycles add up
    CHECK_THROWS_WITH(volume_by(threshold_and_time(-35, 60, -50), model, {ball}), Catch::Contains("no time below -35 degC"));
    CHECK_THROWS_AS(make_injury_law(threshold_and_time(-35, 0, -50)), InputError);
}

TEST_CASE("Outcome: a tissue made from one of the library dies at the same temperature", "[outcome]") {
    Model model = cube_model(24, h);
    const HistoryFields ball = ball_history(model);
    InjuryLawSettings law = isotherm({{"kidney", -20, ""}}, -30);
    const auto volume = [&](const std::string& name, const std::string& base) {
        model.tissues[0].name = name;
        model.tissues[0].base = base;
        return volume_by(law, model, {ball});
    };
    CHECK(volume("my kidney", "kidney") == volume("kidney", ""));
    CHECK(volume("my kidney", "kidney") == Approx(ball_volume(8 * h)).epsilon(0.005));
    CHECK(volume("my kidney", "") == Approx(ball_volume(6 * h)).epsilon(0.005));
    CHECK(volume("kidney", "liver") == Approx(ball_volume(6 * h)).epsilon(0.005));
    // A user's own law may name a tissue of the case, before the one it was made from.
    PerTissue<double>& own = std::get<IsothermNumbers>(law.numbers).temperature;
    own.names_first = true;
    own.rows.push_back({"my kidney", -25, ""});
    CHECK(volume("my kidney", "kidney") == Approx(ball_volume(7 * h)).epsilon(0.005));
    CHECK(volume("other kidney", "kidney") == Approx(ball_volume(8 * h)).epsilon(0.005));
}

TEST_CASE("Outcome: logistic injury kills a share by every freeze", "[outcome]") {
    const Model model = cube_model(24, h);
    const HistoryFields ball = ball_history(model);
    // Curves from wide to a third of the 5 K that the temperature rises within a cell. The wide one still kills an eighth
    // where cells just froze, an edge that is known by whole cells.
    for (const auto& [width, tolerance] : {std::pair(8.0, 0.005), std::pair(2.5, 0.002), std::pair(1.5, 0.002)}) {
        const auto killed = [w = width](double t) { return kill(t, -20, w); };
        CHECK(volume_by(logistic(-20, width, 5), model, {ball}) == Approx(ball_integral(killed)).epsilon(tolerance));
    }
    // The second freeze kills the more readily, of those that the first has spared.
    const auto twice = [](double shift) {
        return ball_integral([&](double t) { return 1 - (1 - kill(t, -20, 2.5)) * (1 - kill(t, -20 + shift, 2.5)); });
    };
    CHECK(volume_by(logistic(-20, 2.5, 5), model, {ball, ball}) == Approx(twice(5)).epsilon(0.002));
    CHECK(volume_by(logistic(-20, 2.5, 0), model, {ball, ball}) == Approx(twice(0)).epsilon(0.002));
    CHECK(twice(5) > 1.1 * twice(0));
    // What is still frozen when the next cycle begins has frozen once, with the lower minimum.
    HistoryFields colder = ball_history(model, 5);
    colder.freeze_count = Field<float>(model.grid);
    CHECK(volume_by(logistic(-20, 2.5, 5), model, {ball, colder}) == volume_by(logistic(-20, 2.5, 5), model, {colder}));
    // What never froze lives, however wide the curve.
    HistoryFields mild = ball;
    mild.time_frozen = mild.freeze_count = Field<float>(model.grid);
    CHECK(volume_by(logistic(-20, 8, 5), model, {mild, mild}) == 0);
    // A freeze that comes only in the second cycle is the first.
    CHECK(volume_by(logistic(-20, 2.5, 5), model, {mild, ball}) == volume_by(logistic(-20, 2.5, 5), model, {ball}));
    CHECK_THROWS_AS(make_injury_law(logistic(-20, 0, 5)), InputError);
}

TEST_CASE("Outcome: the tail of the kill curves is as their page says", "[outcome]") {
    const auto numbers = std::get<LogisticNumbers>(standard_injury_laws().at(2).numbers);
    const auto at_front = [&](const char* tissue) {
        const KillCurve curve = numbers.curve.of({.name = tissue, .law = water_like_tissue().law});
        return kill(-0.5, curve.half, curve.width);
    };
    CHECK(at_front("skin") == Approx(0.024).epsilon(0.03));
    CHECK(at_front("liver") == Approx(0.001).epsilon(0.15));
    CHECK(at_front("kidney") == Approx(0.00003).epsilon(0.1));
    // The anchors of the fits.
    const KillCurve breast = numbers.curve.of({.name = "breast gland", .law = water_like_tissue().law});
    CHECK(kill(-10, breast.half, breast.width) == Approx(0.05).margin(0.005));
    CHECK(kill(-25, breast.half, breast.width) == Approx(0.95).margin(0.005));
}

TEST_CASE("Outcome: stasis takes tumour and normal tissue at temperatures of their own", "[outcome]") {
    Model model = cube_model(24, h);
    const InjuryLawSettings stasis = standard_injury_laws().at(3);
    REQUIRE(stasis.name == "stasis");
    const auto volume = [&](const std::string& tissue) {
        model.tissues[0].name = tissue;
        return volume_by(stasis, model, {ball_history(model)});
    };
    CHECK(volume("renal tumour") == Approx(ball_volume(8.8 * h)).epsilon(0.005));  // -16 degC
    CHECK(volume("kidney") == Approx(ball_volume(8.2 * h)).epsilon(0.005));        // -19 degC
}

TEST_CASE("Outcome: injury by a table of one's own", "[outcome]") {
    const Model model = cube_model(24, h);
    const HistoryFields ball = ball_history(model), cold = ball_history(model, 5);
    const InjuryLawSettings law = table({-30, -20, -10}, {0.9, 0.5, 0});
    const auto expected = [](double t) { return t < -30 ? 0.9 : t < -20 ? 0.5 - 0.04 * (t + 20) : std::max(-0.05 * (t + 10), 0.0); };
    CHECK(volume_by(law, model, {ball}) == Approx(ball_integral(expected)).epsilon(0.002));
    CHECK(volume_by(law, model, {ball, cold}) == volume_by(law, model, {cold}));  // the coldest of the cycles
    // A step, known to half a cell.
    CHECK(volume_by(table({-20.001, -20}, {1, 0}), model, {ball}) == Approx(ball_volume(8 * h)).epsilon(0.01));
    CHECK(volume_by(table({-20}, {0.25}), model, {ball}) == Approx(0.25 * 24 * 24 * 24 * h * h * h));
    CHECK_THROWS_AS(make_injury_law(table({}, {})), InputError);
    CHECK_THROWS_AS(make_injury_law(table({-20, -20}, {1, 0})), InputError);
    CHECK_THROWS_AS(make_injury_law(table({-20, -10}, {1})), InputError);
    CHECK_THROWS_AS(make_injury_law(table({-20, -10}, {1.1, 0})), InputError);
}

TEST_CASE("Outcome: judging a run tells target and healthy tissue apart", "[outcome]") {
    Model model = cube_model(24, h);
    model.tissues[0].name = "kidney";
    model.regions.regions.push_back({"target", 0, {}});
    model.regions.regions.push_back({"absent", 0, {}});
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) { model.regions.region[cell] = c[2] >= 12; });
    const Field<double> fractions = tissue_fractions(model.grid);
    const std::vector<HistoryFields> cycles{ball_history(model)};
    const ColdExposure exposure(model, fractions, cycles, settings);
    const auto law = make_injury_law(standard_injury_laws().at(0));
    const TargetGauge target(model, fractions, {1, {}});
    CHECK(target.target_volume() == Approx(24 * 24 * 12 * h * h * h));
    const Injury injury = judge(*law, exposure, &target);
    CHECK(injury.volume[1] == Approx(0.5 * ball_volume(8 * h)).epsilon(0.005));
    CHECK(injury.healthy_volume == Approx(0.5 * ball_volume(8 * h)).epsilon(0.005));
    CHECK(injury.target_fraction == Approx(injury.volume[1] / target.target_volume()));
    CHECK(injury.distance_to_risk.empty());
    const Injury untargeted = judge(*law, exposure, nullptr);
    CHECK(std::isnan(untargeted.target_fraction));
    CHECK(std::isnan(untargeted.healthy_volume));
    const TargetGauge absent(model, fractions, {2, {}});
    CHECK(std::isnan(judge(*law, exposure, &absent).target_fraction));
}

TEST_CASE("Outcome: how far what a law destroys is from an organ at risk", "[outcome]") {
    // A ball of 8 cells anywhere in a cell, and an organ with a shape 3 mm from it, in any direction: in 60 such cases the
    // largest error was 0.03 cells.
    std::mt19937 random(11);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform(-0.5, 0.5);
    for (int placement = 0; placement < 6; ++placement) {
        const Vector3 middle = h * Vector3(uniform(random), uniform(random), uniform(random));
        const Vector3 direction = Vector3(normal(random), normal(random), normal(random)).normalized();
        Model model = cube_model(40, h);
        const Sphere organ{middle + 14 * h * direction, 3 * h};
        model.regions.regions.push_back({"target", 0, {}, Sphere{middle, 5 * h}});
        model.regions.regions.push_back({"organ", 0, {}, organ});
        std::vector<HistoryFields> cycles{ball_history(model)};
        for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) {
            const Vector3 centre = model.grid.cell_centre(c[0], c[1], c[2]);
            model.regions.region[cell] = (centre - organ.centre).norm() < organ.radius ? 2 : (centre - middle).norm() < 5 * h ? 1 : 0;
            cycles[0].minimum_temperature[cell] = float(ball_temperature((centre - middle).norm()));
        });
        const Field<double> fractions = tissue_fractions(model.grid);
        const ColdExposure exposure(model, fractions, cycles, settings);
        const TargetGauge gauge(model, fractions, {1, {2}});
        const auto distance = [&](const InjuryLawSettings& law) {
            return judge(*make_injury_law(law), exposure, &gauge).distance_to_risk.at(0);
        };
        CHECK(distance(isotherm({}, -20)) == Approx(3 * h).margin(0.05 * h));
        CHECK(distance(logistic(-20, 2.5, 5)) == Approx(3 * h).margin(0.05 * h));
        CHECK(distance(isotherm({}, 5)) == Approx(-2 * h).margin(0.05 * h));  // the organ is reached
        CHECK(std::isnan(distance(isotherm({}, -80))));
    }
}

TEST_CASE("Outcome: where injury laws disagree", "[outcome]") {
    const Model model = cube_model(24, h);
    const Field<double> fractions = tissue_fractions(model.grid);
    const std::vector<HistoryFields> cycles{ball_history(model)};
    const ColdExposure exposure(model, fractions, cycles, settings);
    std::vector<Injury> injuries;
    for (const double lethal : {-20.0, -30.0}) injuries.push_back(judge(*make_injury_law(isotherm({}, lethal)), exposure, nullptr));
    const std::vector<double> volumes = disagreement_volumes(exposure, injuries);
    REQUIRE(volumes.size() == 4);
    CHECK(volumes[0] == 0);
    CHECK(volumes[1] == Approx(ball_volume(8 * h) - ball_volume(6 * h)).epsilon(0.01));
    CHECK(volumes[2] == 0);
    const Field<float> where = disagreement(exposure, injuries);
    CHECK(destroyed_volumes(model, fractions, where).at(0) == Approx(volumes[1]));
    CHECK(where[model.grid.index(12, 12, 12)] == 0);
    CHECK(where[model.grid.index(12 + 6, 12, 12)] == Approx(1).margin(0.01));
}

TEST_CASE("Outcome: the registry of injury laws", "[outcome]") {
    const InjuryLaws laws = injury_laws({table({-20}, {1})});
    std::vector<std::string> names;
    for (const auto& law : laws) {
        names.push_back(law->name());
        CHECK(law->criterion().find("destroyed is") == 0);
        CHECK_FALSE(law->parameters().empty());
        if (law->name() == "table") continue;
        for (const InjuryParameter& parameter : law->parameters()) CHECK_FALSE(parameter.source.empty());
    }
    CHECK(names == std::vector<std::string>{"isotherm", "threshold-and-time", "logistic", "stasis", "table"});
    CHECK(laws[0]->parameters().at(0).name == "kidney");
    CHECK(laws[1]->criterion().find("60 s in all below -20 degC") != std::string::npos);
    CHECK(history_isotherms({0}, laws) == std::vector<double>{0, -20});
    CHECK(history_isotherms({-40, -20}, laws) == std::vector<double>{-40, -20});
    CHECK(find_temperature({-40, -20 + 1e-12}, -20) == std::size_t(1));
    CHECK_FALSE(find_temperature({-40, -20.001}, -20));
}
