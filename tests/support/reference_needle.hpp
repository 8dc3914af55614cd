// Needles of 30 mm in the reference tissue with three kinds of wall, as the library and the axisymmetric solver of the tests'
// own (axisymmetric_needle.hpp) have them, and what both give.
#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <memory>

#include "probe/exchange/convective.hpp"
#include "probe/exchange/power_limited.hpp"
#include "support/axisymmetric_needle.hpp"
#include "support/needle_case.hpp"

namespace reference_needle {

constexpr double length = 30e-3;

struct Wall {
    const char* name;
    std::shared_ptr<const iceball::ExchangeModel> exchange;
    std::function<double(double)> heat;  // of T_w [W/m]; none: at -140 degC
};

inline Wall cold_wall() { return {"-140 degC", needle_case::wall_at(-140), {}}; }

inline Wall convective_wall() {
    iceball::Convective::Settings settings;
    settings.conductance = 7;
    settings.gas_temperature = iceball::TimeTable(-150.0);
    return {"7 W/K/m to gas at -150 degC", std::make_shared<iceball::Convective>(settings),
            [](double t) { return 7 * (-150 - t); }};
}

inline Wall power_limited_wall() {
    iceball::PowerLimited::Settings settings;
    settings.wall_temperatures = {-150, -100, 0};
    settings.powers = {0, 15, 30};
    settings.largest_power = 20;
    const auto power = [](double t) {
        const double colder = 15 * (t + 150) / 50, warmer = 15 + 15 * (t + 100) / 100;
        return -std::clamp(t < -100 ? colder : warmer, 0.0, 20.0) / length;
    };
    return {"15 W at -100 degC, at most 20 W", std::make_shared<iceball::PowerLimited>(settings), power};
}

// V(-0.5) and V(-20) [cm3], heat taken from the tissue [J].
struct Volumes {
    double ice, lethal, heat;
};

// After 300 and 600 s, of the axisymmetric solver on 0.1 mm beside the wall.
struct Reference {
    double radius;
    Wall wall;
    Volumes at_300, at_600;
};

// At rising times, on 0.2 mm, which differs from 0.1 mm by at most 0.4 %.
inline std::vector<Volumes> compute(const Wall& wall, double radius, const std::vector<double>& times,
                                    bool insulated_shafts = false) {
    AxisymmetricNeedle needle(needle_case::tissue(), {radius, length, 48e-3, insulated_shafts}, 0.2e-3, 37);
    needle.heat_into_wall = wall.heat;
    std::vector<Volumes> volumes;
    double reached = 0;
    for (double time : times) {
        needle.run(time - reached);
        reached = time;
        volumes.push_back({1e6 * needle.volume(-0.5), 1e6 * needle.volume(-20), -needle.heat_to_tissue});
    }
    return volumes;
}

// Of a model that holds one part in `parts` of the needle.
inline Volumes volumes_of(const iceball::Model& model, const iceball::Simulation& simulation, double parts = 1) {
    return {parts * needle_case::volume(model, simulation, -0.5), parts * needle_case::volume(model, simulation, -20),
            -parts * simulation.state().needles[0].heat};
}

struct Allowed {
    double ice, lethal, heat;
};

inline void compare(const Volumes& found, const Volumes& expected, const Allowed& allowed) {
    UNSCOPED_INFO("errors [%]: " << 100 * (found.ice / expected.ice - 1) << " " << 100 * (found.lethal / expected.lethal - 1)
                                 << " " << 100 * (found.heat / expected.heat - 1));
    CHECK(found.ice == Approx(expected.ice).epsilon(allowed.ice));
    CHECK(found.lethal == Approx(expected.lethal).epsilon(allowed.lethal));
    CHECK(found.heat == Approx(expected.heat).epsilon(allowed.heat));
}

// Runs to 300 and 600 s.
inline void compare_run(const iceball::Model& model, const Reference& reference, const Allowed& allowed, double parts = 1) {
    iceball::Simulation simulation(model);
    simulation.run(300);
    compare(volumes_of(model, simulation, parts), reference.at_300, allowed);
    simulation.run(600);
    compare(volumes_of(model, simulation, parts), reference.at_600, allowed);
    CHECK(simulation.ledger().residual() < 1e-12);
}

inline void compare_references(const std::vector<Reference>& references, bool insulated_shafts = false) {
    for (const Reference& reference : references) {
        CAPTURE(reference.radius, reference.wall.name);
        const std::vector<Volumes> computed = compute(reference.wall, reference.radius, {300, 600}, insulated_shafts);
        compare(computed[0], reference.at_300, {4e-3, 4e-3, 4e-3});
        compare(computed[1], reference.at_600, {4e-3, 4e-3, 4e-3});
    }
}

}  // namespace reference_needle
