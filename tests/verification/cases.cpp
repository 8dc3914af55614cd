// The cases of `iceball verify`, each a test: tolerances, error ratios and the ledger.
#include <catch2/catch.hpp>

#include "core/error.hpp"
#include "verify/setting.hpp"
#include "verify/verification_case.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

void check_case(const char* name) {
    const CaseResult result = evaluate(verification_case(name));
    for (const SpacingResult& at : result.spacings)
        UNSCOPED_INFO(name << " at " << 1e3 * at.spacing << " mm: rms " << at.score.rms << ", max " << at.score.max
                           << ", ledger " << at.score.ledger_residual);
    for (const std::string& failure : result.failures) FAIL_CHECK(failure);
    CHECK(result.spacings.size() == verification_case(name).spacings.size());
}

}  // namespace

TEST_CASE("verify neumann-slab", "[verify]") { check_case("neumann-slab"); }
TEST_CASE("verify neumann-water", "[verify]") { check_case("neumann-water"); }
TEST_CASE("verify range-plane", "[verify]") { check_case("range-plane"); }
TEST_CASE("verify sharp-line", "[verify]") { check_case("sharp-line"); }
TEST_CASE("verify range-line", "[verify]") { check_case("range-line"); }
TEST_CASE("verify sharp-point", "[verify]") { check_case("sharp-point"); }
TEST_CASE("verify pennes-plane", "[verify]") { check_case("pennes-plane"); }
TEST_CASE("verify pennes-uniform", "[verify]") { check_case("pennes-uniform"); }
TEST_CASE("verify metabolism", "[verify]") { check_case("metabolism"); }
TEST_CASE("verify steady-ice", "[verify]") { check_case("steady-ice"); }
TEST_CASE("verify melt-back", "[verify]") { check_case("melt-back"); }
TEST_CASE("verify pennes-point", "[verify]") { check_case("pennes-point"); }
TEST_CASE("verify pennes-sphere", "[verify]") { check_case("pennes-sphere"); }
TEST_CASE("verify steady-ice-cylinder", "[verify]") { check_case("steady-ice-cylinder"); }
TEST_CASE("verify steady-ice-sphere", "[verify]") { check_case("steady-ice-sphere"); }
TEST_CASE("verify face-insulated", "[verify]") { check_case("face-insulated"); }
TEST_CASE("verify face-symmetric", "[verify]") { check_case("face-symmetric"); }
TEST_CASE("verify face-heated", "[verify]") { check_case("face-heated"); }
TEST_CASE("verify face-convective", "[verify]") { check_case("face-convective"); }
TEST_CASE("verify face-convective-steady", "[verify]") { check_case("face-convective-steady"); }
TEST_CASE("verify pair-soft", "[verify]") { check_case("pair-soft"); }
TEST_CASE("verify pair-fat", "[verify]") { check_case("pair-fat"); }
TEST_CASE("verify pair-contact", "[verify]") { check_case("pair-contact"); }

TEST_CASE("every verification case is one of the tests above or a manufactured solution", "[verify]") {
    int others = 0;
    for (const VerificationCase& one : verification_cases()) others += one.order <= 0;
    CHECK(others == 23);
}

TEST_CASE("an unknown verification case is refused with the names of all", "[verify]") {
    CHECK_THROWS_WITH(verification_case("neumann"), Catch::Contains("neumann-slab, neumann-water, range-plane"));
}

TEST_CASE("point sink from 1 to 0.5 mm", "[verify][long]") {
    VerificationCase point = verification_case("sharp-point");
    point.spacings = {1 * mm, 0.5 * mm};
    const CaseResult result = evaluate(point);
    CAPTURE(result.spacings.back().score.rms);
    for (const std::string& failure : result.failures) FAIL_CHECK(failure);
    CHECK(result.spacings.back().score.rms < 0.01);
}

TEST_CASE("verification notices errors, missing convergence and an open ledger", "[verify]") {
    VerificationCase bad{"bad", "", 1 * mm, 0.01, 0.02, {2 * mm, 1 * mm}, 1.7, [](double) { return Score{0.005, 0.03, 9, 1e-11}; }};
    const CaseResult result = evaluate(bad);
    CHECK_FALSE(result.passed());
    CHECK(result.failures.size() == 4);  // the ledger twice, the largest error, the ratio
    bad.run = [](double spacing) { return Score{5 * spacing, 6 * spacing, 9, 0}; };
    CHECK(evaluate(bad).passed());
    CHECK(evaluate(bad).ratios.front() == Approx(2));
    bad.order = 2;
    CHECK(evaluate(bad).failures.size() == 1);
    bad.run = [](double spacing) { return Score{5e2 * spacing * spacing, 5e2 * spacing * spacing, 9, 0}; };
    CHECK(evaluate(bad).passed());
    CHECK(evaluate(bad).orders.front() == Approx(2));
    bad.run = [](double) { return Score{}; };
    CHECK_FALSE(evaluate(bad).passed());
}
