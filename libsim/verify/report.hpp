// Results of verification cases as a table for people and as JSON for programs.
//
// One row a spacing: errors in percent with the tolerance where it holds, the ratio to the error at twice the spacing with
// what is asked of it, the ledger residual. The verdict of a case stands in its last row.
#pragma once

#include <string>
#include <vector>

#include "verify/verification_case.hpp"

namespace iceball::verify {

std::string table_header();
// The rows of one case, each ending in a newline, and its failures.
std::string table_rows(const CaseResult& result);

// {"cases": [{"name", "what", "passed", "failures", "tolerances", "spacings": [...]}, ...], "passed": true}; lengths in m,
// errors as fractions.
std::string as_json(const std::vector<CaseResult>& results);
// [{"name", "what"}, ...] of all cases.
std::string cases_as_json();

}  // namespace iceball::verify
