// The energy ledger of a box that exchanges nothing: all that is left is round-off.
#include <catch2/catch.hpp>

#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

const exact::RangeMaterial tissue{{2.0, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 250e6, -8, -1};
const exact::RangeMaterial gel{{2.2, 1.9e6}, {1.2, 3.0e6}, {0.6, 4.1e6}, 300e6, -0.5, -0.5};
const exact::RangeMaterial dry{{0.2, 1.9e6}, {0.2, 3.0e6}, {0.2, 1.9e6}, 1e6, -8, -1};

// Half cold, half warm, left alone.
Finished left_alone(Model model) {
    SettingOptions options;
    options.prepare = [](const Model& m, State& state) {
        for_each_cell(m.grid, [&](const Index3& at, std::ptrdiff_t cell) {
            set_temperature(m, state, cell, (at[0] < 6 ? -150 : 80) + 0.37 * at[1]);
        });
    };
    return run_model(model, options);
}

}  // namespace

// Against a millionth of the latent heat alone, which is all there is beside round-off here, the residuals were 6e-8 and
// 2e-8, and the runs stopped.
TEST_CASE("round-off alone does not stop a run of an isolated box", "[verify]") {
    Model model = box_model({12, 10, 10}, 1 * mm, {"tissue", law_of(tissue)}, 0, 3000);
    add_layer(model, {1, false}, 5, {"gel", law_of(gel)});
    const Finished wet = left_alone(model);
    CHECK(wet.steps > 8000);
    CHECK(wet.ledger.residual() < 1e-9);

    const Finished barely_freezing = left_alone(box_model({12, 10, 10}, 1 * mm, {"dry", law_of(dry)}, 0, 3000));
    CHECK(barely_freezing.ledger.residual() < 1e-9);
}

TEST_CASE("the ledger notices heat that is missing beyond round-off", "[verify]") {
    // As many joules of latent heat as of content; steps in which nothing is exchanged.
    const auto residual = [](double content, double missing, int steps) {
        Ledger ledger(1);
        ledger.begin(content);
        for (int n = 0; n < steps; ++n) ledger.book_stored(missing / steps);
        return ledger.residual();
    };
    CHECK(residual(0, 1e-10, 10000) == Approx(1e-4));
    // What 10000 steps may round off is 1.1e-12 of the content.
    CHECK(residual(1, 1.1e-12, 10000) < Ledger::largest_residual);
    CHECK(residual(1, 3e-12, 10000) > Ledger::largest_residual);
    CHECK(residual(1, 1e-6, 10000) > 1e-3);
    // Beside the heat that a probe exchanges it does not count.
    Ledger ledger(1);
    ledger.begin(1);
    for (int n = 0; n < 10000; ++n) {
        ledger.book_stored(-1e-5);
        ledger.book(LedgerTerm::needles, -1e-5 * (1 - 1e-6));
    }
    CHECK(ledger.residual() == Approx(1e-6).epsilon(0.01));
}
