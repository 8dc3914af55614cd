// The finite needle in homogeneous tissue that the probe coupling is judged by, and a way to run it.
//
// Tissue, needle and box of the reference: rho 1050 kg/m3; frozen c 1800 J/kg/K, k 2.0 W/m/K; unfrozen c 3600, k 0.5;
// 250 kJ/kg over -8..-1 degC; perfusion 0.0005 1/s of blood at 37 degC; start and boundary at 37 degC; box +-48 mm;
// needle of radius 1.2 mm and length 30 mm, wall at -140 degC, no metal.
#pragma once

#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "outcome/ice_volume.hpp"
#include "probe/exchange/wall_temperature.hpp"
#include "solver/simulation.hpp"

namespace needle_case {

inline iceball::Tissue tissue() {
    const double rho = 1050;
    iceball::Tissue tissue{"reference tissue",
                           iceball::ThermalLaw::linear_release({2.0, rho * 1800}, {0.5, rho * 3600}, rho * 250e3, -8, -1)};
    tissue.perfusion = 0.0005 * 3.8e6;
    return tissue;
}

// Wall at a temperature from the start of a stage on [degC].
inline std::shared_ptr<const iceball::ExchangeModel> wall_at(double temperature) {
    iceball::WallTemperature::Settings settings;
    settings.temperature = iceball::TimeTable(temperature);
    return std::make_shared<iceball::WallTemperature>(settings);
}

// Needle through `middle` in the x-z plane, `tilt` degrees from z.
inline iceball::Needle needle(const iceball::Vector3& middle, double tilt, double length = 30e-3) {
    const double angle = tilt * std::numbers::pi / 180;
    const iceball::Vector3 direction(std::sin(angle), 0, std::cos(angle));
    return {"A", {middle - 0.5 * length * direction, direction, 1.2e-3, 0, length}, wall_at(-140), 0};
}

// Where needles of tests stand: degrees from z in the x-z plane, offset of the middle from a cell corner in cells.
struct Pose {
    double tilt;
    iceball::Vector3 offset;
};

// 3 tilts x 9 offsets: axis on cell edges, faces and centres and between, ends at changing places.
inline std::vector<Pose> all_poses() {
    std::vector<Pose> poses;
    for (double tilt : {0.0, 35.0, 60.0})
        for (int i = 0; i < 3; ++i)
            for (int j = 0; j < 3; ++j) poses.push_back({tilt, iceball::Vector3(0.25 * i, 0.25 * j, 0.25 * ((i + j) % 3))});
    return poses;
}

// Freeze, or alternating freeze and thaw [s]; all needles freeze.
inline iceball::Protocol protocol(const std::vector<double>& durations, std::size_t needles) {
    iceball::Protocol protocol;
    for (std::size_t n = 0; n < durations.size(); ++n) {
        const bool freeze = n % 2 == 0;
        protocol.stages.push_back({freeze ? iceball::StageKind::freeze : iceball::StageKind::thaw, 0, durations[n], 1,
                                   std::vector<iceball::ProbeAction>(needles, {freeze, 1.0})});
    }
    iceball::lay_out(protocol);
    return protocol;
}

// A box of the reference tissue; boundaries at 37 degC unless changed.
inline iceball::Model model(const iceball::Grid& grid, std::vector<iceball::Needle> needles,
                            const std::vector<double>& durations) {
    iceball::Boundaries boundaries;
    boundaries.fill(iceball::FixedTemperature{37});
    iceball::RegionMap regions{iceball::Field<std::uint8_t>(grid), {{"background", 0, {}}}};
    iceball::Protocol stages = protocol(durations, needles.size());
    return {grid, std::move(regions), {tissue()}, boundaries, std::move(needles), std::move(stages), {}, 37};
}

inline iceball::Grid cube(double spacing, double half = 48e-3) {
    const int n = int(std::lround(2 * half / spacing));
    return iceball::Grid({n, n, n}, spacing, iceball::Vector3::Constant(-half));
}

// Runs to each of the times and calls read(time, simulation).
template <class Read>
void run_to(iceball::Simulation& simulation, const std::vector<double>& times, Read&& read) {
    for (double time : times) {
        simulation.run(time);
        read(time, simulation);
    }
}

// Volume below an isotherm in cm3, with the needles where their wall is below it.
inline double volume(const iceball::Model& model, const iceball::Simulation& simulation, double isotherm) {
    return 1e6 * iceball::ice_volume(model, simulation.state(), simulation.tissue_fraction(), isotherm).with_needles;
}

}  // namespace needle_case
