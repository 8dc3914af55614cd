// Needles that are always on: a urethral warmer, a small vessel.
#include <catch2/catch.hpp>
#include <algorithm>
#include <cmath>

#include "outcome/sensors.hpp"
#include "probe/exchange/convective.hpp"
#include "support/needle_case.hpp"
#include "tissue/library.hpp"
#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

// Urethra of 6 mm along z with saline at 43 degC in it, h = 1000 W/m2/K; two 17G probes 10 mm apart, their axes 8 mm from its
// axis, so that 4.3 mm of tissue lie between the walls.
Model prostate(bool flowing) {
    Model model = needle_case::model(needle_case::cube(2 * mm, 36 * mm), {}, {600, 300});
    model.tissues = {make_tissue("prostate", properties_of(*find_tissue("prostate")), Blood{})};
    Convective::Settings warm;
    warm.conductance = 1000 * 3.14159 * 6e-3;
    warm.gas_temperature = TimeTable(43.0);
    Needle warmer{"urethra", {Vector3(0, 0, -25 * mm), Vector3::UnitZ(), 3 * mm, 0, 50 * mm},
                  std::make_shared<Convective>(warm), 0};
    warmer.always_on = flowing;
    model.needles.push_back(warmer);
    for (double y : {-5 * mm, 5 * mm})
        model.needles.push_back({y < 0 ? "A" : "B", {Vector3(std::sqrt(39.0) * mm, y, -15 * mm), Vector3::UnitZ(), 0.735 * mm, 0,
                                 30 * mm}, needle_case::wall_at(-100), 0});
    model.protocol = needle_case::protocol({600, 300}, 3);
    for (Stage& stage : model.protocol.stages) stage.probes[0].on = false;
    lay_out(model.protocol);
    return model;
}

}  // namespace

// X12 (Favazza, Mayo): a warmer keeps the urethra sublethal with needles as near as 5 mm, and needles within 1 cm of each
// other still give lethal cooling.
TEST_CASE("warmer: the urethra stays above freezing, the target does not", "[verify]") {
    const Model with_model = prostate(true), without_model = prostate(false);
    Simulation with(with_model), without(without_model);
    with.run(600);
    without.run(600);
    const auto coldest = [](const Simulation& simulation) {
        const std::vector<double>& wall = simulation.state().needles[0].wall_temperature;
        return *std::min_element(wall.begin(), wall.end());
    };
    const PointReader between(with_model, with.tissue_fraction(), Vector3(std::sqrt(39.0) * mm + 1 * mm, 0, 0));
    INFO("coldest wall of the urethra " << coldest(with) << " degC, without a warmer " << coldest(without)
                                        << "; between the needles " << between.temperature(with.state()));
    CHECK(coldest(with) > 0);
    CHECK(coldest(without) < -20);
    CHECK(between.temperature(with.state()) < -40);
    CHECK(with.state().needles[0].heat > 0);
    // It goes on in the thaw, and begins no cycle.
    const double heat = with.state().needles[0].heat;
    with.run();
    CHECK(with.state().needles[0].power > 0);
    CHECK(with.state().needles[0].heat > heat);
    CHECK(with_model.protocol.cycle_count() == 1);
    CHECK(with.ledger().residual() < ledger_tolerance);
}
