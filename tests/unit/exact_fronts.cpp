// Exact freezing fronts against the reference values, which were computed independently and are given to the digits
// printed here, and against what the solutions must fulfil by themselves.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "exact/line_sink.hpp"
#include "exact/plane.hpp"
#include "exact/point_sink.hpp"

using namespace iceball::exact;

namespace {

const SharpMaterial water{{2.22, 2.05e6}, {0.56, 4.2e6}, 333.6e6, 0};
const RangeMaterial tissue{{2.0, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 250e6, -8, -1};
constexpr double mm = 1e-3;

Approx printed(double value, double last_digit) { return Approx(value).margin(0.51 * last_digit).epsilon(0); }

using Profile = std::vector<std::pair<double, double>>;  // position [mm], temperature [degC]

template <class Solution>
void check_profile(const Solution& solution, const Profile& profile) {
    for (const auto& [position, temperature] : profile)
        CHECK(solution.temperature(position * mm, 600) == printed(temperature, 1e-5));
}

}  // namespace

TEST_CASE("Neumann's plane front", "[exact]") {
    const SharpPlane plane(water, -100, 20);
    CHECK(plane.lambda() == printed(0.4525733697, 1e-10));
    CHECK(plane.front(60) / mm == printed(7.296157, 1e-6));
    CHECK(plane.front(300) / mm == printed(16.314703, 1e-6));
    CHECK(plane.front(600) / mm == printed(23.072474, 1e-6));
    check_profile(plane, {{2, -90.74098}, {5, -76.91461}, {10, -54.26839}, {20, -11.90309}, {30, 14.80350}});

    // Nothing to freeze and no contrast: a plain error function.
    const SharpMaterial dry{{1, 2e6}, {1, 2e6}, 0, 0};
    CHECK(SharpPlane(dry, -10, 10).temperature(3 * mm, 50) == Approx(-10 + 20 * std::erf(0.3)).epsilon(1e-12));
    // At the freezing point from the start: the one-phase transcendental equation sqrt(pi) l exp(l^2) erf(l) = Ste.
    const double l = SharpPlane(water, -100, 0).lambda();
    CHECK(std::sqrt(std::numbers::pi) * l * std::exp(l * l) * std::erf(l) == Approx(2.05e6 * 100 / 333.6e6).epsilon(1e-12));
    CHECK_THROWS_AS(SharpPlane(water, 1, 20), iceball::InputError);
    CHECK_THROWS_AS(SharpPlane(water, -100, -1), iceball::InputError);
}

TEST_CASE("plane front with a freezing range", "[exact]") {
    const RangePlane plane(tissue, -150, 37);
    CHECK(plane.p() == printed(5.2017309447e-4, 1e-14));
    CHECK(plane.q() == printed(5.4949671438e-4, 1e-14));
    CHECK(plane.solidus_front(600) / mm == printed(25.483173, 1e-6));
    CHECK(plane.liquidus_front(600) / mm == printed(26.919731, 1e-6));
    check_profile(plane, {{5, -119.95472}, {10, -90.46668}, {15, -62.06230}, {20, -35.20920}, {25, -10.29350},
                          {30, 16.34790}, {40, 35.00443}});

    // The frozen length against a plain sum over the profile.
    const double from = plane.solidus_front(600), to = plane.liquidus_front(600);
    double length = from;
    for (int n = 0; n < 2000; ++n)
        length += (to - from) / 2000 * (-1 - plane.temperature(from + (to - from) * (n + 0.5) / 2000, 600)) / 7;
    CHECK(plane.frozen_length(600) == Approx(length).epsilon(1e-8));

    // A narrow range is the sharp front.
    const RangeMaterial narrow{{2.22, 2.05e6}, {1, 3e6}, {0.56, 4.2e6}, 333.6e6, -5e-4, 5e-4};
    CHECK(RangePlane(narrow, -100, 20).frozen_length(600) / mm == Approx(23.072474).epsilon(1e-5));
    CHECK_THROWS_AS(RangePlane(tissue, -5, 37), iceball::InputError);
}

TEST_CASE("sharp front around a line sink", "[exact]") {
    const std::vector<std::vector<double>> reference = {{200, 0.1171343780, 5.971584, 1.888381},
                                                        {400, 0.1937725720, 9.878647, 3.123903},
                                                        {800, 0.2928620583, 14.930292, 4.721373}};
    for (const auto& row : reference) {
        const SharpLineSink sink(water, row[0], 37);
        CHECK(sink.lambda() == printed(row[1], 1e-10));
        CHECK(sink.front(600) / mm == printed(row[2], 1e-6));
        CHECK(sink.front(60) / mm == printed(row[3], 1e-6));
    }
    check_profile(SharpLineSink(water, 400, 37),
                  {{2, -45.29173}, {5, -19.13118}, {10, 0.74257}, {15, 21.61457}, {25, 34.83906}});
    // A sink too weak to be seen still has its front, exponentially small.
    CHECK(SharpLineSink(water, 5, 37).front(600) > 0);
    CHECK_THROWS_AS(SharpLineSink(water, 0, 37), iceball::InputError);
}

TEST_CASE("front around a line sink with a freezing range", "[exact]") {
    const std::vector<std::vector<double>> reference = {
        {200, 5.28450, 7.27075}, {400, 9.69771, 11.60914}, {800, 15.39468, 17.06363}};
    for (const auto& row : reference) {
        const RangeLineSink sink(tissue, row[0], 37);
        CHECK(sink.solidus_front(600) / mm == printed(row[1], 1e-5));
        CHECK(sink.liquidus_front(600) / mm == printed(row[2], 1e-5));
    }
    const RangeLineSink sink(tissue, 400, 37);
    check_profile(sink, {{2, -57.72041}, {5, -28.67896}, {10, -6.54638}, {15, 15.56995}, {25, 33.81819}});

    const double from = sink.solidus_front(600), to = sink.liquidus_front(600);
    double square = from * from;
    for (int n = 0; n < 2000; ++n) {
        const double r = from + (to - from) * (n + 0.5) / 2000;
        square += (to - from) / 2000 * 2 * r * (-1 - sink.temperature(r, 600)) / 7;
    }
    CHECK(sink.frozen_radius(600) == Approx(std::sqrt(square)).epsilon(1e-8));

    const RangeMaterial narrow{{2.22, 2.05e6}, {1, 3e6}, {0.56, 4.2e6}, 333.6e6, -5e-4, 5e-4};
    CHECK(RangeLineSink(narrow, 400, 37).frozen_radius(600) / mm == Approx(9.878647).epsilon(1e-5));
    CHECK(RangeLineSink(tissue, 5, 37).liquidus_front(600) > 0);
}

TEST_CASE("front around a point sink", "[exact]") {
    const std::vector<std::vector<double>> reference = {
        {5, 0.2827325245, 7.206941}, {10, 0.3907272638, 9.959761}, {20, 0.5210270408, 13.281143}};
    for (const auto& row : reference) {
        const PointSink sink(water, row[0] / std::sqrt(600.0), 37);
        CHECK(sink.power(600) == Approx(row[0]));
        CHECK(sink.S() == printed(row[1], 1e-10));
        CHECK(sink.front(600) / mm == printed(row[2], 1e-6));
    }
    const PointSink sink(water, 10 / std::sqrt(600.0), 37);
    check_profile(sink, {{3, -82.54371}, {5, -35.02440}, {10, 0.35402}, {15, 25.45618}, {25, 35.91550}});
    CHECK(sink.temperature(0.5, 600) == Approx(37).epsilon(1e-12));
    CHECK_THROWS_AS(PointSink(water, -1, 37), iceball::InputError);
}
