#include "verify/setting.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>

namespace iceball::verify {
namespace {

struct Sampler : Observer {
    std::function<void(const State&)> sample;
    long steps = 0;
    void after_step(const Model&, const State&, const Ledger&, const StepReport&) override { ++steps; }
    void at_output(const Model&, const State& state, const Ledger&) override {
        if (sample) sample(state);
    }
};

class OneThread {
 public:
    OneThread() : before_(omp_get_max_threads()) { omp_set_num_threads(1); }
    ~OneThread() { omp_set_num_threads(before_); }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

 private:
    int before_;
};

}  // namespace

ThermalLaw law_of(const exact::SharpMaterial& m) {
    return ThermalLaw::linear_release({m.frozen.conductivity, m.frozen.heat_capacity},
                                      {m.unfrozen.conductivity, m.unfrozen.heat_capacity}, m.latent_heat,
                                      m.freezing_temperature, m.freezing_temperature);
}

ThermalLaw law_of(const exact::RangeMaterial& m) {
    return ThermalLaw::constant_mush({m.frozen.conductivity, m.frozen.heat_capacity},
                                     {m.mush.conductivity, m.mush.heat_capacity},
                                     {m.unfrozen.conductivity, m.unfrozen.heat_capacity}, m.latent_heat, m.solidus,
                                     m.liquidus);
}

Boundaries insulated_box() {
    Boundaries boundaries;
    boundaries.fill(Insulated{});
    return boundaries;
}

Protocol waiting(double duration) {
    Protocol protocol;
    protocol.stages.push_back({StageKind::thaw, 0, duration, 1, {}});
    lay_out(protocol);
    return protocol;
}

std::vector<double> every(double interval, double end) {
    std::vector<double> times;
    for (int n = 1; n * interval < end + 0.5 * interval; ++n) times.push_back(std::min(n * interval, end));
    return times;
}

Model box_model(Index3 cells, double spacing, const Tissue& tissue, double initial_temperature, double duration) {
    const Grid grid(cells, spacing, Vector3::Zero());
    RegionMap regions{Field<std::uint8_t>(grid), {{"background", 0, std::nullopt}}};
    return Model{grid, std::move(regions), {tissue}, insulated_box(), {}, waiting(duration), {}, initial_temperature};
}

std::ptrdiff_t SlabShape::cell(const Grid& grid, int depth) const {
    Index3 at{0, 0, 0};
    at[std::size_t(axis)] = reversed ? grid.cells()[std::size_t(axis)] - 1 - depth : depth;
    return grid.index(at[0], at[1], at[2]);
}

std::vector<SlabShape> all_slab_shapes() {
    std::vector<SlabShape> shapes;
    for (int axis = 0; axis < 3; ++axis)
        for (bool reversed : {false, true}) shapes.push_back({axis, reversed});
    return shapes;
}

Model slab_model(const SlabShape& shape, int count, double spacing, const Tissue& tissue, double initial_temperature,
                 const Boundary& near, const Boundary& far, double duration) {
    Index3 cells{2, 2, 2};
    cells[std::size_t(shape.axis)] = count;
    Model model = box_model(cells, spacing, tissue, initial_temperature, duration);
    model.boundaries[std::size_t(shape.near_face())] = near;
    model.boundaries[std::size_t(shape.far_face())] = far;
    return model;
}

void add_layer(Model& model, const SlabShape& shape, int depth, const Tissue& tissue) {
    const int region = int(model.regions.regions.size()), count = model.grid.cells()[std::size_t(shape.axis)];
    model.regions.regions.push_back({tissue.name, int(model.tissues.size()), std::nullopt});
    model.tissues.push_back(tissue);
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
        const int along = at[std::size_t(shape.axis)];
        if ((shape.reversed ? count - 1 - along : along) >= depth) model.regions.region[cell] = std::uint8_t(region);
    });
}

Finished run_model(const Model& model, const SettingOptions& options) {
    const OneThread while_it_runs;
    Simulation simulation(model);
    if (options.prepare) options.prepare(model, simulation.state());
    if (options.any_temperature) simulation.set_allowed_temperatures(-1e9, 1e9);
    Sampler sampler;
    sampler.sample = options.sample;
    simulation.set_output_times(options.times);
    simulation.add_observer(sampler);
    simulation.run();
    return {simulation.state(), simulation.ledger(), sampler.steps};
}

void set_temperature(const Model& model, State& state, std::ptrdiff_t cell, double temperature) {
    const ThermalLaw& law = model.tissue_at(cell).law;
    state.enthalpy[cell] = law.enthalpy(temperature);
    state.theta[cell] = law.theta(state.enthalpy[cell]);
}

double temperature_of(const Model& model, const State& state, std::ptrdiff_t cell) {
    return model.tissue_at(cell).law.temperature(state.enthalpy[cell]);
}

double frozen_volume(const Model& model, const State& state) {
    double cells = 0;
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) {
        cells += 1 - model.tissue_at(cell).law.liquid_fraction(state.enthalpy[cell]);
    });
    return cells * model.grid.cell_volume();
}

void ScoreKeeper::add(double relative_error) {
    sum_of_squares_ += relative_error * relative_error;
    // A NaN must not slip through a comparison.
    if (!(std::abs(relative_error) <= max_)) max_ = std::abs(relative_error);
    ++samples_;
}

void ScoreKeeper::add_front(const FrontSample& front) {
    add(front.measured / front.exact - 1);
    fronts_.push_back(front);
}

void ScoreKeeper::add_ledger(double residual) { residual_ = std::max(residual_, residual); }

Score ScoreKeeper::score() const {
    return {samples_ > 0 ? std::sqrt(sum_of_squares_ / samples_) : 0, max_, samples_, residual_, fronts_};
}

}  // namespace iceball::verify
