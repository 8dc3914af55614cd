#include "case/output_times.hpp"

#include <catch2/catch.hpp>

using namespace iceball;

namespace {

Case with_stages(const std::vector<double>& durations, double every) {
    Case c;
    c.output.every = every;
    for (double duration : durations) c.protocol.stages.push_back({StageKind::freeze, 0, duration, 1, {}});
    lay_out(c.protocol);
    return c;
}

}  // namespace

TEST_CASE("a run writes at every interval and at the end of every stage", "[case]") {
    CHECK(output_times(with_stages({25, 10}, 10)) == std::vector<double>{10, 20, 25, 30, 35});
    CHECK(output_times(with_stages({25, 15}, 10)) == std::vector<double>{10, 20, 25, 30, 40});
    CHECK(output_times(with_stages({5}, 10)) == std::vector<double>{5});
    CHECK(output_times(with_stages({20, 20}, 20)) == std::vector<double>{20, 40});
}

TEST_CASE("rounding does not make two output times of one", "[case]") {
    // 3 * 0.1 > 0.3 and 0.1 + 0.2 != 0.3 in double.
    const Case c = with_stages({0.1, 0.2, 0.4}, 0.1);
    const std::vector<double> times = output_times(c);
    REQUIRE(times.size() == 7);
    for (std::size_t n = 1; n < times.size(); ++n) CHECK(times[n] - times[n - 1] > 0.09);
    // The ends of stages themselves, which the simulation meets exactly.
    CHECK(times[2] == c.protocol.stages[1].end());
    CHECK(times.back() == c.protocol.duration());
}

TEST_CASE("frames are counted with the one at the start, or not at all", "[case]") {
    Case c = with_stages({25, 10}, 10);
    CHECK(frame_count(c) == 6);
    c.output.frames = false;
    CHECK(frame_count(c) == 0);
}
