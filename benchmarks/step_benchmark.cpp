// What one explicit step costs against the least that any explicit step could: a bare 7-point sweep over the same grid.
//
// Medians of five repetitions of both, taken in turns in one process; the ratio is printed and the exit code is 1 if it
// exceeds 2.5. The same for a step with every model of tissue and all history fields, against the plain step (1.6; a ratio of
// processor times, per step of the same grid). The correctness figures: the sweep keeps a linear field, the step keeps the ledger.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <map>
#include <optional>
#include <string>

#include "core/waiting.hpp"
#include "laplacian.hpp"
#include "outcome/history.hpp"
#include "solver/simulation.hpp"
#include "tissue/library.hpp"
#include "timing_models.hpp"

namespace iceball {
namespace {

constexpr int cells = 192;
constexpr double spacing = 1e-3;
constexpr double largest_ratio = 2.5, largest_ratio_of_everything = 1.6;
constexpr double coldest_tissue = -140;  // the wall's [degC]

// Wall time and processor time of all threads since it was made. On a machine that others use, the ratio of processor
// times is the steadier of the two.
class Stopwatch {
 public:
    double wall() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }
    double processor() const { return double(std::clock() - clock_) / CLOCKS_PER_SEC; }

 private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::clock_t clock_ = std::clock();
};

void bare_sweep(benchmark::State& state) {
    const Grid grid({cells, cells, cells}, spacing, Vector3::Zero());
    Field<double> before(grid), after(grid);
    for (int k = -1; k <= cells; ++k)
        for (int j = -1; j <= cells; ++j)
            for (int i = -1; i <= cells; ++i) before[grid.index(i, j, k)] = 1 + i + 2.0 * j - 3.0 * k;
    constexpr int sweeps = 10;
    double processor = 0;
    for (auto _ : state) {
        const Stopwatch watch;
        for (int n = 0; n < sweeps; ++n) {
            laplacian_sweep(grid, before, after, 0.1);
            benchmark::ClobberMemory();
        }
        state.SetIterationTime(watch.wall() / sweeps);
        processor += watch.processor() / sweeps;
    }
    double worst = 0;
    for_each_cell(grid, [&](Index3, std::ptrdiff_t c) { worst = std::max(worst, std::abs(after[c] - before[c])); });
    state.counters["processor_ms"] = 1e3 * processor / double(state.iterations());
    state.counters["error"] = worst;  // of a linear field, which the Laplacian must keep
    state.SetItemsProcessed(std::int64_t(state.iterations()) * std::int64_t(grid.cell_count()));
}

class StepCounter : public Observer {
 public:
    void after_step(const Model&, const State&, const Ledger&, const StepReport&) override { ++steps; }
    long steps = 0;
};

// Two tissues of the library, with the k(T) and c(T) of their ice.
void take_library_tissues(Model& model, Release release) {
    const char* const names[] = {"kidney", "renal tumour"};
    for (std::size_t n = 0; n < model.tissues.size(); ++n) {
        TissueProperties properties = properties_of(*find_tissue(names[n]));
        properties.release = release;
        model.tissues[n] = make_tissue(names[n], properties, Blood{});
    }
}

enum class With { the_step, everything };

// Without a release: constant phases. Everything: vascular stasis in all tissues, and history.
void explicit_step(benchmark::State& state, std::optional<Release> release, With with) {
    Model model = needle_model(cells, spacing, 600, true);
    if (release) take_library_tissues(model, *release);
    if (with == With::everything)
        for (Tissue& tissue : model.tissues) tissue.stasis_temperature = -19;
    Simulation simulation(model);
    std::optional<History> history;
    if (with == With::everything) simulation.add_observer(history.emplace(simulation.model(), simulation.tissue_fraction()));
    StepCounter counter;
    simulation.add_observer(counter);
    // Past the first steps, so that ice, mush and unfrozen tissue all occur.
    const double step = simulation.step_limit(0, coldest_tissue);
    simulation.run(10 * step);
    double processor = 0;
    for (auto _ : state) {
        const double until = simulation.state().time + 30 * step;
        const long before = counter.steps;
        const Stopwatch watch;
        simulation.run(until);
        state.SetIterationTime(watch.wall() / double(counter.steps - before));
        processor += watch.processor() / double(counter.steps - before);
    }
    state.counters["processor_ms"] = 1e3 * processor / double(state.iterations());
    state.counters["ledger"] = simulation.ledger().residual();
    state.SetItemsProcessed(std::int64_t(state.iterations()) * std::int64_t(model.grid.cell_count()));
}

BENCHMARK(bare_sweep)->Name("step/bare_sweep_192")->UseManualTime()->Iterations(3)->Repetitions(5)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(explicit_step, constant, std::nullopt, With::the_step)->Name("step/explicit_192")->UseManualTime()->Iterations(3)->Repetitions(5)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(explicit_step, ice, Release::linear, With::the_step)->Name("step/explicit_192_ice")->UseManualTime()->Iterations(3)->Repetitions(5)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(explicit_step, dilute, Release::dilute, With::the_step)->Name("step/explicit_192_dilute")->UseManualTime()->Iterations(3)->Repetitions(5)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(explicit_step, everything, Release::dilute, With::everything)->Name("step/explicit_192_everything")->UseManualTime()->Iterations(3)->Repetitions(5)->Unit(benchmark::kMillisecond);

// Prints as usual and keeps the medians.
class MedianReporter : public benchmark::ConsoleReporter {
 public:
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs)
            if (run.aggregate_name == "median") {
                wall_[run.run_name.function_name] = run.GetAdjustedRealTime();
                processor_[run.run_name.function_name] = run.counters.at("processor_ms");
            }
        ConsoleReporter::ReportRuns(runs);
    }
    // Of medians; 0 where one of the two was not run.
    double wall_ratio() const { return ratio(wall_, "step/explicit_192", "step/bare_sweep_192"); }
    double processor_ratio() const { return ratio(processor_, "step/explicit_192", "step/bare_sweep_192"); }
    double everything_ratio() const { return ratio(processor_, "step/explicit_192_everything", "step/explicit_192"); }

 private:
    using Medians = std::map<std::string, double>;
    static double ratio(const Medians& medians, const char* of, const char* to) {
        const auto above = medians.find(of), below = medians.find(to);
        return above == medians.end() || below == medians.end() ? 0 : above->second / below->second;
    }
    Medians wall_, processor_;
};

}  // namespace
}  // namespace iceball

int main(int argc, char** argv) {
    iceball::wait_passively(argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    iceball::MedianReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    benchmark::Shutdown();
    const bool step = reporter.wall_ratio() <= iceball::largest_ratio;
    const bool everything = reporter.everything_ratio() <= iceball::largest_ratio_of_everything;
    if (reporter.wall_ratio() > 0)
        std::printf("one explicit step costs %.2f bare sweeps (%.2f in processor time; medians of five; at most %.1f): %s\n",
                    reporter.wall_ratio(), reporter.processor_ratio(), iceball::largest_ratio, step ? "good" : "TOO SLOW");
    if (reporter.everything_ratio() > 0)
        std::printf("a step with all models and history costs %.2f plain steps in processor time (at most %.1f): %s\n",
                    reporter.everything_ratio(), iceball::largest_ratio_of_everything, everything ? "good" : "TOO SLOW");
    return step && everything ? 0 : 1;
}
