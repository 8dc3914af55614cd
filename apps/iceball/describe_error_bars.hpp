// The error bars of a run as JSON and as text, for every command that tells of them. JSON in SI and degC.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "store/run_records.hpp"

namespace iceball {

nlohmann::ordered_json describe_error_bars(const ErrorBarRecord& bars);
// begin: of every line.
void print_error_bars(const ErrorBarRecord& bars, const std::string& begin);

}  // namespace iceball
