// Whole runs: the finite needle of docs/verification.md for 600 s, with the error of its volume below -20 degC.
#include <benchmark/benchmark.h>

#include <cmath>

#include "outcome/ice_volume.hpp"
#include "solver/simulation.hpp"
#include "timing_models.hpp"

namespace iceball {
namespace {

// Below -20 degC at 600 s, the needle's own volume included; axisymmetric finite volumes at 0.1 mm [m3].
constexpr double reference_volume = 11.027e-6;

void whole_run(benchmark::State& state, double spacing) {
    const int cells = int(std::lround(96e-3 / spacing));
    const Model model = needle_model(cells, spacing, 600, false);
    double error = 0, ledger = 0;
    for (auto _ : state) {
        Simulation simulation(model);
        simulation.run();
        const IceVolume volume = ice_volume(model, simulation.state(), simulation.tissue_fraction(), -20);
        error = volume.with_needles / reference_volume - 1;
        ledger = simulation.ledger().residual();
    }
    state.counters["V(-20)_error_%"] = 100 * error;
    state.counters["ledger"] = ledger;
}

BENCHMARK_CAPTURE(whole_run, 2mm, 2e-3)->Name("run/needle_600s/2mm")->Iterations(1)->Unit(benchmark::kSecond)->UseRealTime();
BENCHMARK_CAPTURE(whole_run, 1mm, 1e-3)->Name("run/needle_600s/1mm")->Iterations(1)->Unit(benchmark::kSecond)->UseRealTime();

}  // namespace
}  // namespace iceball
