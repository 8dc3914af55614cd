// What happens inside tissue: perfusion (B7, uniform and beside steady ice), metabolism, melting back (B12).
#include <cmath>

#include "exact/conduction.hpp"
#include "exact/pennes.hpp"
#include "verify/case_groups.hpp"
#include "verify/setting.hpp"

namespace iceball::verify {
namespace {

constexpr double blood = 1050.0 * 3617;  // rho_b c_b [J/m3/K]
const exact::RangeMaterial tissue{{2.0, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 250e6, -8, -1};

// Half-space at body temperature, its wall cooled to 10 degC; nothing freezes.
Score pennes_plane(double spacing) {
    const exact::PennesTissue perfused{tissue.unfrozen, 0.005 * blood};
    const double T_b = 37, T_0 = 10;
    ScoreKeeper keeper;
    for (const SlabShape& shape : all_slab_shapes()) {
        const int count = int(std::lround(60 * mm / spacing));
        const Model model = slab_model(shape, count, spacing, {"tissue", law_of(tissue), perfused.perfusion, T_b, 0}, T_b,
                                       FixedTemperature{T_0}, Insulated{}, 300);
        SettingOptions options;
        options.times = {60, 120, 300};
        options.sample = [&](const State& state) {
            for (int n = 0; n < count; ++n) {
                const double theta = (temperature_of(model, state, shape.cell(model.grid, n)) - T_b) / (T_0 - T_b);
                keeper.add(theta - exact::pennes_plane(perfused, (n + 0.5) * spacing, state.time));
            }
        };
        keeper.add_ledger(run_model(model, options).ledger.residual());
    }
    return keeper.score();
}

// Insulated tissue that perfusion and metabolism warm, in which explicit steps make the only error; and ice, which
// neither may touch. Relative to the whole rise.
Score uniform(double spacing) {
    const exact::PennesTissue perfused{tissue.unfrozen, 0.005 * blood};
    const double heat = 20000, start = 20, rise = 17 + heat / perfused.perfusion;
    ScoreKeeper keeper;
    const Model warm = box_model({5, 4, 3}, spacing, {"tissue", law_of(tissue), perfused.perfusion, 37, heat}, start, 500);
    SettingOptions options;
    options.times = every(50, 500);
    options.sample = [&](const State& state) {
        const double exact = exact::pennes_uniform(perfused, heat, 37, start, state.time);
        for_each_cell(warm.grid, [&](const Index3&, std::ptrdiff_t cell) {
            keeper.add((temperature_of(warm, state, cell) - exact) / rise);
        });
    };
    keeper.add_ledger(run_model(warm, options).ledger.residual());

    const Model frozen = box_model({5, 4, 3}, spacing, {"ice", law_of(tissue), perfused.perfusion, 37, heat}, -20, 500);
    const Finished end = run_model(frozen);
    for_each_cell(frozen.grid, [&](const Index3&, std::ptrdiff_t cell) {
        keeper.add((temperature_of(frozen, end.state, cell) + 20) / rise);
    });
    keeper.add_ledger(end.ledger.residual());
    return keeper.score();
}

// Metabolism alone: the heat of every step counts in full, or the temperature at the end is off. The duration is no whole
// number of steps.
Score metabolism(double spacing) {
    const double heat = 20000, duration = 123.4567;
    const Model model = box_model({5, 4, 3}, spacing, {"tissue", law_of(tissue), 0, 37, heat}, 20, duration);
    const double rise = exact::pennes_uniform({tissue.unfrozen, 0}, heat, 37, 20, duration) - 20;
    const Finished end = run_model(model);
    ScoreKeeper keeper;
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) {
        keeper.add((temperature_of(model, end.state, cell) - 20) / rise - 1);
    });
    keeper.add(end.state.time / duration - 1);
    keeper.add_ledger(end.ledger.residual());
    return keeper.score();
}

// Ice beside a wall at -20 degC that has stopped growing against perfusion. A steady front locks onto a cell: the last
// frozen cell would have to pull the next one, warm and perfused as a whole, down to freezing. The ice stays up to one and
// a half cells too thin.
Score steady_ice(double spacing) {
    const exact::PerfusedIce ice{2.0, 0.5, 0.002 * blood, 0, 37, -1, -20};
    const exact::RangeMaterial narrow{{2.0, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 100e6, -1.1, -0.9};
    const Model model = slab_model({}, int(std::lround(72 * mm / spacing)), spacing,
                                   {"tissue", law_of(narrow), ice.perfusion, ice.blood_temperature, 0}, 37,
                                   FixedTemperature{ice.wall_temperature}, Insulated{}, 2 * 3600);
    const Finished end = run_model(model);
    ScoreKeeper keeper;
    keeper.add(frozen_volume(model, end.state) / (4 * spacing * spacing) / exact::steady_ice_plane(ice) - 1);
    keeper.add_ledger(end.ledger.residual());
    return keeper.score();
}

// An insulated box, half cold and half warm, of one or two tissues in four quarters, left until it is at one temperature. A
// source adds known heat in the first minutes: without any exchange at all the ledger would have nothing to be relative to.
Score melt_back(double spacing) {
    const exact::RangeMaterial gel{{2.2, 1.9e6}, {1.2, 3.0e6}, {0.6, 4.1e6}, 300e6, -0.5, -0.5};
    struct Setting {
        double cold, warm, heat;  // [degC], [degC], [J/m3] on average over the box
    };
    ScoreKeeper keeper;
    // Ends in the mush; with all the ice molten; with all frozen; at the freezing point of the gel.
    for (const Setting& setting : {Setting{-120, 37, 60e6}, {-5, 60, 90e6}, {-180, -20, 60e6}, {-60, 50, 60e6}}) {
        for (bool with_gel : {false, true}) {
            Model model = box_model({4, 4, 4}, spacing, {"tissue", law_of(tissue)}, 0, 3000);
            if (with_gel) add_layer(model, {1, false}, 2, {"gel", law_of(gel)});
            const double quarter = 16 * model.grid.cell_volume(), heat = 4 * quarter * setting.heat;
            const Vector3 near(0.3 * spacing, 0.3 * spacing, 0.3 * spacing);
            model.sources.push_back({"heater", near, model.grid.upper() - near,
                                     TimeTable({0.0, 50.0, 150.0, 200.0}, {0, heat / 150, heat / 150, 0})});
            SettingOptions options;
            options.prepare = [&](const Model& m, State& state) {
                for_each_cell(m.grid, [&](const Index3& at, std::ptrdiff_t cell) {
                    set_temperature(m, state, cell, at[0] < 2 ? setting.cold : setting.warm);
                });
            };
            const exact::RangeMaterial& second = with_gel ? gel : tissue;
            const exact::Equilibrium exact = exact::equilibrium({{tissue, quarter, setting.cold},
                                                                 {tissue, quarter, setting.warm},
                                                                 {second, quarter, setting.cold},
                                                                 {second, quarter, setting.warm}},
                                                                heat);
            const Finished end = run_model(model, options);
            for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) {
                keeper.add((temperature_of(model, end.state, cell) - exact.temperature) / (setting.warm - setting.cold));
            });
            keeper.add((frozen_volume(model, end.state) - exact.frozen_volume) / (4 * quarter));
            keeper.add_ledger(end.ledger.residual());
        }
    }
    return keeper.score();
}

}  // namespace

std::vector<VerificationCase> tissue_cases() {
    const std::vector<double> three = {2 * mm, 1 * mm, 0.5 * mm}, one = {2 * mm};
    return {
        {"pennes-plane", "perfused half-space, wall suddenly colder, along six directions; temperature / step of the wall",
         1 * mm, 0.003, 0.01, three, 1.7, pennes_plane},
        {"pennes-uniform", "insulated tissue warmed by perfusion and metabolism, and ice that they leave alone; rise", 1 * mm,
         0.002, 0.003, {1 * mm}, 0, uniform},
        {"metabolism", "insulated tissue warmed by metabolism for 123.4567 s; rise, and time at the end", 2 * mm, 1e-11, 1e-11,
         one, 0, metabolism},
        {"steady-ice", "ice beside a wall at -20 degC, steady against perfusion; thickness", 1 * mm, 0.09, 0.09, {2 * mm, 1 * mm}, 0,
         steady_ice},
        {"melt-back", "insulated boxes of one and two tissues, half cold, half warm; end temperature and ice", 2 * mm, 1e-6,
         1e-5, one, 0, melt_back},
    };
}

}  // namespace iceball::verify
