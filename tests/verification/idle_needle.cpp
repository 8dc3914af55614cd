// A needle without metal that is off exchanges nothing; one that is on cools; heat of needles is what the ledger says.
#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

const exact::RangeMaterial tissue{{2.0, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 250e6, -8, -1};

struct ColdWall : ExchangeModel {
    WallDrive drive(const WallMoment&) const override { return {WallDrive::Kind::temperature, -140, 0, 1}; }
    std::string name() const override { return "cold wall"; }
};

}  // namespace

TEST_CASE("an idle needle without metal is an adiabatic hole", "[verify]") {
    Model model = box_model({20, 20, 20}, 2 * mm, {"tissue", law_of(tissue)}, 37, 0);
    model.needles.push_back({"A", {{20.3 * mm, 19.1 * mm, 8 * mm}, Vector3(0, 0, 1), 1.2 * mm, 0, 24 * mm},
                             std::make_shared<ColdWall>(), 0});
    model.protocol.stages = {{StageKind::freeze, 0, 60, 1, {{true, 1.0}}}, {StageKind::thaw, 0, 60, 1, {{false, 1.0}}}};
    lay_out(model.protocol);
    std::vector<double> heat, booked, stored;
    Simulation simulation(model);
    struct Recorder : Observer {
        std::function<void()> record;
        void at_output(const Model&, const State&, const Ledger&) override { record(); }
    } recorder;
    recorder.record = [&] {
        heat.push_back(simulation.state().needles[0].heat);
        booked.push_back(simulation.ledger().heat(LedgerTerm::needles));
        stored.push_back(simulation.ledger().stored());
    };
    simulation.add_observer(recorder);
    simulation.run();
    REQUIRE(heat.size() == 2);
    CHECK(heat[0] < -100);  // some 30 W for a minute
    CHECK(heat[1] == heat[0]);
    CHECK(booked[1] == Approx(heat[1]).epsilon(1e-12));
    // The box is insulated: all that the needle took is missing, and stays missing.
    CHECK(stored[0] == Approx(heat[0]).epsilon(1e-11));
    CHECK(stored[1] == Approx(stored[0]).epsilon(1e-11));
    CHECK(simulation.ledger().residual() <= ledger_tolerance);
}
