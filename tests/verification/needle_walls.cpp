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
        {0.75e-3, convective_wall(), {7.004, 2.116, 4657.6}, {11.901, 3.170, 8782.5}},
        {0.75e-3, power_limited_wall(), {7.877, 2.626, 5106.0}, {13.681, 4.013, 9733.4}},
        {1.2e-3, cold_wall(), {16.614, 7.489, 9818.8}, {27.817, 11.028, 17669.1}},
        {1.2e-3, convective_wall(), {8.098, 2.666, 5213.0}, {13.765, 3.982, 9794.1}},
        {1.2e-3, power_limited_wall(), {8.762, 3.127, 5526.4}, {15.352, 4.849, 10606.8}},
        {2.4e-3, cold_wall(), {25.229, 13.078, 14263.8}, {41.675, 19.110, 25085.7}},
        {2.4e-3, convective_wall(), {10.330, 3.844, 6202.7}, {17.377, 5.677, 11616.7}},
        {2.4e-3, power_limited_wall(), {10.025, 3.930, 5975.1}, {17.852, 6.192, 11723.9}},
    };
}

void run_pose(const Reference& reference, const Pose& pose, double spacing, const Allowed& allowed) {
    CAPTURE(reference.radius, reference.wall.name, pose.tilt, spacing);
    Needle needle = needle_case::needle(spacing * pose.offset, pose.tilt, length);
    needle.geometry.radius = reference.radius;
    needle.exchange = reference.wall.exchange;
    const Model model = needle_case::model(needle_case::cube(spacing), {needle}, {600});
    compare_run(model, reference, allowed);
}

}  // namespace

TEST_CASE("needle walls: the axisymmetric solver against the published table of a finite needle", "[needle]") {
    AxisymmetricNeedle needle(needle_case::tissue(), {1.2e-3, length, 48e-3, length}, 0.4e-3, 37);
    needle.run(300);
    // The table's own grid of 0.4 mm differs from its finest by 0.5 %; graded cells differ from even ones by less.
    CHECK(1e6 * needle.volume(-0.5) == Approx(16.587).epsilon(0.005));
    CHECK(1e6 * needle.volume(-20) == Approx(7.485).epsilon(0.005));
}

TEST_CASE("needle walls: the references are what the axisymmetric solver gives", "[needle][long]") {
    for (const Reference& reference : references()) {
        CAPTURE(reference.radius, reference.wall.name);
        const Reference computed = compute(reference.wall, reference.radius, 2e-3);
        compare(computed.at_300, reference.at_300, {4e-3, 4e-3, 4e-3});
        compare(computed.at_600, reference.at_600, {4e-3, 4e-3, 4e-3});
    }
}

TEST_CASE("needle walls: three radii, three walls, two poses at 2 mm", "[needle]") {
    for (const Reference& reference : references())
        for (const Pose& pose : {Pose{0, {0.25, 0.25, 0.5}}, Pose{35, {0.5, 0.25, 0}}})
            run_pose(reference, pose, 2e-3, {0.015, 0.008, 0.007});
}

TEST_CASE("needle walls: three radii, three walls at 1 mm", "[needle][long]") {
    for (const Reference& reference : references())
        run_pose(compute(reference.wall, reference.radius, 1e-3), {35, {0.5, 0.25, 0}}, 1e-3, {0.007, 0.007, 0.007});
}
