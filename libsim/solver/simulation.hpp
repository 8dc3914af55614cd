// A run of one model: stages, steps and output times, told to observers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "solver/ledger.hpp"
#include "solver/model.hpp"
#include "solver/observer.hpp"
#include "state/state.hpp"

namespace iceball {

class Simulation {
 public:
    // Validates nothing that `case` has checked already; throws InputError where needles cannot be coupled. The model
    // must outlive the simulation.
    explicit Simulation(const Model& model);
    ~Simulation();

    // The model as it is now: the one given, or, where tissue can flood, a copy in which cells change their tissue. Read
    // states with this one.
    const Model& model() const;
    State& state();
    const State& state() const;
    Ledger& ledger();
    const Ledger& ledger() const;

    // Everything that a checkpoint must keep; restoring it before run() goes on from that moment, with the same bits.
    std::vector<Section*> sections();

    // Longest step in the given stage from a state that is nowhere colder than a temperature [degC]; [s].
    double step_limit(int stage_number, double lowest_temperature);

    // Tissue volume of every cell over the cube's: 1 in whole cells, 0 inside needles; a cell that holds the tissue of
    // a neighbour inside a needle may exceed 1.
    const Field<double>& tissue_fraction() const;
    // Temperature of every cell [degC], nx ny nz values, x fastest; inside needles that of the wall.
    void temperature(std::vector<float>& values) const;
    std::string integrator_name() const;

    // Temperatures beyond these stop the run; by default absolute zero and 200 degC. Exact solutions with a point sink
    // have no lower bound.
    void set_allowed_temperatures(double lowest, double highest);

    // Sorted times that a step must end on exactly, besides the ends of stages; observers get at_output there.
    void set_output_times(std::vector<double> times);
    void add_observer(Observer& observer);
    // Asked between steps: true ends run() early, with the state as after the last step.
    void set_stop_request(std::function<bool()> stop);

    // Runs from the state's time to the end of the protocol, or to `until` if that comes first. Returns false if it
    // was asked to stop. Throws NumericsError on a non-finite or out-of-range state (cell, time and step are named)
    // or a ledger residual past 1e-8.
    bool run(double until = -1);

 private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace iceball
