// Perfusion around points, spheres and cylinders: transient without ice (B7) and steady ice (B6).
//
// Points and spheres stand in the corner of an octant, cylinders along an edge of a quadrant one cell thick.
//
// The walls of B6 are replaced by what they take up: the ice within the front carries the same heat whether a cylinder
// or sphere of radius a at T_p or a line or point sink takes it, so that the front stands at the same place, and no
// staircase of cells stands for the wall. All latent heat but a little is left out, which only decides how soon the front
// arrives.
#include <cmath>
#include <numbers>

#include "exact/pennes.hpp"
#include "verify/case_groups.hpp"
#include "verify/setting.hpp"

namespace iceball::verify {
namespace {

constexpr double blood = 1050.0 * 3617;  // rho_b c_b [J/m3/K]
const exact::PennesTissue perfused{{0.5, 3.6e6}, 0.005 * blood};
constexpr double body = 37;  // [degC]

int cell_count(double length, double spacing) { return int(std::lround(length / spacing)); }

Model octant(double size, double spacing, const Tissue& tissue, double duration) {
    const int n = cell_count(size, spacing);
    return box_model({n, n, n}, spacing, tissue, body, duration);
}

void add_corner_sink(Model& model, double power) {
    const Vector3 corner = model.grid.cell_centre(0, 0, 0);
    model.sources.push_back({"sink", corner, corner, TimeTable(-power)});
}

// Perfused medium that never freezes, its far faces 30 mm away, 6 decay lengths. Scores cells from a distance on, relative
// to a temperature difference.
template <class Exact>
void score_cells(ScoreKeeper& keeper, const Model& model, double from, double scale, const Exact& exact) {
    SettingOptions options;
    options.times = {20, 60};
    options.any_temperature = true;
    options.sample = [&](const State& state) {
        for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
            const double r = model.grid.cell_centre(at[0], at[1], at[2]).norm();
            if (r < from || model.regions.at(cell).held_temperature) return;
            keeper.add((temperature_of(model, state, cell) - body - exact(r, state.time)) / scale);
        });
    };
    keeper.add_ledger(run_model(model, options).ledger.residual());
}

const Tissue& never_freezing() {
    static const Tissue tissue{
        "medium", ThermalLaw::never_freezing({perfused.phase.conductivity, perfused.phase.heat_capacity}),
        perfused.perfusion, body, 0};
    return tissue;
}

Score pennes_point(double spacing) {
    const double power = 0.4, from = 6 * mm;
    Model model = octant(30 * mm, spacing, never_freezing(), 60);
    add_corner_sink(model, power / 8);
    ScoreKeeper keeper;
    score_cells(keeper, model, from, exact::pennes_point(perfused, power, from, 60),
                [&](double r, double t) { return exact::pennes_point(perfused, -power, r, t); });
    return keeper.score();
}

// The sphere is a held region: a staircase of cells, held at their centres.
Score pennes_sphere(double spacing) {
    const double radius = 5 * mm, wall = 10;
    Model model = octant(30 * mm, spacing, never_freezing(), 60);
    model.regions.regions.push_back({"sphere", 0, wall});
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
        if (model.grid.cell_centre(at[0], at[1], at[2]).norm() < radius) model.regions.region[cell] = 1;
    });
    ScoreKeeper keeper;
    score_cells(keeper, model, radius, wall - body,
                [&](double r, double t) { return (wall - body) * exact::pennes_sphere(perfused, radius, r, t); });
    return keeper.score();
}

Tissue freezing(const exact::PerfusedIce& ice) {
    const double T_m = ice.freezing_temperature;
    const exact::RangeMaterial narrow{{ice.frozen_conductivity, 1.8e6}, {1.25, 2.7e6}, {ice.unfrozen_conductivity, 3.6e6},
                                      20e6, T_m - 0.1, T_m + 0.1};
    return {"tissue", law_of(narrow), ice.perfusion, ice.blood_temperature, ice.metabolic_heat};
}

// Relative error of a front that the run ends with.
template <class Measured>
Score score_end(const Model& model, double exact, const Measured& measured) {
    SettingOptions options;
    options.any_temperature = true;
    const Finished end = run_model(model, options);
    ScoreKeeper keeper;
    keeper.add(measured(frozen_volume(model, end.state)) / exact - 1);
    keeper.add_ledger(end.ledger.residual());
    return keeper.score();
}

Score steady_ice_cylinder(double spacing) {
    const exact::PerfusedIce ice{2.0, 0.5, perfused.perfusion, 0, body, -1, -100};
    const double wall = 1.2 * mm, front = exact::steady_ice_cylinder(ice, wall);
    const int n = cell_count(44 * mm, spacing);
    Model model = box_model({n, n, 1}, spacing, freezing(ice), body, 2000);
    add_corner_sink(model, exact::steady_ice_cylinder_power(ice, wall, front) * spacing / 4);
    return score_end(model, front, [&](double volume) { return std::sqrt(4 * volume / (std::numbers::pi * spacing)); });
}

Score steady_ice_sphere(double spacing) {
    const exact::PerfusedIce ice{2.0, 0.5, 2 * perfused.perfusion, 0, body, -1, -100};
    const double wall = 5 * mm, front = exact::steady_ice_sphere(ice, wall);
    Model model = octant(32 * mm, spacing, freezing(ice), 800);
    add_corner_sink(model, exact::steady_ice_sphere_power(ice, wall, front) / 8);
    return score_end(model, front, [](double volume) { return std::cbrt(6 * volume / std::numbers::pi); });
}

}  // namespace

std::vector<VerificationCase> perfused_cases() {
    const std::vector<double> two = {2 * mm, 1 * mm}, three = {2 * mm, 1 * mm, 0.5 * mm};
    return {
        {"pennes-point", "point sink of 0.4 W in perfused tissue beyond 6 mm; temperature / difference at 6 mm", 1 * mm, 0.003,
         0.06, three, 3, pennes_point},
        {"pennes-sphere", "sphere of 5 mm held colder than the perfused tissue around it; temperature / step", 1 * mm, 0.01,
         0.25, three, 1.4, pennes_sphere},
        {"steady-ice-cylinder", "ice around a line sink, steady against perfusion of 0.005 1/s; radius", 1 * mm, 0.05, 0.05,
         two, 1.5, steady_ice_cylinder},
        {"steady-ice-sphere", "ice around a point sink, steady against perfusion of 0.01 1/s; radius", 1 * mm, 0.03, 0.03, two,
         1.5, steady_ice_sphere},
    };
}

}  // namespace iceball::verify
