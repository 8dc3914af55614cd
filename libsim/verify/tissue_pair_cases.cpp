// Two tissues side by side against an independent solution on a grid eight times finer (slab_reference.hpp).
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "verify/case_groups.hpp"
#include "verify/setting.hpp"
#include "verify/slab_reference.hpp"

namespace iceball::verify {
namespace {

using exact::RangeMaterial;

// Of the order of the tissues they are named after; the exact values do not matter here, their contrast does.
const RangeMaterial kidney{{2.0, 2.0e6}, {1.25, 3.0e6}, {0.53, 4.0e6}, 250e6, -8, -1};
const RangeMaterial fat{{0.35, 1.7e6}, {0.28, 1.9e6}, {0.21, 2.1e6}, 50e6, -12, -3};
const RangeMaterial gel{{2.2, 1.9e6}, {1.4, 3.0e6}, {0.6, 4.1e6}, 300e6, -0.5, -0.5};
constexpr double fine = 0.125 * mm;
constexpr double first_layer = 10 * mm, second_layer = 40 * mm;

using Pairs = std::vector<std::pair<RangeMaterial, RangeMaterial>>;

Model pair_model(const SlabShape& shape, double spacing, const RangeMaterial& first, const RangeMaterial& second,
                 const Boundary& near, double duration) {
    const int depth = int(std::lround(first_layer / spacing));
    const int count = depth + int(std::lround(second_layer / spacing));
    Model model = slab_model(shape, count, spacing, {"first", law_of(first)}, 37, near, Insulated{}, duration);
    add_layer(model, shape, depth, {"second", law_of(second)});
    return model;
}

// A wall at -150 degC freezes through the first tissue into the second. Scores the frozen depth from 8 mm on.
Score front_through(const Pairs& pairs, double spacing) {
    ScoreKeeper keeper;
    int turn = 0;
    for (const auto& [first, second] : pairs) {
        // Another direction for each pair: an interface is the same along all of them.
        const SlabShape shape = all_slab_shapes()[std::size_t(turn++)];
        const Model model = pair_model(shape, spacing, first, second, FixedTemperature{-150}, 360);
        SlabReference reference({{first, first_layer, 37}, {second, second_layer, 37}}, fine);
        reference.set_wall(-150);
        SettingOptions options;
        options.times = every(3, 360);
        options.sample = [&](const State& state) {
            reference.advance(state.time);
            if (reference.frozen_length() > 8 * mm)
                keeper.add(frozen_volume(model, state) / (4 * spacing * spacing) / reference.frozen_length() - 1);
        };
        keeper.add_ledger(run_model(model, options).ledger.residual());
    }
    return keeper.score();
}

// A cold tissue, its far side held cold, against a warm one. Scores the heat that has crossed their interface, from 60 s
// on: what the warm tissue, insulated elsewhere, has lost.
Score contact(double spacing) {
    ScoreKeeper keeper;
    const double cold = -120;
    const Pairs pairs = {{kidney, fat}, {fat, kidney}, {gel, kidney}, {kidney, gel}};
    int turn = 0;
    for (const auto& [first, second] : pairs) {
        const SlabShape shape = all_slab_shapes()[std::size_t(turn++)];
        const Model model = pair_model(shape, spacing, first, second, FixedTemperature{cold}, 240);
        const int depth = int(std::lround(first_layer / spacing)), count = model.grid.cells()[std::size_t(shape.axis)];
        SlabReference reference({{first, first_layer, cold}, {second, second_layer, 37}}, fine);
        reference.set_wall(cold);
        double start = 0;
        const auto heat_in_second = [&](const State& state) {
            double sum = 0;
            for (int n = depth; n < count; ++n) sum += state.enthalpy[shape.cell(model.grid, n)];
            return sum * spacing;
        };
        SettingOptions options;
        options.prepare = [&](const Model& m, State& state) {
            for_each_cell(m.grid, [&](const Index3&, std::ptrdiff_t cell) {
                if (m.regions.region[cell] == 0) set_temperature(m, state, cell, cold);
            });
            start = heat_in_second(state);
        };
        options.times = every(3, 240);
        options.sample = [&](const State& state) {
            reference.advance(state.time);
            if (state.time > 59) keeper.add((start - heat_in_second(state)) / reference.heat_into_first() - 1);
        };
        keeper.add_ledger(run_model(model, options).ledger.residual());
    }
    return keeper.score();
}

Score soft_pairs(double spacing) { return front_through({{kidney, gel}, {gel, kidney}}, spacing); }
Score fat_pairs(double spacing) { return front_through({{kidney, fat}, {fat, kidney}}, spacing); }

}  // namespace

std::vector<VerificationCase> tissue_pair_cases() {
    const std::vector<double> two = {2 * mm, 1 * mm};
    return {
        {"pair-soft", "front from a wall at -150 degC through kidney into gel and through gel into kidney; frozen depth",
         1 * mm, 0.01, 0.03, two, 1.7, soft_pairs},
        {"pair-fat", "front from a wall at -150 degC through kidney into fat and through fat into kidney; frozen depth",
         1 * mm, 0.01, 0.03, two, 1.7, fat_pairs},
        {"pair-contact", "tissue at -120 degC against another at 37 degC, four pairs; heat across the interface", 1 * mm, 0.01,
         0.02, two, 1.7, contact},
    };
}

}  // namespace iceball::verify
