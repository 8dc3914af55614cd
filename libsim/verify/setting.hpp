// What verification cases are built from: models of one or two tissues, runs that are sampled, scores.
#pragma once

#include <functional>
#include <vector>

#include "exact/material.hpp"
#include "solver/model.hpp"
#include "solver/simulation.hpp"
#include "verify/verification_case.hpp"

namespace iceball::verify {

constexpr double mm = 1e-3;

ThermalLaw law_of(const exact::SharpMaterial& material);
ThermalLaw law_of(const exact::RangeMaterial& material);

Boundaries insulated_box();
// One stage in which nothing acts.
Protocol waiting(double duration);
// Times from every to end, equally spaced.
std::vector<double> every(double interval, double end);

// A box with one corner at the origin, of one tissue, insulated on all sides.
Model box_model(Index3 cells, double spacing, const Tissue& tissue, double initial_temperature, double duration);

// A slab: `count` cells deep and two wide, its depth counted from the lower end of `axis` or, reversed, from the upper.
struct SlabShape {
    int axis = 0;
    bool reversed = false;

    Face near_face() const { return Face(2 * axis + (reversed ? 1 : 0)); }
    Face far_face() const { return Face(2 * axis + (reversed ? 0 : 1)); }
    // Padded index of the cell at a depth.
    std::ptrdiff_t cell(const Grid& grid, int depth) const;
};
// All six ways in which a slab can lie.
std::vector<SlabShape> all_slab_shapes();
Model slab_model(const SlabShape& shape, int count, double spacing, const Tissue& tissue, double initial_temperature,
                 const Boundary& near, const Boundary& far, double duration);
// Makes cells from `depth` on of another tissue.
void add_layer(Model& model, const SlabShape& shape, int depth, const Tissue& tissue);

struct SettingOptions {
    std::vector<double> times;                      // when `sample` is called
    std::function<void(const State&)> sample = {};  // may be empty
    std::function<void(const Model&, State&)> prepare = {};  // changes the initial state
    bool any_temperature = false;                   // exact solutions with sinks have no lower bound
};
struct Finished {
    State state;
    Ledger ledger;
    long steps;
};
// Runs the model to its end, on one thread: these models are so small that waking other threads takes longer than the work.
Finished run_model(const Model& model, const SettingOptions& options = {});

// Sets the temperature of one cell.
void set_temperature(const Model& model, State& state, std::ptrdiff_t cell, double temperature);
double temperature_of(const Model& model, const State& state, std::ptrdiff_t cell);
// Sum over cells of 1 - f_l, times the cell volume [m3].
double frozen_volume(const Model& model, const State& state);

class ScoreKeeper {
 public:
    void add(double relative_error);
    // The same of a front, which is kept to be drawn.
    void add_front(const FrontSample& front);
    void add_ledger(double residual);
    Score score() const;

 private:
    double sum_of_squares_ = 0, max_ = 0, residual_ = 0;
    int samples_ = 0;
    std::vector<FrontSample> fronts_;
};

}  // namespace iceball::verify
