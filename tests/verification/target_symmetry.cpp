// A needle in the middle of a target: an eighth of the box behind planes of symmetry tells the same margins as the whole box.
#include <catch2/catch.hpp>

#include <array>

#include "outcome/target.hpp"
#include "support/needle_case.hpp"

using namespace iceball;

namespace {

constexpr double h = 1e-3;

// Margins at -1.5 and -10 degC of a ball of 6.3 mm after 93 s [m].
std::array<double, 2> margins(bool eighth) {
    const int cells = eighth ? 24 : 48;
    const double corner = eighth ? 0 : -24e-3, length = eighth ? 10e-3 : 20e-3;
    const Grid grid({cells, cells, cells}, h, Vector3::Constant(corner));
    const Vector3 tip(0, 0, eighth ? 0 : -10e-3);
    const Needle needle{"A", {tip, Vector3::UnitZ(), 0.75e-3, 0, length}, needle_case::wall_at(-140), 0};
    Model model = needle_case::model(grid, {needle}, {93});
    if (eighth)
        for (std::size_t axis = 0; axis < 3; ++axis) model.boundaries[2 * axis] = Insulated{};
    const Shape ball = Sphere{Vector3::Zero(), 6.3e-3};
    model.regions.regions.push_back({"target", 0, std::nullopt, ball});
    for_each_cell(grid, [&](const Index3& at, std::ptrdiff_t cell) {
        if (contains(ball, grid.cell_centre(at[0], at[1], at[2]))) model.regions.region[cell] = 1;
    });
    Simulation simulation(model);
    simulation.run();
    const TargetGauge gauge(model, simulation.tissue_fraction(), {1, {}});
    return {gauge.coverage(simulation.state(), -1.5).minimum_margin, gauge.coverage(simulation.state(), -10).minimum_margin};
}

}  // namespace

TEST_CASE("target: planes of symmetry through a needle, its ice and the target leave margins alone", "[needle][outcome]") {
    const auto whole = margins(false), eighth = margins(true);
    // The runs agree to about 1e-4 of the ice; 0.01 mm is a hundredth of a cell.
    for (std::size_t n = 0; n < 2; ++n) CHECK(eighth[n] == Approx(whole[n]).margin(0.01e-3));
}
