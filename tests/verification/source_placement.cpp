// Point and line sources give their heat to the right place, however they lie in the grid.
#include <catch2/catch.hpp>

#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

const exact::RangeMaterial tissue{{2.0, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 250e6, -8, -1};

Finished run_with(const Model& model, const HeatSource& source) {
    Model with = model;
    with.sources.push_back(source);
    return run_model(with);
}

}  // namespace

TEST_CASE("a line source through the box is the two-dimensional one", "[verify]") {
    // Along x through a box of 5 x 16 x 16 cells, on the grid corner in the middle; and the same in one layer of cells, as a
    // quarter of the sink in the corner cell of a quadrant.
    const Tissue medium{"tissue", law_of(tissue)};
    const Model whole = box_model({5, 16, 16}, 2 * mm, medium, 37, 200);
    const Finished line = run_with(whole, {"line", {0, 16 * mm, 16 * mm}, {10 * mm, 16 * mm, 16 * mm}, TimeTable(-800.0 * 10 * mm)});
    const Model quadrant = box_model({1, 8, 8}, 2 * mm, medium, 37, 200);
    const Vector3 corner = quadrant.grid.cell_centre(0, 0, 0);
    const Finished point = run_with(quadrant, {"point", corner, corner, TimeTable(-800.0 * 2 * mm / 4)});
    CHECK(line.ledger.residual() <= ledger_tolerance);
    CHECK(point.ledger.residual() <= ledger_tolerance);
    CHECK(line.ledger.heat(LedgerTerm::sources) == Approx(-800.0 * 10 * mm * 200).epsilon(1e-12));
    for_each_cell(whole.grid, [&](const Index3& at, std::ptrdiff_t cell) {
        const int j = at[1] < 8 ? 7 - at[1] : at[1] - 8, k = at[2] < 8 ? 7 - at[2] : at[2] - 8;
        const double other = temperature_of(quadrant, point.state, quadrant.grid.index(0, j, k));
        if (std::abs(temperature_of(whole, line.state, cell) - other) > 1e-8) FAIL_CHECK(at[0] << " " << at[1] << " " << at[2]);
    });
    CHECK(temperature_of(quadrant, point.state, quadrant.grid.index(0, 0, 0)) < -30);
}

TEST_CASE("the heat of an oblique line source has its middle where the source has it", "[verify]") {
    const exact::Phase phase{0.5, 3.6e6};
    const Tissue medium{"medium", ThermalLaw::never_freezing({phase.conductivity, phase.heat_capacity})};
    const Model model = box_model({20, 18, 16}, 2 * mm, medium, 30, 5);
    const Vector3 from(12.3 * mm, 14.1 * mm, 9.7 * mm), to(24.9 * mm, 17.7 * mm, 20.2 * mm);
    const Finished end = run_with(model, {"oblique", from, to, TimeTable(2.0)});
    Vector3 moment = Vector3::Zero();
    double heat = 0;
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
        const double rise = temperature_of(model, end.state, cell) - 30;
        heat += rise;
        moment += rise * model.grid.cell_centre(at[0], at[1], at[2]);
    });
    CHECK(heat * phase.heat_capacity * model.grid.cell_volume() == Approx(10).epsilon(1e-9));
    CHECK((moment / heat - 0.5 * (from + to)).norm() < 0.001 * mm);
    CHECK(end.ledger.residual() <= ledger_tolerance);
}
