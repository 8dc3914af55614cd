#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "outcome/front_distance.hpp"
#include "outcome/target.hpp"
#include "support/given_fields.hpp"

using namespace iceball;
using namespace iceball::testing;

namespace {

constexpr double h = 1e-3;

template <class Inside>
void paint(Model& model, const std::string& name, Inside&& inside) {
    const auto number = std::uint8_t(model.regions.regions.size());
    model.regions.regions.push_back({name, 0, {}});
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) {
        if (inside(model.grid.cell_centre(c[0], c[1], c[2]))) model.regions.region[cell] = number;
    });
}

State ice_ball(const Model& model, const Vector3& centre, double radius) {
    return given_state(model, [&](const Vector3& p) { return -20 + 8e3 * ((p - centre).norm() - radius); });
}

}  // namespace

TEST_CASE("Outcome: nearest points and points within a radius", "[outcome]") {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> uniform(0, 1);
    const auto draw = [&] { return Vector3(uniform(random), uniform(random), uniform(random)); };
    std::vector<Vector3> points;
    for (int n = 0; n < 700; ++n) points.push_back(draw());
    points.push_back(points[5]);
    const PointTree tree(points);
    for (int trial = 0; trial < 50; ++trial) {
        const Vector3 query = 1.5 * draw();
        std::int32_t nearest = 0;
        std::vector<std::int32_t> within;
        for (std::int32_t n = 0; n < std::int32_t(points.size()); ++n) {
            const double distance = (points[std::size_t(n)] - query).norm();
            if (distance < (points[std::size_t(nearest)] - query).norm()) nearest = n;
            if (distance <= 0.2) within.push_back(n);
        }
        CHECK(tree.nearest(query) == nearest);
        CHECK(tree.within(query, 0.2) == within);
    }
    CHECK(tree.nearest(points[5]) == 5);
}

TEST_CASE("Outcome: distance from the surface of an isotherm", "[outcome]") {
    const Model model = cube_model(26, h);
    const Field<double> fractions = tissue_fractions(model.grid);
    double worst = 0;
    std::mt19937 random(11);
    std::uniform_real_distribution<double> uniform(-1, 1);
    for (const Vector3& offset : {Vector3(0, 0, 0), Vector3(0.5, 0.25, 0), Vector3(0.5, 0.5, 0.5), Vector3(0.1, 0.4, 0.3)}) {
        const Vector3 centre = h * offset;
        const State state = ice_ball(model, centre, 8 * h);
        const FrontDistance distance(front_points(IsothermReader(model, state, fractions, -20)), h);
        for (int n = 0; n < 300; ++n) {
            const Vector3 direction = Vector3(uniform(random), uniform(random), uniform(random)).normalized();
            const double from_surface = 6 * h * uniform(random);
            const Vector3 point = centre + (8 * h + from_surface) * direction;
            worst = std::max(worst, std::abs(distance.at(point) - from_surface));
        }
    }
    CHECK(worst < 0.02 * h);  // 0.5 % of 4 cells
}

TEST_CASE("Outcome: coverage, margin and loss of a ball by a ball", "[outcome]") {
    // A target of 16 cells across, with its centre anywhere in a cell.
    double fraction_error = 0, margin_error = 0, loss_error = 0, eccentric_error = 0;
    const auto ball_volume = [](double radius) { return 4 * std::numbers::pi / 3 * std::pow(radius, 3); };
    for (const Vector3& offset : {Vector3(0, 0, 0), Vector3(0.5, 0.25, 0), Vector3(0.5, 0.5, 0.5), Vector3(0.1, 0.4, 0.3)}) {
        Model model = cube_model(36, h);
        const Field<double> fractions = tissue_fractions(model.grid);
        const Vector3 centre = h * offset;
        paint(model, "target", [&](const Vector3& p) { return (p - centre).norm() <= 8 * h; });
        Coverage coverage = target_coverage(model, ice_ball(model, centre, 12 * h), fractions, {1, {}}, -20);
        CHECK(coverage.fraction_inside == 1);
        CHECK(coverage.target_volume == Approx(ball_volume(8 * h)).epsilon(0.02));
        margin_error = std::max(margin_error, std::abs(coverage.minimum_margin - 4 * h));
        loss_error = std::max(loss_error, std::abs(coverage.healthy_tissue_lost + coverage.target_volume - ball_volume(12 * h)) / ball_volume(12 * h));

        // Ice smaller than the target: sticks out by 3 cells all around.
        coverage = target_coverage(model, ice_ball(model, centre, 5 * h), fractions, {1, {}}, -20);
        fraction_error = std::max(fraction_error, std::abs(coverage.fraction_inside * coverage.target_volume / ball_volume(5 * h) - 1));
        margin_error = std::max(margin_error, std::abs(coverage.minimum_margin + 3 * h));

        // Ice beside: the least margin is at one side only.
        const Vector3 aside = Vector3(2, -1, 2) * h;
        coverage = target_coverage(model, ice_ball(model, centre + aside, 12 * h), fractions, {1, {}}, -20);
        eccentric_error = std::max(eccentric_error, std::abs(coverage.minimum_margin - 1 * h));
    }
    // 0.5 % of the ball's 16 cells.
    CHECK(margin_error < 0.08 * h);
    CHECK(eccentric_error < 0.25 * h);
    CHECK(loss_error < 0.005);
    CHECK(fraction_error < 0.005);
}

TEST_CASE("Outcome: margin of a box, and distance to organs at risk", "[outcome]") {
    Model model = cube_model(40, h);
    const Field<double> fractions = tissue_fractions(model.grid);
    // Outermost centres at +-4.5 mm: a corner 7.794 mm from the middle.
    paint(model, "target", [](const Vector3& p) { return p.cwiseAbs().maxCoeff() < 5 * h; });
    paint(model, "organ", [](const Vector3& p) { return p.x() > 14 * h; });
    paint(model, "near organ", [](const Vector3& p) { return p.y() < -8 * h && p.y() > -14 * h; });
    paint(model, "elsewhere", [](const Vector3& p) { return p.x() > 1; });
    const Coverage coverage = target_coverage(model, ice_ball(model, Vector3::Zero(), 10 * h), fractions, {1, {2, 3, 4}}, -20);
    const double corner = std::sqrt(3.0) * 4.5 * h;
    CHECK(coverage.minimum_margin == Approx(10 * h - corner).margin(0.01 * h));
    REQUIRE(coverage.distance_to_risk.size() == 3);
    // Nearest centres half a cell off the axis in y and z.
    CHECK(coverage.distance_to_risk[0] == Approx(std::sqrt(14.5 * 14.5 + 0.5) * h - 10 * h).margin(0.02 * h));
    CHECK(coverage.distance_to_risk[1] == Approx(std::sqrt(8.5 * 8.5 + 0.5) * h - 10 * h).margin(0.02 * h));
    CHECK(std::isnan(coverage.distance_to_risk[2]));

    const Coverage without = target_coverage(model, given_state(model, [](const Vector3&) { return 37.0; }), fractions, {1, {2}}, -20);
    CHECK(without.fraction_inside == 0);
    CHECK(std::isnan(without.minimum_margin));
    CHECK(without.healthy_tissue_lost == 0);
}

TEST_CASE("Outcome: a warm pocket inside the target makes its margin negative", "[outcome]") {
    Model model = cube_model(36, h);
    const Field<double> fractions = tissue_fractions(model.grid);
    paint(model, "target", [&](const Vector3& p) { return p.norm() <= 8 * h; });
    const State state = given_state(model, [&](const Vector3& p) {
        return -20 + 8e3 * std::max(p.norm() - 14 * h, 3 * h - (p - Vector3(h, 0, 0)).norm());
    });
    const Coverage coverage = target_coverage(model, state, fractions, {1, {}}, -20);
    CHECK(coverage.fraction_inside == Approx(1 - std::pow(3.0 / 8, 3)).margin(0.003));
    // The centre nearest to the pocket's own is 0.5 sqrt 3 cells from it.
    CHECK(coverage.minimum_margin == Approx((0.5 * std::sqrt(3.0) - 3) * h).margin(0.1 * h));
}

TEST_CASE("Outcome: coverage of a whole run is read from minimum temperatures", "[outcome]") {
    Model model = cube_model(36, h);
    const Field<double> fractions = tissue_fractions(model.grid);
    paint(model, "target", [&](const Vector3& p) { return p.norm() <= 8 * h; });
    Field<float> minimum(model.grid, std::nanf(""));
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) {
        minimum[cell] = float(-20 + 8e3 * (model.grid.cell_centre(c[0], c[1], c[2]).norm() - 12 * h));
    });
    const Coverage now = target_coverage(model, ice_ball(model, Vector3::Zero(), 12 * h), fractions, {1, {}}, -20);
    const Coverage run = target_coverage(model, state_at(model, minimum), fractions, {1, {}}, -20);
    CHECK(run.minimum_margin == Approx(now.minimum_margin).epsilon(1e-5));
    CHECK(run.healthy_tissue_lost == Approx(now.healthy_tissue_lost).epsilon(1e-5));
}
