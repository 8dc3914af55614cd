// What a stage does follows from itself and the state it begins with: stages of one run against runs of one stage each.
#include <catch2/catch.hpp>
#include <algorithm>
#include <cmath>
#include <vector>

#include "support/needle_case.hpp"
#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

std::vector<double> temperatures(const Model& model, const State& state) {
    std::vector<double> values;
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) { values.push_back(temperature_of(model, state, cell)); });
    return values;
}

}  // namespace

TEST_CASE("a stage does what it does alone from the same state", "[verify]") {
    const Grid grid({18, 17, 16}, 2 * mm, Vector3::Zero());
    const Vector3 up(0, 0, 1);
    const std::vector<Needle> needles = {
        {"A", {{14.3 * mm, 15.1 * mm, 10 * mm}, up, 1.2 * mm, 0, 8 * mm}, needle_case::wall_at(-140)},
        {"B", {{24.1 * mm, 18.6 * mm, 11 * mm}, up, 0.75 * mm, 0, 8 * mm}, needle_case::wall_at(-90)}};
    Model whole = needle_case::model(grid, needles, {1});
    whole.boundaries = insulated_box();
    whole.protocol.stages = {{StageKind::freeze, 0, 20, 1, {{true, 1.0}, {true, 1.0}}},
                             {StageKind::thaw, 0, 10, 1, {{false, 1.0}, {false, 1.0}}},
                             {StageKind::freeze, 0, 10, 1, {{false, 1.0}, {true, 1.0}}}};
    lay_out(whole.protocol);
    Simulation simulation(whole);
    for (const Stage& stage : whole.protocol.stages) {
        Model part = whole;
        part.protocol.stages = {stage};
        lay_out(part.protocol);
        Simulation alone(part);
        alone.state() = simulation.state();
        alone.state().time = 0;
        alone.run();
        const std::vector<double> before = temperatures(whole, simulation.state());
        simulation.run(stage.end());
        const std::vector<double> in_turn = temperatures(whole, simulation.state()), by_itself = temperatures(part, alone.state());
        double largest = 0, change = 0;
        for (std::size_t n = 0; n < in_turn.size(); ++n) {
            largest = std::max(largest, std::abs(in_turn[n] - by_itself[n]));
            change = std::max(change, std::abs(in_turn[n] - before[n]));
        }
        INFO(to_string(stage.kind) << " from " << stage.start << " s on");
        CHECK(change > 5);
        // Times are rounded differently.
        CHECK(largest <= 1e-9);
    }
}
