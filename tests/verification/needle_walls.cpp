// Finite needles of three radii and three kinds of wall against an axisymmetric solver of the tests' own
// (support/axisymmetric_needle.hpp), which itself is held against the published table of one of them.
#include <catch2/catch.hpp>

#include <vector>

#include "support/reference_needle.hpp"

using namespace iceball;
using namespace reference_needle;
using needle_case::Pose;

namespace {

std::vector<Reference> references() {
    return {
        {0.75e-3, cold_wall(), {13.072, 5.365, 7958.5}, {22.042, 7.935, 14502.4}},
        {0.75e-3, convective_wall(), {7.025, 2.120, 4671.8}, {11.940, 3.180, 8809.7}},
        {0.75e-3, power_limited_wall(), {7.902, 2.631, 5122.0}, {13.747, 4.040, 9772.7}},
        {1.2e-3, cold_wall(), {16.614, 7.489, 9818.8}, {27.817, 11.028, 17669.1}},
        {1.2e-3, convective_wall(), {8.144, 2.674, 5242.7}, {13.854, 4.001, 9851.4}},
        {1.2e-3, power_limited_wall(), {8.831, 3.141, 5566.4}, {15.453, 4.873, 10675.2}},
        {2.4e-3, cold_wall(), {25.229, 13.078, 14263.8}, {41.675, 19.110, 25085.7}},
        {2.4e-3, convective_wall(), {10.441, 3.857, 6274.7}, {17.596, 5.722, 11757.8}},
        {2.4e-3, power_limited_wall(), {10.023, 3.909, 5995.5}, {18.002, 6.240, 11832.1}},
    };
}

Model model_of(const Wall& wall, double radius, const Pose& pose, double spacing, double duration) {
    Needle needle = needle_case::needle(spacing * pose.offset, pose.tilt, length);
    needle.geometry.radius = radius;
    needle.exchange = wall.exchange;
    return needle_case::model(needle_case::cube(spacing), {needle}, {duration});
}

void run_pose(const Reference& reference, const Pose& pose, double spacing, const Allowed& allowed) {
    CAPTURE(reference.radius, reference.wall.name, pose.tilt, pose.offset.transpose(), spacing);
    compare_run(model_of(reference.wall, reference.radius, pose, spacing, 600), reference, allowed);
}

// Relative errors over time: mean and root of the mean square.
struct Course {
    Eigen::Array3d mean = Eigen::Array3d::Zero(), rms = Eigen::Array3d::Zero();
};

Course course_of(const Model& model, const std::vector<double>& times, const std::vector<Volumes>& expected) {
    Simulation simulation(model);
    Course course;
    for (std::size_t n = 0; n < times.size(); ++n) {
        simulation.run(times[n]);
        const Volumes found = volumes_of(model, simulation);
        const Eigen::Array3d error(found.ice / expected[n].ice - 1, found.lethal / expected[n].lethal - 1,
                                   found.heat / expected[n].heat - 1);
        course.mean += error / double(times.size());
        course.rms += error.square() / double(times.size());
    }
    course.rms = course.rms.sqrt();
    return course;
}

}  // namespace

TEST_CASE("needle walls: the axisymmetric solver against the published table of a finite needle", "[needle]") {
    AxisymmetricNeedle needle(needle_case::tissue(), {1.2e-3, length, 48e-3}, 0.4e-3, 37);
    needle.run(300);
    // The table's own grid of 0.4 mm differs from its finest by 0.5 %; graded cells differ from even ones by less.
    CHECK(1e6 * needle.volume(-0.5) == Approx(16.587).epsilon(0.005));
    CHECK(1e6 * needle.volume(-20) == Approx(7.485).epsilon(0.005));
}

TEST_CASE("needle walls: the references are what the axisymmetric solver gives", "[needle][long]") {
    compare_references(references());
}

TEST_CASE("needle walls: three radii, three walls, two poses at 2 mm", "[needle]") {
    for (const Reference& reference : references())
        for (const Pose& pose : {Pose{0, {0.25, 0.25, 0.5}}, Pose{35, {0.5, 0.25, 0}}})
            run_pose(reference, pose, 2e-3, {0.015, 0.008, 0.005});
}

// Volumes go up and down around their course while a front passes a cell, in every pose at other times, by up to 2 % where the
// ice of -20 degC is four cells across: hence over times in which fronts pass two cells and more. To read the volume of such
// ice from exact values in cells alone spreads by 0.8 % over poses at 2.7 cm3, 0.4 % at 4 cm3 (docs/verification.md): 0.5 % is
// asked of balls that are larger in the mean.
TEST_CASE("needle walls: three radii, three walls, 27 poses over time at 2 mm", "[needle][long]") {
    std::vector<double> times;
    for (double time = 300; time <= 900; time += 20) times.push_back(time);
    for (double radius : {0.75e-3, 1.2e-3, 2.4e-3})
        for (const Wall& wall : {cold_wall(), convective_wall(), power_limited_wall()}) {
            CAPTURE(radius, wall.name);
            const std::vector<Volumes> expected = compute(wall, radius, times);
            Eigen::Array3d low = Eigen::Array3d::Constant(1), high = -low;
            for (const Pose& pose : needle_case::all_poses()) {
                CAPTURE(pose.tilt, pose.offset.transpose());
                const Course course = course_of(model_of(wall, radius, pose, 2e-3, times.back()), times, expected);
                CHECK(course.rms[0] < 0.015);
                CHECK(course.rms[1] < 0.007);
                CHECK(course.rms[2] < 0.005);
                low = low.min(course.mean);
                high = high.max(course.mean);
            }
            const Eigen::Array3d spread = high - low;
            UNSCOPED_INFO("spread [%]: " << 100 * spread.transpose());
            CHECK(spread[0] < 0.005);
            CHECK(spread[1] < (expected[expected.size() / 2].lethal > 5 ? 0.005 : 0.0065));
            CHECK(spread[2] < 0.005);
        }
}

TEST_CASE("needle walls: three radii, three walls at 1 mm", "[needle][long]") {
    for (const Reference& reference : references())
        run_pose(reference, {35, {0.5, 0.25, 0}}, 1e-3, {0.007, 0.007, 0.005});
}
