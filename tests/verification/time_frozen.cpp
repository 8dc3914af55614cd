// Time frozen in one dimension, as history keeps it of a run, against counts of its steps and against exact passages.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "exact/plane.hpp"
#include "outcome/history.hpp"
#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

const exact::SharpMaterial slab{{2.0, 1.9e6}, {0.5, 3.6e6}, 250e6, 0};

// Adds up the durations of the steps at whose end a cell is frozen, and counts how often that changes.
class StepCount : public Observer {
 public:
    void begin(const Model& model, const State& state) override {
        for (int n = 0; n < model.grid.nx(); ++n) cells_.push_back(model.grid.index(n, 0, 0));
        time.assign(cells_.size(), 0.0);
        passages.assign(cells_.size(), 0);
        for (std::ptrdiff_t cell : cells_) frozen_.push_back(is_frozen(model, state, cell));
    }
    void after_step(const Model& model, const State& state, const Ledger&, const StepReport& report) override {
        longest_step = std::max(longest_step, report.duration);
        for (std::size_t n = 0; n < cells_.size(); ++n) {
            const bool frozen = is_frozen(model, state, cells_[n]);
            if (frozen) time[n] += report.duration;
            if (frozen != frozen_[n]) ++passages[n];
            frozen_[n] = frozen;
        }
    }

    std::vector<double> time;  // [s]
    std::vector<int> passages;
    double longest_step = 0;

 private:
    static bool is_frozen(const Model& model, const State& state, std::ptrdiff_t cell) {
        return model.tissue_at(cell).law.liquid_fraction(state.enthalpy[cell]) < 0.5;
    }
    std::vector<std::ptrdiff_t> cells_;
    std::vector<bool> frozen_;
};

struct Watched {
    std::vector<double> time_frozen;  // of the cells along the slab [s]
    StepCount count;
};

Watched watch(const Model& model) {
    Simulation simulation(model);
    History history(model, simulation.tissue_fraction());
    Watched watched;
    simulation.add_observer(history);
    simulation.add_observer(watched.count);
    simulation.run();
    const HistoryFields fields = history.total();
    for (int n = 0; n < model.grid.nx(); ++n) watched.time_frozen.push_back(fields.time_frozen[model.grid.index(n, 0, 0)]);
    return watched;
}

// History keeps single precision: of the time, 600 s, a few 1e-5 s.
constexpr double rounding = 1e-3;

}  // namespace

TEST_CASE("time frozen beside a cold wall is that of the front's passage", "[verify]") {
    const double duration = 600;
    const Model model = slab_model({}, 60, 1 * mm, {"slab", law_of(slab)}, 37, FixedTemperature{-150}, Insulated{}, duration);
    const Watched watched = watch(model);
    const exact::SharpPlane plane(slab, -150, 37);
    int frozen = 0;
    for (int n = 0; n < model.grid.nx(); ++n) {
        const auto at = std::size_t(n);
        REQUIRE(watched.count.passages[at] <= 1);
        CHECK(std::abs(watched.time_frozen[at] - watched.count.time[at]) <= watched.count.longest_step + rounding);
        const double middle = (n + 0.5) * mm, passage = duration * std::pow(middle / plane.front(duration), 2);
        if (passage < 60 || passage > duration) continue;
        // A cell is half frozen when the front, counted by f_l, is at its middle. That front is right within 2 % of its
        // depth (the case `neumann` of `iceball verify`), which grows as the root of time: the passage within 4 %.
        CHECK(std::abs(duration - watched.time_frozen[at] - passage) <= 0.04 * passage);
        ++frozen;
    }
    CHECK(frozen > 10);
}

TEST_CASE("time frozen of cells that freeze and thaw is counted to one step a passage", "[verify]") {
    // Heat is taken out of the first half of an insulated slab, then put back, twice.
    Model model = slab_model({}, 24, 1 * mm, {"slab", law_of(slab)}, 5, Insulated{}, Insulated{}, 400);
    const Vector3 start(0, 1 * mm, 1 * mm);
    const double power = -48e-9 * 300e6 / 100;  // [W], 300 MJ/m3 in 100 s over the volume of the half
    model.sources.push_back({"coil", start, start + Vector3(12 * mm, 0, 0),
                             TimeTable({0, 99.9, 100, 199.9, 200, 299.9, 300, 400}, {power, power, -power, -power, power, power, -power, -power})});
    const Watched watched = watch(model);
    int twice = 0, never = 0;
    for (int n = 0; n < model.grid.nx(); ++n) {
        const auto at = std::size_t(n);
        const int passages = watched.count.passages[at];
        CHECK(std::abs(watched.time_frozen[at] - watched.count.time[at]) <= passages * watched.count.longest_step + rounding);
        twice += passages >= 4;
        never += passages == 0;
    }
    CHECK(twice > 4);
    CHECK(never > 4);
}
