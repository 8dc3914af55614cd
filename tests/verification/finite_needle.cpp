// The probe coupling against the finite needle of an axisymmetric reference solution at 0.1 mm (theta fluxes, exact log
// factor at the wall): volumes below an isotherm with the needle's own 0.136 cm3, whatever the needle's pose.
#include <catch2/catch.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include "support/needle_case.hpp"

using namespace iceball;
using needle_case::all_poses;
using needle_case::Pose;

namespace {

struct Reference {
    double time, ice, lethal;  // V(-0.5) and V(-20) [cm3]
};
constexpr Reference references[] = {{300, 16.587, 7.485}, {600, 27.806, 11.027}};

struct Volumes {
    double ice[2], lethal[2];
    // Mean of 250 to 350 s. On a grid a front goes from cell to cell, and volumes go up and down by half a per cent around
    // their course while it passes one (80 to 100 s here), in every pose at other times.
    double mean_ice = 0, mean_lethal = 0;
};

Volumes run_pose(const Pose& pose, double spacing) {
    const Model model =
        needle_case::model(needle_case::cube(spacing), {needle_case::needle(spacing * pose.offset, pose.tilt)}, {600});
    Simulation simulation(model);
    Volumes volumes{};
    const auto add_to_mean = [&](double time) {
        simulation.run(time);
        volumes.mean_ice += needle_case::volume(model, simulation, -0.5) / 11;
        volumes.mean_lethal += needle_case::volume(model, simulation, -20) / 11;
    };
    for (double time = 250; time < 300; time += 10) add_to_mean(time);
    for (int n = 0; n < 2; ++n) {
        if (n == 1)
            for (double time = 300; time <= 350; time += 10) add_to_mean(time);
        simulation.run(references[n].time);
        volumes.ice[n] = needle_case::volume(model, simulation, -0.5);
        volumes.lethal[n] = needle_case::volume(model, simulation, -20);
    }
    CHECK(simulation.ledger().residual() < 1e-12);
    return volumes;
}

void check(const Pose& pose, const Volumes& volumes, double ice_tolerance) {
    CAPTURE(pose.tilt, pose.offset.transpose());
    for (int n = 0; n < 2; ++n) {
        CAPTURE(references[n].time);
        CHECK(volumes.ice[n] == Approx(references[n].ice).epsilon(ice_tolerance));
        CHECK(volumes.lethal[n] == Approx(references[n].lethal).epsilon(0.007));
    }
}

// The three that err most at 2 mm.
bool among_worst(const Pose& pose) {
    const auto is = [&](double tilt, double x, double y) {
        return pose.tilt == tilt && pose.offset.x() == x && pose.offset.y() == y;
    };
    return is(0, 0, 0) || is(35, 0.5, 0) || is(60, 0, 0);
}

}  // namespace

TEST_CASE("finite needle: volumes in 27 poses at 2 mm, and their spread", "[needle]") {
    std::vector<Volumes> all;
    for (const Pose& pose : all_poses()) {
        all.push_back(run_pose(pose, 2e-3));
        check(pose, all.back(), 0.015);
    }
    const auto spread = [&](auto value) {
        const auto [low, high] = std::minmax_element(all.begin(), all.end(), [&](const Volumes& a, const Volumes& b) {
            return value(a) < value(b);
        });
        return value(*high) / value(*low) - 1;
    };
    CHECK(spread([](const Volumes& v) { return v.mean_ice; }) <= 0.005);
    CHECK(spread([](const Volumes& v) { return v.mean_lethal; }) <= 0.005);
    for (int n = 0; n < 2; ++n) {
        // At 300 s a step of the front is worth more than at 600 s.
        const double allowed = n == 0 ? 0.0075 : 0.005;
        CHECK(spread([&](const Volumes& v) { return v.ice[n]; }) <= allowed);
        CHECK(spread([&](const Volumes& v) { return v.lethal[n]; }) <= allowed);
    }
}

TEST_CASE("finite needle: volumes in the three worst poses at 1 mm", "[needle]") {
    int run = 0;
    for (const Pose& pose : all_poses())
        if (among_worst(pose)) {
            check(pose, run_pose(pose, 1e-3), 0.007);
            ++run;
        }
    CHECK(run == 3);
}

TEST_CASE("finite needle: volumes in the other poses at 1 mm", "[needle][long]") {
    for (const Pose& pose : all_poses())
        if (!among_worst(pose)) check(pose, run_pose(pose, 1e-3), 0.007);
}

TEST_CASE("finite needle: two cycles of freeze and thaw at 2 mm", "[needle]") {
    // 10 min freeze, 5 thaw, 10, 5; the wall is adiabatic in thaw. Reference at 0.2 mm.
    const std::vector<std::pair<double, double>> reference{{600, 27.774}, {900, 22.659}, {1500, 41.130}, {1800, 36.543}};
    for (const Pose& pose : {Pose{0, {0.25, 0.25, 0.5}}, Pose{60, {0.5, 0.25, 0}}}) {
        const Model model = needle_case::model(needle_case::cube(2e-3),
                                               {needle_case::needle(2e-3 * pose.offset, pose.tilt)}, {600, 300, 600, 300});
        Simulation simulation(model);
        for (const auto& [time, ice] : reference) {
            simulation.run(time);
            CAPTURE(pose.tilt, time);
            CHECK(needle_case::volume(model, simulation, -0.5) == Approx(ice).epsilon(0.025));
        }
        CHECK(needle_case::volume(model, simulation, -20) < 0.01);
        CHECK(simulation.ledger().residual() < 1e-12);
    }
}
