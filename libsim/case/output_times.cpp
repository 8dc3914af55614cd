#include "case/output_times.hpp"

#include <algorithm>
#include <cmath>

namespace iceball {

std::vector<double> output_times(const Case& c) {
    // Far above the rounding of n * every and of sums of durations, far below any interval that is asked for.
    constexpr double same_share = 1e-9;
    std::vector<double> times;
    for (const Stage& stage : c.protocol.stages) times.push_back(stage.end());
    const double end = c.protocol.duration(), every = c.output.every;
    for (long n = 1; double(n) * every < end; ++n) {
        const double time = double(n) * every;
        const bool ends_a_stage = std::any_of(c.protocol.stages.begin(), c.protocol.stages.end(), [&](const Stage& stage) {
            return std::abs(stage.end() - time) <= same_share * every;
        });
        if (!ends_a_stage) times.push_back(time);
    }
    std::sort(times.begin(), times.end());
    return times;
}

long frame_count(const Case& c) { return c.output.frames ? 1 + long(output_times(c).size()) : 0; }

}  // namespace iceball
