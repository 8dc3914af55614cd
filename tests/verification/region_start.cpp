// Regions that start at a temperature of their own: hydrodissection saline beside tissue at 37 degC.
#include <catch2/catch.hpp>

#include "support/needle_case.hpp"
#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

const exact::RangeMaterial tissue{{2.0, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 250e6, -8, -1};
const exact::RangeMaterial saline{{2.2, 1.9e6}, {1.2, 3.0e6}, {0.6, 4.2e6}, 330e6, -5, -0.5};

}  // namespace

TEST_CASE("region start: an isolated box ends at the mean by heat capacity", "[verify]") {
    Model model = box_model({9, 6, 4}, 1 * mm, {"tissue", law_of(tissue)}, 37, 1500);
    add_layer(model, {0, false}, 6, {"saline", law_of(saline)});
    model.regions.regions.back().start_temperature = 20;
    Simulation simulation(model);
    CHECK(temperature_of(model, simulation.state(), model.grid.index(5, 2, 2)) == Approx(37).epsilon(1e-12));
    CHECK(temperature_of(model, simulation.state(), model.grid.index(6, 2, 2)) == Approx(20).epsilon(1e-12));
    simulation.run();
    // Six cells deep of one, three of the other; what is left of the slowest mode is exp(-pi^2 D t / L^2) = 1e-11.
    const double mean = (6 * 3.6e6 * 37 + 3 * 4.2e6 * 20) / (6 * 3.6e6 + 3 * 4.2e6);
    for (int i = 0; i < 9; ++i)
        CHECK(temperature_of(model, simulation.state(), model.grid.index(i, 3, 1)) == Approx(mean).margin(1e-8));
    CHECK(simulation.ledger().residual() < 1e-9);  // nothing is exchanged: round-off alone
}

TEST_CASE("region start: the wall of a needle starts at the temperature around it", "[verify]") {
    Model model = needle_case::model(needle_case::cube(3 * mm, 24 * mm), {needle_case::needle(Vector3::Zero(), 0, 24e-3)}, {60});
    model.regions.regions.push_back({"saline", 0, std::nullopt, std::nullopt, 20.0});
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) { model.regions.region[cell] = at[2] >= 8; });
    const Simulation simulation(model);
    const std::vector<double>& wall = simulation.state().needles[0].wall_temperature;
    REQUIRE(wall.size() == 8);
    CHECK(wall.front() == 37);
    CHECK(wall[3] == 37);
    CHECK(wall[4] == 20);
    CHECK(wall.back() == 20);
}
