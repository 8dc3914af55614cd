#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/parallel.hpp"
#include "outcome/history.hpp"
#include "support/given_fields.hpp"
#include "support/memory_archive.hpp"

using namespace iceball;
using namespace iceball::testing;

namespace {

// Shows a history the states of a prescribed temperature(position, time), step by step through the protocol.
template <class Temperature>
void show(History& history, const Model& model, double step, double from, double until, Temperature&& temperature) {
    const auto state_of = [&](double time) {
        State state = given_state(model, [&](const Vector3& p) { return temperature(p, time); });
        state.time = time;
        return state;
    };
    const Ledger ledger;
    history.begin(model, state_of(from));
    long number = 0;
    for (std::size_t s = 0; s < model.protocol.stages.size(); ++s) {
        const Stage& stage = model.protocol.stages[s];
        double time = std::max(stage.start, from);
        while (time < std::min(stage.end(), until) - 1e-9) {
            const double duration = std::min(step, stage.end() - time);
            history.after_step(model, state_of(time + duration), ledger, {time, duration, &stage, int(s), ++number, "test"});
            time += duration;
        }
    }
}

Model two_cycle_model(double freeze, double thaw) {
    Model model = cube_model(4, 1e-3);
    for (int cycle = 0; cycle < 2; ++cycle) {
        model.protocol.stages.push_back({StageKind::freeze, 0, freeze, 0, {{true, 1}}});
        model.protocol.stages.push_back({StageKind::thaw, 0, thaw, 0, {{false, 1}}});
    }
    lay_out(model.protocol);
    return model;
}

// 10 degC -> -40 degC -> 10 degC in each cycle of 200 s, a cosine.
double swing(double time) { return -15 + 25 * std::cos(2 * std::numbers::pi * time / 200); }
// How long it is below a temperature in each cycle, and its slope there.
double time_below(double level) { return 200 * (1 - std::acos((level + 15) / 25) / std::numbers::pi); }
double slope_at(double level) {
    return 25 * 2 * std::numbers::pi / 200 * std::sqrt(1 - std::pow((level + 15) / 25, 2));
}

}  // namespace

TEST_CASE("Outcome: history of a prescribed swing, per cycle and in total", "[outcome]") {
    const Model model = two_cycle_model(120, 80);
    const Field<double> fractions = tissue_fractions(model.grid);
    HistorySettings settings{{0, -20}, {-20, -60}};
    History history(model, fractions, settings);
    const double step = GENERATE(0.7, 0.07);  // does not divide the stages; seen one by one, three at a time
    show(history, model, step, 0, 400, [](const Vector3&, double t) { return swing(t); });
    const std::ptrdiff_t cell = model.grid.index(2, 1, 3);

    const ThermalLaw& law = model.tissues[0].law;
    const double half_frozen = law.temperature(law.enthalpy_at_liquid_fraction(0.5));
    // Interpolated within a step: the error is second order in the step, far below one step.
    const double close = 0.02;
    for (int cycle : {1, 2}) {
        const HistoryFields fields = history.cycle(cycle);
        CHECK(fields.minimum_temperature[cell] == Approx(-40).margin(25 * std::pow(step * std::numbers::pi / 200, 2)));
        CHECK(fields.time_frozen[cell] == Approx(time_below(half_frozen)).margin(close));
        CHECK(fields.time_below[0][cell] == Approx(time_below(0)).margin(close));
        CHECK(fields.time_below[1][cell] == Approx(time_below(-20)).margin(close));
        CHECK(fields.freeze_count[cell] == 1);
        CHECK(fields.cooling_rate[0][cell] == Approx(slope_at(-20)).epsilon(0.01));
        CHECK(fields.thaw_rate[0][cell] == Approx(slope_at(-20)).epsilon(0.01));
        CHECK(std::isnan(fields.cooling_rate[1][cell]));
    }
    const HistoryFields total = history.total();
    CHECK(total.minimum_temperature[cell] < -39.9f);
    CHECK(total.time_frozen[cell] == Approx(2 * time_below(half_frozen)).margin(2 * close));
    CHECK(total.time_below[1][cell] == Approx(2 * time_below(-20)).margin(2 * close));
    CHECK(total.freeze_count[cell] == 2);

    const std::vector<NamedHistoryField> named = named_fields(total, settings);
    const auto find = [&](const std::string& name) {
        return std::find_if(named.begin(), named.end(), [&](const NamedHistoryField& f) { return f.name == name; });
    };
    REQUIRE(find("time_below_-20") != named.end());
    CHECK(find("time_below_-20")->field == &total.time_below[1]);
    CHECK(find("thaw_rate_-60")->field == &total.thaw_rate[1]);
    CHECK(named.size() == 3 + 2 + 4);
}

TEST_CASE("Outcome: a cell that stays frozen between cycles is booked to both", "[outcome]") {
    const Model model = two_cycle_model(60, 40);  // cycles end at 100 and 200 s: the swing's coldest and its end
    const Field<double> fractions = tissue_fractions(model.grid);
    History history(model, fractions, {{-20}, {-20}});
    show(history, model, 0.5, 0, 200, [](const Vector3&, double t) { return swing(t); });
    const std::ptrdiff_t cell = model.grid.index(0, 0, 0);
    const HistoryFields first = history.cycle(1), second = history.cycle(2);
    CHECK(first.time_below[0][cell] == Approx(0.5 * time_below(-20)).margin(0.02));
    CHECK(second.time_below[0][cell] == Approx(0.5 * time_below(-20)).margin(0.02));
    CHECK(first.freeze_count[cell] == 1);
    CHECK(second.freeze_count[cell] == 0);
    CHECK(second.minimum_temperature[cell] == Approx(-40).margin(1e-4));
    CHECK(std::isnan(second.cooling_rate[0][cell]));
    CHECK(std::isnan(first.thaw_rate[0][cell]));
    CHECK(history.total().thaw_rate[0][cell] == Approx(slope_at(-20)).epsilon(0.01));
}

TEST_CASE("Outcome: history in the middle of a freeze, resumed, and with other threads", "[outcome]") {
    // With short steps it stops between two looks.
    const auto [step, stop] = GENERATE(std::pair(0.5, 90.0), std::pair(0.07, 90.02));
    const Model model = two_cycle_model(120, 80);
    const Field<double> fractions = tissue_fractions(model.grid);
    const auto temperature = [](const Vector3& p, double t) { return swing(t + 1e4 * p.x()); };
    History straight(model, fractions);
    show(straight, model, step, 0, 260, temperature);

    const int threads = omp_get_max_threads();
    omp_set_num_threads(3);
    History first(model, fractions);
    show(first, model, step, 0, stop, temperature);
    // In the middle of the freeze, time below is counted up to now.
    const std::ptrdiff_t cell = model.grid.index(2, 0, 0);
    const double shift = 5, below = stop + shift - 200 * std::acos((-20.0 + 15) / 25) / (2 * std::numbers::pi);
    CHECK(first.cycle(1).time_below[1][cell] == Approx(below).margin(0.02));

    MemoryArchive archive;
    first.serialize(archive);
    archive.set_restoring(true);
    History second(model, fractions);
    second.serialize(archive);
    show(second, model, step, stop, 260, temperature);
    omp_set_num_threads(threads);

    const HistoryFields a = straight.total(), b = second.total();
    const auto fields_a = named_fields(a, straight.settings()), fields_b = named_fields(b, second.settings());
    for (std::size_t n = 0; n < fields_a.size(); ++n)
        for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t c) {
            const float x = (*fields_a[n].field)[c], y = (*fields_b[n].field)[c];
            if (!(x == y || (std::isnan(x) && std::isnan(y)))) FAIL(fields_a[n].name << ": " << x << " and " << y);
        });
    SUCCEED();
}

TEST_CASE("Outcome: cells inside a needle go through what its wall does", "[outcome]") {
    Model model = two_cycle_model(10, 10);
    model.needles.push_back({"A", {{-0.5e-3, -0.5e-3, -2e-3}, {0, 0, 1}, 0.3e-3, 0, 4e-3}, nullptr, 0});
    Field<double> fractions = tissue_fractions(model.grid);
    for (int k = 0; k < 4; ++k) fractions[model.grid.index(1, 1, k)] = 0;
    State state = given_state(model, [](const Vector3&) { return 10.0; });
    state.needles.resize(1);
    state.needles[0].wall_temperature = {10, 10, 10, 10};
    History history(model, fractions);
    history.begin(model, state);
    state.needles[0].wall_temperature = {-100, -50, -10, 5};
    history.after_step(model, state, Ledger(), {0, 10, &model.protocol.stages[0], 0, 1, "test"});
    const HistoryFields fields = history.cycle(1);
    CHECK(fields.minimum_temperature[model.grid.index(1, 1, 0)] == Approx(-100));
    CHECK(fields.minimum_temperature[model.grid.index(1, 1, 3)] == Approx(5));
    CHECK(fields.minimum_temperature[model.grid.index(2, 1, 0)] == Approx(10));
    CHECK(fields.time_below[0][model.grid.index(1, 1, 2)] == Approx(5));  // 10 -> -10 degC in 10 s
}
