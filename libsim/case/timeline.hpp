// The protocol drawn as text: one line a probe, one column a slice of time.
#pragma once

#include <string>
#include <vector>

#include "protocol/protocol.hpp"

namespace iceball {

// "#" freezing, "~" warming, "." gas off; duty below 100 % is written into the bar. Every stage gets at least its mark.
// columns: width of the time axis.
std::string draw_timeline(const Protocol& protocol, const std::vector<std::string>& probes, int columns = 72);

}  // namespace iceball
