// What injury laws make of a run as JSON, for every command that tells of it. SI.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "store/run_records.hpp"

namespace iceball {

nlohmann::ordered_json describe_injury(const InjuryRecord& injury, const std::vector<RegionRecord>& regions);

}  // namespace iceball
