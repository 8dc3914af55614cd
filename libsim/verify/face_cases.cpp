// Each kind of outer face against a formula, on all six sides of the box.
#include <cmath>

#include "exact/conduction.hpp"
#include "verify/case_groups.hpp"
#include "verify/setting.hpp"

namespace iceball::verify {
namespace {

const exact::Phase phase{0.5, 3.6e6};
const exact::RangeMaterial tissue{{2.0, 1.8e6}, {1.25, 2.7e6}, phase, 250e6, -8, -1};
constexpr double depth = 20 * mm;

Tissue plain(double heat = 0) { return {"tissue", law_of(tissue), 0, 37, heat}; }
int cell_count(double spacing) { return int(std::lround(depth / spacing)); }

// Scores the temperatures of a slab against exact(x, t), relative to `scale`.
template <class Exact>
void score_profile(ScoreKeeper& keeper, const SlabShape& shape, const Model& model, const std::vector<double>& times,
                   double scale, const Exact& exact) {
    SettingOptions options;
    options.times = times;
    options.sample = [&](const State& state) {
        for (int n = 0; n < model.grid.cells()[std::size_t(shape.axis)]; ++n) {
            const double x = (n + 0.5) * model.grid.spacing();
            keeper.add((temperature_of(model, state, shape.cell(model.grid, n)) - exact(x, state.time)) / scale);
        }
    };
    keeper.add_ledger(run_model(model, options).ledger.residual());
}

// Cooled from one side, insulated on the other.
Score insulated(double spacing) {
    ScoreKeeper keeper;
    for (const SlabShape& shape : all_slab_shapes()) {
        const Model model = slab_model(shape, cell_count(spacing), spacing, plain(), 37, FixedTemperature{5}, Insulated{}, 1500);
        score_profile(keeper, shape, model, {300, 700, 1500}, 32,
                      [](double x, double t) { return exact::insulated_slab(phase, depth, 5, 37, x, t); });
    }
    return keeper.score();
}

// Cooled from both sides: its middle plane is one of symmetry.
Score symmetric(double spacing) {
    ScoreKeeper keeper;
    for (int axis = 0; axis < 3; ++axis) {
        const SlabShape shape{axis, false};
        const Model model =
            slab_model(shape, 2 * cell_count(spacing), spacing, plain(), 37, FixedTemperature{5}, FixedTemperature{5}, 1500);
        score_profile(keeper, shape, model, {300, 700, 1500}, 32, [](double x, double t) {
            return exact::insulated_slab(phase, depth, 5, 37, std::min(x, 2 * depth - x), t);
        });
    }
    return keeper.score();
}

// Steady, with metabolic heat that leaves through one side. Cell means of the parabola differ from its values at cell
// centres by q h^2 / (24 k), and so does the scheme beside the wall.
Score heated(double spacing) {
    ScoreKeeper keeper;
    const double heat = 20000, half = 0.5 * depth, peak = exact::heated_slab(phase, half, 0, heat, half);
    for (const SlabShape& shape : all_slab_shapes()) {
        const Model model =
            slab_model(shape, cell_count(spacing) / 2, spacing, plain(heat), 37, FixedTemperature{37}, Insulated{}, 3600);
        score_profile(keeper, shape, model, {}, peak,
                      [&](double x, double) { return exact::heated_slab(phase, half, 37, heat, x); });
    }
    return keeper.score();
}

// Half-space that meets cold air; the heat that has left it is scored beside its temperatures.
Score convective(double spacing) {
    ScoreKeeper keeper;
    const double film = 150, fluid = -20, start = 37;
    for (const SlabShape& shape : all_slab_shapes()) {
        const Model model = slab_model(shape, int(std::lround(60 * mm / spacing)), spacing, plain(), start,
                                       Convection{film, fluid}, Insulated{}, 120);
        score_profile(keeper, shape, model, {30, 60, 120}, start - fluid, [&](double x, double t) {
            return exact::convective_half_space(phase, film, fluid, start, x, t);
        });
        const Finished end = run_model(model);
        const double area = 4 * spacing * spacing;
        const double heat = area * exact::convective_half_space_heat(phase, film, fluid, start, 120);
        keeper.add(end.ledger.heat(LedgerTerm::faces) / heat - 1);
    }
    return keeper.score();
}

// Steady between a warm wall and very cold air, with the front standing in the slab: theta is linear in x, which the scheme
// has exactly.
Score convective_steady(double spacing) {
    ScoreKeeper keeper;
    const double film = 200, fluid = -150, wall = 37;
    const exact::SharpMaterial sharp{{2.0, 1.8e6}, phase, 100e6, -1};
    // k_f (T_m - T_s) + k_u (wall - T_m) = L h (T_s - fluid).
    const double k_f = sharp.frozen.conductivity, T_m = sharp.freezing_temperature;
    const double warm_side = phase.conductivity * (wall - T_m);
    const double surface = (k_f * T_m + warm_side + depth * film * fluid) / (k_f + depth * film);
    const double flux = film * (surface - fluid), whole = flux * depth;
    for (const SlabShape& shape : all_slab_shapes()) {
        const Model model = slab_model(shape, cell_count(spacing), spacing, {"gel", law_of(sharp)}, wall,
                                       Convection{film, fluid}, FixedTemperature{wall}, 3 * 3600);
        const Finished end = run_model(model);
        const ThermalLaw& law = model.tissues[0].law;
        for (int n = 0; n < cell_count(spacing); ++n) {
            const double exact = law.theta_at(surface) + flux * (n + 0.5) * spacing;
            keeper.add((law.theta(end.state.enthalpy[shape.cell(model.grid, n)]) - exact) / whole);
        }
        keeper.add_ledger(end.ledger.residual());
    }
    return keeper.score();
}

}  // namespace

std::vector<VerificationCase> face_cases() {
    const std::vector<double> two = {2 * mm, 1 * mm};
    return {
        {"face-insulated", "slab cooled from one side, insulated on the other; temperature / step", 1 * mm, 0.002, 0.005, two,
         3, insulated},
        {"face-symmetric", "slab cooled from both sides against the half slab's formula; temperature / step", 1 * mm, 0.002,
         0.005, two, 3, symmetric},
        {"face-heated", "slab with metabolic heat that leaves through one side, steady; temperature / largest rise", 1 * mm,
         0.003, 0.003, two, 3, heated},
        {"face-convective", "half-space cooled by air through a film; temperature / difference, and heat", 1 * mm, 0.005, 0.02,
         two, 1.7, convective},
        {"face-convective-steady", "freezing slab between a wall and cold air, steady; theta / difference over the slab",
         2 * mm, 1e-6, 1e-6, {2 * mm}, 0, convective_steady},
    };
}

}  // namespace iceball::verify
