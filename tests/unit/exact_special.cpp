// Special functions and the root finder of the exact solutions, against values of Abramowitz & Stegun's tables and
// identities.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "exact/root.hpp"
#include "exact/special.hpp"

using namespace iceball::exact;

TEST_CASE("scaled functions agree with the plain ones and stay finite", "[exact]") {
    CHECK(exponential_integral(1.0) == Approx(0.219383934395520).epsilon(1e-13));
    CHECK(exponential_integral(0.1) == Approx(1.822923958419391).epsilon(1e-13));
    for (double z : {0.01, 0.5, 3.0, 12.0, 24.9}) {
        CHECK(scaled_erfc(z) == Approx(std::exp(z * z) * std::erfc(z)).epsilon(1e-12));
        CHECK(scaled_exponential_integral(z) == Approx(std::exp(z) * exponential_integral(z)).epsilon(1e-12));
        CHECK(log_erfc(z) == Approx(std::log(std::erfc(z))).epsilon(1e-12));
    }
    CHECK(log_exponential_integral(2.0) == Approx(std::log(0.048900510708061)).epsilon(1e-12));
    // No step where the series take over.
    const double below = 1 - 4e-16;
    CHECK(scaled_erfc(25 * below) == Approx(scaled_erfc(25)).epsilon(1e-13));
    CHECK(scaled_exponential_integral(100 * below) == Approx(scaled_exponential_integral(100)).epsilon(1e-13));
    // z exp(z^2) erfc(z) -> 1/sqrt(pi), z exp(z) E1(z) -> 1.
    CHECK(1e6 * scaled_erfc(1e6) == Approx(0.564189583547756).epsilon(1e-11));
    CHECK(1e6 * scaled_exponential_integral(1e6) == Approx(1 - 1e-6).epsilon(1e-11));
    CHECK(std::isfinite(log_erfc(1e5)));
}

TEST_CASE("a root is found to round-off inside its bracket", "[exact]") {
    CHECK(root([](double x) { return x * x - 2; }, 0, 5, "test") == Approx(std::sqrt(2.0)).epsilon(1e-15));
    CHECK(root([](double x) { return std::exp(-x) - 1e-8; }, 0, 700, "test") == Approx(8 * std::log(10.0)).epsilon(1e-14));
    CHECK(root([](double x) { return x < 0.3 ? -1.0 : 1.0; }, -1, 1, "test") == Approx(0.3).epsilon(1e-14));
    CHECK(root([](double x) { return x; }, 0, 1, "test") == 0.0);
    CHECK_THROWS_AS(root([](double x) { return x * x + 1; }, -1, 1, "test"), iceball::NumericsError);
    CHECK_THROWS_AS(root([](double) { return std::numeric_limits<double>::quiet_NaN(); }, -1, 1, "test"),
                    iceball::NumericsError);
}
