// Vascular stasis: tissue that was once too cold is not perfused any more.
#include <catch2/catch.hpp>

#include <cmath>

#include "support/memory_archive.hpp"
#include "support/needle_case.hpp"
#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

// A box of the needle case's tissue that exchanges nothing but with its blood: cooled for a moment, then at 20 degC.
double after_cold(double cold, double duration) {
    Tissue tissue = needle_case::tissue();
    tissue.perfusion = 1e4;
    tissue.stasis_temperature = -19;
    Model model = box_model({4, 4, 4}, 1 * mm, tissue, cold, 1 + duration);
    Simulation simulation(model);
    simulation.run(1);
    simulation.state().enthalpy = Field<double>(model.grid, tissue.law.enthalpy(20));
    simulation.run();
    CHECK(simulation.state().stasis.size() > 0);
    return tissue.law.temperature(simulation.state().enthalpy[model.grid.index(2, 1, 3)]);
}

Model two_cycles(std::optional<double> threshold) {
    Model model = needle_case::model(needle_case::cube(3 * mm, 36 * mm), {needle_case::needle(Vector3::Zero(), 30)},
                                     {240, 400, 240});
    model.tissues.front().perfusion = 0.01 * 3.8e6;
    model.tissues.front().stasis_temperature = threshold;
    return model;
}

}  // namespace

TEST_CASE("stasis: blood warms what was never too cold, exactly, and does nothing for the rest", "[verify]") {
    // dT/dt = perfusion (37 - T) / C from 20 degC; explicit Euler in steps of dt errs by dt perfusion / 2 C of the exponent.
    const double rate = 1e4 / (1050 * 3600.0), duration = 100;
    CHECK(after_cold(-15, duration) == Approx(37 - 17 * std::exp(-rate * duration)).epsilon(1e-4));
    CHECK(after_cold(-25, duration) == Approx(20).margin(1e-9));
}

TEST_CASE("stasis: the first freeze is the same, the second grows into tissue without blood", "[verify]") {
    const Model plain_model = two_cycles(std::nullopt), stasis_model = two_cycles(-19), warm_model = two_cycles(-250);
    Simulation plain(plain_model), stasis(stasis_model), spared(warm_model);
    for (Simulation* simulation : {&plain, &stasis, &spared}) simulation->run(240);
    const auto enthalpies = [](const Simulation& s) {
        return std::vector<double>(s.state().enthalpy.data(), s.state().enthalpy.data() + s.state().enthalpy.size());
    };
    // What is too cold has no blood anyway while it is frozen.
    CHECK(enthalpies(plain) == enthalpies(stasis));
    for (Simulation* simulation : {&plain, &stasis, &spared}) simulation->run();
    CHECK(enthalpies(plain) == enthalpies(spared));
    const double with_blood = needle_case::volume(plain_model, plain, -0.5);
    const double without = needle_case::volume(stasis_model, stasis, -0.5);
    INFO("ice with blood " << with_blood << " cm3, without " << without << " cm3");
    CHECK(without > 1.02 * with_blood);
    CHECK(stasis.ledger().residual() < ledger_tolerance);
}

TEST_CASE("stasis: a restored run remembers which tissue lost its blood", "[verify]") {
    const Model model = two_cycles(-19);
    Simulation whole(model), first(model), second(model);
    for (double until : {500.0, 880.0}) whole.run(until);  // 500 s: in the thaw
    first.run(500);
    std::vector<iceball::testing::MemoryArchive> archives(first.sections().size());
    for (std::size_t n = 0; n < archives.size(); ++n) first.sections()[n]->serialize(archives[n]);
    for (std::size_t n = 0; n < archives.size(); ++n) {
        archives[n].set_restoring(true);
        second.sections()[n]->serialize(archives[n]);
    }
    second.run();
    bool same = true;
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) {
        same = same && whole.state().enthalpy[cell] == second.state().enthalpy[cell] &&
               whole.state().stasis[cell] == second.state().stasis[cell];
    });
    CHECK(same);
}
