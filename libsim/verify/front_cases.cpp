// Moving freezing fronts: plane (B1, B2), line sink (B3, B4) and point sink (B5) against their exact solutions.
//
// A front is found from the integral of 1 - f_l, never as an isotherm: as a depth, as the radius of a quarter disc, or of
// an octant of a sphere. It is scored at equal intervals of time, because fronts stair-step, once it is beyond 8 mm: 8
// cells of the grid on which the tolerances hold. Sinks stand in the corner cell of a quadrant or octant, so that by
// symmetry the whole sink is spread over the cells around a grid corner.
#include <cmath>
#include <numbers>

#include "exact/line_sink.hpp"
#include "exact/plane.hpp"
#include "exact/point_sink.hpp"
#include "verify/case_groups.hpp"
#include "verify/setting.hpp"

namespace iceball::verify {
namespace {

const exact::SharpMaterial water{{2.22, 2.05e6}, {0.56, 4.2e6}, 333.6e6, 0};
const exact::SharpMaterial slab{{2.0, 1.9e6}, {0.5, 3.6e6}, 250e6, 0};
const exact::RangeMaterial tissue{{2.0, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 250e6, -8, -1};
constexpr double smallest_front = 8 * mm;

int cells_over(double length, double spacing) { return int(std::lround(length / spacing)); }

// Scores a front at every interval while begins(t, exact front) holds.
template <class Exact, class Measured, class Begins>
Score score_front(const Model& model, double interval, const Exact& exact, const Measured& measured,
                  const Begins& begins) {
    ScoreKeeper keeper;
    SettingOptions options;
    options.times = every(interval, model.protocol.duration());
    options.any_temperature = true;
    options.sample = [&](const State& state) {
        const double front = exact(state.time);
        if (begins(state.time, front)) keeper.add_front({state.time, measured(state), front});
    };
    keeper.add_ledger(run_model(model, options).ledger.residual());
    return keeper.score();
}

bool beyond_eight_cells(double, double front) { return front > smallest_front; }

template <class Exact, class Begins>
Score score_plane(const ThermalLaw& law, double spacing, double wall, double initial, const Exact& exact,
                  const Begins& begins) {
    const Model model = slab_model({}, cells_over(100 * mm, spacing), spacing, {"slab", law}, initial,
                                   FixedTemperature{wall}, Insulated{}, 600);
    const double area = 4 * spacing * spacing;
    return score_front(model, 1, exact, [&](const State& state) { return frozen_volume(model, state) / area; }, begins);
}

Score neumann_slab(double spacing) {
    const exact::SharpPlane plane(slab, -150, 37);
    return score_plane(law_of(slab), spacing, -150, 37, [&](double t) { return plane.front(t); },
                       [](double t, double) { return t > 60; });
}

// Set W of the reference values: between a wall that is not as cold and water that is not as warm.
Score neumann_water(double spacing) {
    const exact::SharpPlane plane(water, -100, 20);
    return score_plane(law_of(water), spacing, -100, 20, [&](double t) { return plane.front(t); }, beyond_eight_cells);
}

Score range_plane(double spacing) {
    const exact::RangePlane plane(tissue, -150, 37);
    return score_plane(law_of(tissue), spacing, -150, 37, [&](double t) { return plane.frozen_length(t); },
                       beyond_eight_cells);
}

// A quadrant one cell thick; strength [W/m].
template <class Exact>
Score score_line(const ThermalLaw& law, double spacing, double strength, const Exact& exact) {
    const int n = cells_over(50 * mm, spacing);
    Model model = box_model({n, n, 1}, spacing, {"medium", law}, 37, 600);
    const Vector3 corner = model.grid.cell_centre(0, 0, 0);
    model.sources.push_back({"sink", corner, corner, TimeTable(-strength * spacing / 4)});
    const auto radius = [&](const State& state) {
        return std::sqrt(4 * frozen_volume(model, state) / (std::numbers::pi * spacing));
    };
    return score_front(model, 2, exact, radius, beyond_eight_cells);
}

Score sharp_line(double spacing) {
    const exact::SharpLineSink sink(water, 800, 37);
    return score_line(law_of(water), spacing, 800, [&](double t) { return sink.front(t); });
}

Score range_line(double spacing) {
    const exact::RangeLineSink sink(tissue, 800, 37);
    return score_line(law_of(tissue), spacing, 800, [&](double t) { return sink.frozen_radius(t); });
}

Score point(double spacing) {
    // 20 W after 600 s. Power as a table, straight between entries at quadratically spaced times: its integral misses
    // 1/(4 n^2) of the heat.
    const exact::PointSink sink(water, 20 / std::sqrt(600.0), 37);
    const int entries = 400, n = cells_over(44 * mm, spacing);
    std::vector<double> times, powers;
    for (int e = 0; e <= entries; ++e) {
        times.push_back(600.0 * e * e / (entries * entries));
        powers.push_back(-sink.power(times.back()) / 8);
    }
    Model model = box_model({n, n, n}, spacing, {"medium", law_of(water)}, 37, 420);
    const Vector3 corner = model.grid.cell_centre(0, 0, 0);
    model.sources.push_back({"sink", corner, corner, TimeTable(times, powers)});
    const auto radius = [&](const State& state) { return std::cbrt(6 * frozen_volume(model, state) / std::numbers::pi); };
    return score_front(model, 5, [&](double t) { return sink.front(t); }, radius, beyond_eight_cells);
}

}  // namespace

std::vector<VerificationCase> front_cases() {
    const std::vector<double> three = {2 * mm, 1 * mm, 0.5 * mm}, two = {2 * mm, 1 * mm};
    return {
        {"neumann-slab", "plane front, sharp: k 2.0/0.5, C 1.9e6/3.6e6, 250 MJ/m3 at 0 degC, wall -150, start 37; depth",
         1 * mm, 0.006, 0.02, three, 1.7, neumann_slab},
        {"neumann-water", "plane front in water (B1, set W), wall -100, start 20; depth", 1 * mm, 0.01, 0.03, three, 1.7,
         neumann_water},
        {"range-plane", "plane front, freezing range -8..-1 degC, wall -150, start 37; frozen depth", 1 * mm, 0.02, 0.02,
         three, 1.7, range_plane},
        {"sharp-line", "front around a line sink of 800 W/m in water at 37 degC; radius", 1 * mm, 0.02, 0.02, three, 1.7,
         sharp_line},
        {"range-line", "the same in tissue with a freezing range -8..-1 degC; radius of the frozen area", 1 * mm, 0.02, 0.02,
         three, 1.7, range_line},
        {"sharp-point", "front around a point sink of 20 W sqrt(t / 600 s) in water at 37 degC; radius", 1 * mm, 0.02, 0.02,
         two, 1.7, point},
    };
}

}  // namespace iceball::verify
