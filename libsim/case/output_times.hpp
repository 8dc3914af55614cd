// When a run writes: frames, samples of the metrics, checkpoints.
//
// Every multiple of `output.every`, and the end of every stage. A multiple that only rounding keeps apart from the end of a
// stage is that end: it must not become a second frame a fraction of a nanosecond away.
#pragma once

#include <vector>

#include "case/case.hpp"

namespace iceball {

// [s], increasing, after the start and up to the end of the run.
std::vector<double> output_times(const Case& c);

// Frames that a whole run writes: one at the start and one at each output time; 0 where the case wants none.
long frame_count(const Case& c);

}  // namespace iceball
