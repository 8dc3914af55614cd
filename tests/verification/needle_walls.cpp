// Finite needles of three radii and three kinds of wall against an axisymmetric solver of the tests' own
// (support/axisymmetric_needle.hpp), which itself is held against the published table of one of them.
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include "probe/exchange/convective.hpp"
#include "probe/exchange/power_limited.hpp"
#include "support/axisymmetric_needle.hpp"
#include "support/needle_case.hpp"

using namespace iceball;
using needle_case::Pose;

namespace {

constexpr double length = 30e-3;

// A wall as the library and as the reference solver have it.
struct Wall {
    const char* name;
    std::shared_ptr<const ExchangeModel> exchange;
    std::function<double(double)> heat;  // of T_w [W/m]; none: at -140 degC
};

Wall cold_wall() { return {"-140 degC", needle_case::wall_at(-140), {}}; }

Wall convective_wall() {
    Convective::Settings settings;
    settings.conductance = 7;
    settings.gas_temperature = TimeTable(-150.0);
    return {"7 W/K/m to gas at -150 degC", std::make_shared<Convective>(settings), [](double t) { return 7 * (-150 - t); }};
}

Wall power_limited_wall() {
    PowerLimited::Settings settings;
    settings.wall_temperatures = {-150, -100, 0};
    settings.powers = {0, 15, 30};
    settings.largest_power = 20;
    const auto power = [](double t) {
        const double colder = 15 * (t + 150) / 50, warmer = 15 + 15 * (t + 100) / 100;
        return -std::clamp(t < -100 ? colder : warmer, 0.0, 20.0) / length;
    };
    return {"15 W at -100 degC, at most 20 W", std::make_shared<PowerLimited>(settings), power};
}

// After 300 and 600 s, of the reference on 0.1 mm beside the wall, with nodes of 2 mm: V(-0.5) and V(-20) [cm3], heat taken from the tissue [J].
struct Volumes {
    double ice, lethal, heat;
};
struct Reference {
    double radius;
    Wall wall;
    Volumes at_300, at_600;
};

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

// A wall that is solved for has nodes as long as the library's, a cell: the flat end belongs to the
// last, so that what it takes up depends a little on their length.
AxisymmetricNeedle reference_needle(const Wall& wall, double radius, double node_length) {
    // 0.2 and 0.1 mm differ by at most 0.4 %.
    AxisymmetricNeedle needle(needle_case::tissue(), {radius, length, 48e-3, node_length}, 0.2e-3, 37);
    needle.heat_into_wall = wall.heat;
    return needle;
}

Volumes volumes_of(const AxisymmetricNeedle& needle) {
    return {1e6 * needle.volume(-0.5), 1e6 * needle.volume(-20), -needle.heat_to_tissue};
}

Reference compute(const Wall& wall, double radius, double node_length) {
    AxisymmetricNeedle needle = reference_needle(wall, radius, node_length);
    needle.run(300);
    const Volumes at_300 = volumes_of(needle);
    needle.run(300);
    return {radius, wall, at_300, volumes_of(needle)};
}

struct Allowed {
    double ice, lethal, heat;
};

void compare(const Volumes& found, const Volumes& expected, const Allowed& allowed) {
    UNSCOPED_INFO("errors [%]: " << 100 * (found.ice / expected.ice - 1) << " " << 100 * (found.lethal / expected.lethal - 1)
                                 << " " << 100 * (found.heat / expected.heat - 1));
    CHECK(found.ice == Approx(expected.ice).epsilon(allowed.ice));
    CHECK(found.lethal == Approx(expected.lethal).epsilon(allowed.lethal));
    CHECK(found.heat == Approx(expected.heat).epsilon(allowed.heat));
}

void run_pose(const Reference& reference, const Pose& pose, double spacing, const Allowed& allowed) {
    CAPTURE(reference.radius, reference.wall.name, pose.tilt, spacing);
    Needle needle = needle_case::needle(spacing * pose.offset, pose.tilt, length);
    needle.geometry.radius = reference.radius;
    needle.exchange = reference.wall.exchange;
    const Model model = needle_case::model(needle_case::cube(spacing), {needle}, {600});
    Simulation simulation(model);
    const auto found = [&] {
        return Volumes{needle_case::volume(model, simulation, -0.5), needle_case::volume(model, simulation, -20),
                       -simulation.state().needles[0].heat};
    };
    simulation.run(300);
    compare(found(), reference.at_300, allowed);
    simulation.run(600);
    compare(found(), reference.at_600, allowed);
    CHECK(simulation.ledger().residual() < 1e-12);
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
