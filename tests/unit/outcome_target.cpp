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

// As a case paints it, or as labels of an image, whose shape is not known.
void paint(Model& model, const std::string& name, const Shape& shape, bool labels = false) {
    const auto number = std::uint8_t(model.regions.regions.size());
    model.regions.regions.push_back({name, 0, {}, labels ? std::nullopt : std::optional(shape)});
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) {
        if (contains(shape, model.grid.cell_centre(c[0], c[1], c[2]))) model.regions.region[cell] = number;
    });
}

Coverage coverage_of(const Model& model, const State& state, const TargetRegions& regions, double isotherm = -20) {
    const Field<double> fractions = tissue_fractions(model.grid);
    return TargetGauge(model, fractions, regions).coverage(state, isotherm);
}

// A direction and the offset of a centre within a cell, at random.
struct Pose {
    Vector3 offset, direction;
};
std::vector<Pose> poses(int count) {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> uniform(-0.5, 0.5);
    std::normal_distribution<double> normal;
    std::vector<Pose> all;
    for (int n = 0; n < count; ++n) {
        const Vector3 offset(uniform(random), uniform(random), uniform(random));
        all.push_back({h * offset, Vector3(normal(random), normal(random), normal(random)).normalized()});
    }
    return all;
}

constexpr double half_percent = 0.005 * 16 * h;  // of a ball of 16 cells

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
            worst = std::max(worst, std::abs(distance.at(point).distance - from_surface));
        }
    }
    CHECK(worst < 0.02 * h);  // 0.5 % of 4 cells
}

TEST_CASE("Outcome: the smallest of many distances leaves no point out that matters", "[outcome]") {
    const Model model = cube_model(26, h);
    const Field<double> fractions = tissue_fractions(model.grid);
    const FrontDistance distance(front_points(IsothermReader(model, ice_ball(model, Vector3::Zero(), 6 * h), fractions, -20)), h);
    std::mt19937 random(2);
    std::uniform_real_distribution<double> uniform(-12 * h, 12 * h);
    for (int trial = 0; trial < 20; ++trial) {
        std::vector<Vector3> points;
        for (int n = 0; n < 900; ++n) points.push_back({uniform(random), uniform(random), uniform(random)});
        for (const double sign : {-1.0, 1.0}) {
            std::size_t least = 0;
            for (std::size_t n = 1; n < points.size(); ++n)
                if (sign * distance.at(points[n]).distance < sign * distance.at(points[least]).distance) least = n;
            const FrontDistance::Smallest found = distance.smallest(points, sign);
            CHECK(found.point == least);
            CHECK(found.value == sign * distance.at(points[least]).distance);
        }
        // In the order of cells, neighbours after each other.
        std::sort(points.begin(), points.end(), [](const Vector3& a, const Vector3& b) { return a.x() < b.x(); });
        double least = 1;
        for (const Vector3& point : points) least = std::min(least, distance.at(point).distance);
        CHECK(distance.smallest(points, 1).value == least);
    }
}

TEST_CASE("Outcome: coverage, margin and loss of a ball by a ball", "[outcome]") {
    // A target of 16 cells across, with its centre anywhere in a cell.
    double fraction_error = 0, margin_error = 0, loss_error = 0;
    const auto ball_volume = [](double radius) { return 4 * std::numbers::pi / 3 * std::pow(radius, 3); };
    for (const Vector3& offset : {Vector3(0, 0, 0), Vector3(0.5, 0.25, 0), Vector3(0.5, 0.5, 0.5), Vector3(0.1, 0.4, 0.3)}) {
        Model model = cube_model(36, h);
        const Vector3 centre = h * offset;
        paint(model, "target", Sphere{centre, 8 * h});
        Coverage coverage = coverage_of(model, ice_ball(model, centre, 12 * h), {1, {}});
        CHECK(coverage.fraction_inside == 1);
        CHECK(coverage.target_volume == Approx(ball_volume(8 * h)).epsilon(0.02));
        margin_error = std::max(margin_error, std::abs(coverage.minimum_margin - 4 * h));
        loss_error = std::max(loss_error, std::abs(coverage.healthy_tissue_lost + coverage.target_volume - ball_volume(12 * h)) / ball_volume(12 * h));

        // Ice smaller than the target: sticks out by 3 cells all around.
        coverage = coverage_of(model, ice_ball(model, centre, 5 * h), {1, {}});
        fraction_error = std::max(fraction_error, std::abs(coverage.fraction_inside * coverage.target_volume / ball_volume(5 * h) - 1));
        margin_error = std::max(margin_error, std::abs(coverage.minimum_margin + 3 * h));
    }
    CHECK(margin_error < half_percent);
    CHECK(loss_error < 0.005);
    CHECK(fraction_error < 0.005);
}

TEST_CASE("Outcome: margins and distances of eccentric balls within half a percent", "[outcome]") {
    double margin_error = 0, out_error = 0, risk_error = 0, reached_error = 0, label_error = 0, label_sum = 0;
    const std::vector<Pose> all = poses(16);
    for (const Pose& pose : all) {
        Model model = cube_model(40, h);
        paint(model, "target", Sphere{pose.offset, 8 * h});
        const auto error = [&](const Vector3& centre, double radius, double margin) {
            return std::abs(coverage_of(model, ice_ball(model, centre, radius), {1, {}}).minimum_margin - margin);
        };
        // The least margin is at one side only: 12 - 8 - 3, and 12 - 8 - 5.
        margin_error = std::max(margin_error, error(pose.offset + 3 * h * pose.direction, 12 * h, 1 * h));
        out_error = std::max(out_error, error(pose.offset + 5 * h * pose.direction, 12 * h, -1 * h));

        // An organ 2 cells from a ball, and one that it reaches by a cell.
        const Vector3 beside = pose.offset - 15 * h * pose.direction;
        const auto distance = [&](double radius) {
            return coverage_of(model, ice_ball(model, beside, radius), {1, {1}}).distance_to_risk.at(0);
        };
        risk_error = std::max(risk_error, std::abs(distance(5 * h) - 2 * h));
        reached_error = std::max(reached_error, std::abs(distance(8 * h) + 1 * h));

        Model labelled = cube_model(40, h);
        paint(labelled, "target", Sphere{pose.offset, 8 * h}, true);
        const double margin =
            coverage_of(labelled, ice_ball(labelled, pose.offset + 3 * h * pose.direction, 12 * h), {1, {}}).minimum_margin;
        label_error = std::max(label_error, std::abs(margin - 1 * h));
        label_sum += margin - 1 * h;
    }
    CHECK(margin_error < half_percent);
    CHECK(out_error < half_percent);
    CHECK(risk_error < half_percent);
    CHECK(reached_error < half_percent);
    // What region_surface.hpp says of labels.
    CHECK(label_error < 0.33 * h);
    CHECK(std::abs(label_sum / double(all.size())) < 0.07 * h);
}

TEST_CASE("Outcome: margins and distances of other shapes by geometry", "[outcome]") {
    const Vector3 centre(0.3 * h, -0.2 * h, 0.1 * h);
    // Distance from the ball's centre to the region's farthest point (margin) and nearest point (risk).
    struct Row {
        Shape shape;
        double farthest, nearest;
    };
    const Vector3 lower(3.3 * h, -4.6 * h, -2.2 * h), upper(12.7 * h, 1.9 * h, 6.4 * h);
    const Vector3 corner = (upper - centre).cwiseAbs().cwiseMax((lower - centre).cwiseAbs());
    const Vector3 along = Vector3(1, 2, 2) / 3;  // of the cylinder, which begins 3 cells from the centre
    const std::vector<Row> rows{
        {AxisBox{lower, upper}, corner.norm(), lower.x() - centre.x()},
        {Cylinder{centre + 3 * h * along, centre + 12 * h * along, 5 * h}, std::hypot(12.0, 5.0) * h, 3 * h},
        {Ellipsoid{centre + Vector3(9 * h, 0, 0), {5 * h, 3 * h, 3 * h}}, 14 * h, 4 * h}};
    for (const Row& row : rows) {
        Model model = cube_model(48, h);
        paint(model, "region", row.shape);
        // Ice around it, ice within reach of it, ice short of it.
        const double around = coverage_of(model, ice_ball(model, centre, 17 * h), {1, {}}).minimum_margin;
        CHECK(around == Approx(17 * h - row.farthest).margin(half_percent));
        const double partly = coverage_of(model, ice_ball(model, centre, 9 * h), {1, {}}).minimum_margin;
        CHECK(partly == Approx(9 * h - row.farthest).margin(half_percent));
        const double reached = coverage_of(model, ice_ball(model, centre, 6 * h), {1, {1}}).distance_to_risk.at(0);
        CHECK(reached == Approx(row.nearest - 6 * h).margin(half_percent));
    }
    // A half-space 14.3 cells away.
    Model model = cube_model(48, h);
    paint(model, "organ", Layer{along, along.dot(centre) + 14.3 * h, INFINITY});
    const double distance = coverage_of(model, ice_ball(model, centre, 10 * h), {1, {1}}).distance_to_risk.at(0);
    CHECK(distance == Approx(4.3 * h).margin(half_percent));
}

TEST_CASE("Outcome: what is painted over a region is not of it", "[outcome]") {
    Model model = cube_model(48, h);
    const Vector3 centre(0.2 * h, 0.3 * h, -0.4 * h);
    paint(model, "target", Sphere{centre, 10 * h});
    // Takes the side where the margin would be least: what stays is a ball cut at x = 4.3 cells.
    paint(model, "vessel", Layer{Vector3::UnitX(), centre.x() + 4.3 * h, INFINITY});
    CHECK(in_region(model, 1, centre + Vector3(4.2 * h, 0, 0)));
    CHECK(in_region(model, 1, centre + Vector3(4.3 * h, 0, 0)));
    CHECK_FALSE(in_region(model, 1, centre + Vector3(4.4 * h, 0, 0)));
    CHECK(in_region(model, 2, centre + Vector3(4.4 * h, 0, 0)));
    CHECK_FALSE(in_region(model, 1, centre - Vector3(10.1 * h, 0, 0)));
    int on_sphere = 0, on_cut = 0;
    for (const SurfacePoint& point : region_surface(model, tissue_fractions(model.grid), 1)) {
        const Vector3 from_centre = point.position - centre;
        const bool cut = point.shape_of == 2;
        ++(cut ? on_cut : on_sphere);
        CHECK(std::abs(cut ? from_centre.x() - 4.3 * h : from_centre.norm() - 10 * h) < 1e-9);
        CHECK(from_centre.x() < 4.3 * h + 1e-8);
        CHECK(from_centre.norm() < 10 * h + 1e-8);
    }
    CHECK(on_sphere > 500);
    CHECK(on_cut > 150);

    const Vector3 ice = centre - Vector3(5 * h, 0, 0);
    const double rim = std::hypot(9.3, std::sqrt(100 - 4.3 * 4.3)) * h;  // the cut's edge is the farthest
    Coverage coverage = coverage_of(model, ice_ball(model, ice, 16 * h), {1, {2}});
    CHECK(coverage.minimum_margin == Approx(16 * h - rim).margin(half_percent));
    coverage = coverage_of(model, ice_ball(model, ice, 7 * h), {1, {2}});
    CHECK(coverage.distance_to_risk.at(0) == Approx(2.3 * h).margin(half_percent));
}

TEST_CASE("Outcome: margin of a box, and distance to organs at risk", "[outcome]") {
    const double a_lot = 1;
    // Faces along the grid, by shape and by labels.
    for (const bool labels : {false, true}) {
        Model model = cube_model(40, h);
        paint(model, "target", AxisBox{Vector3::Constant(-5 * h), Vector3::Constant(5 * h)}, labels);
        paint(model, "organ", Layer{Vector3::UnitX(), 14 * h, INFINITY}, labels);
        paint(model, "near organ", Layer{Vector3::UnitY(), -14 * h, -8 * h}, labels);
        paint(model, "elsewhere", Layer{Vector3::UnitX(), a_lot, INFINITY}, labels);
        const State state = ice_ball(model, Vector3::Zero(), 10 * h);
        const Coverage coverage = coverage_of(model, state, {1, {2, 3, 4}});
        // Corners of label maps are rounded.
        CHECK(coverage.minimum_margin == Approx((10 - 5 * std::sqrt(3.0)) * h).margin(labels ? 0.9 * h : half_percent));
        REQUIRE(coverage.distance_to_risk.size() == 3);
        CHECK(coverage.distance_to_risk[0] == Approx(4 * h).margin(half_percent));
        CHECK(coverage.distance_to_risk[1] == Approx(-2 * h).margin(half_percent));
        CHECK(std::isnan(coverage.distance_to_risk[2]));

        const Coverage without = coverage_of(model, given_state(model, [](const Vector3&) { return 37.0; }), {1, {2}});
        CHECK(without.fraction_inside == 0);
        CHECK(std::isnan(without.minimum_margin));
        CHECK(without.healthy_tissue_lost == 0);
    }
}

TEST_CASE("Outcome: a warm pocket inside the target makes its margin negative", "[outcome]") {
    Model model = cube_model(36, h);
    paint(model, "target", Sphere{Vector3::Zero(), 8 * h});
    const State state = given_state(model, [&](const Vector3& p) {
        return -20 + 8e3 * std::max(p.norm() - 14 * h, 3 * h - (p - Vector3(h, 0, 0)).norm());
    });
    const Coverage coverage = coverage_of(model, state, {1, {}});
    CHECK(coverage.fraction_inside == Approx(1 - std::pow(3.0 / 8, 3)).margin(0.003));
    CHECK(coverage.minimum_margin == Approx(-3 * h).margin(0.1 * h));
}

TEST_CASE("Outcome: coverage of a whole run is read from minimum temperatures", "[outcome]") {
    Model model = cube_model(36, h);
    paint(model, "target", Sphere{Vector3::Zero(), 8 * h});
    Field<float> minimum(model.grid, std::nanf(""));
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) {
        minimum[cell] = float(-20 + 8e3 * (model.grid.cell_centre(c[0], c[1], c[2]).norm() - 12 * h));
    });
    const Coverage now = coverage_of(model, ice_ball(model, Vector3::Zero(), 12 * h), {1, {}});
    const Coverage run = coverage_of(model, state_at(model, minimum), {1, {}});
    CHECK(run.minimum_margin == Approx(now.minimum_margin).epsilon(1e-5));
    CHECK(run.healthy_tissue_lost == Approx(now.healthy_tissue_lost).epsilon(1e-5));
}

TEST_CASE("Outcome: planes of symmetry through target and ice do not change margins", "[outcome]") {
    // Half, quarter and eighth of a ball of ice around a target, and beside an organ on the first plane but one.
    for (int planes : {1, 2, 3}) {
        Model model = cube_model(24, h);
        Vector3 centre(0.3 * h, 0.1 * h, -0.4 * h);
        for (int axis = 0; axis < planes; ++axis) {
            model.boundaries[std::size_t(2 * axis)] = Insulated{};
            centre[axis] = -12 * h;
        }
        paint(model, "target", Sphere{centre, 6.3 * h});
        paint(model, "organ", Sphere{centre + Vector3(0, 0, 15 * h), 4 * h});
        for (double radius : {4.4, 7.5, 8.6, 10.2}) {
            CAPTURE(planes, radius);
            const Coverage found = coverage_of(model, ice_ball(model, centre, radius * h), {1, {2}});
            CHECK(found.minimum_margin == Approx((radius - 6.3) * h).margin(half_percent));
            CHECK(found.distance_to_risk.at(0) == Approx((11 - radius) * h).margin(half_percent));
        }
    }
}
