// Results of verification cases as a table for people and as JSON for programs.
//
// One row a spacing (or time step, where that is refined): errors in percent with the tolerance where it holds, the ratio
// of the error before to it and the observed order with what is asked of either, the ledger residual. The verdict of a case stands in its last row.
#pragma once

#include <string>
#include <vector>

#include "verify/verification_case.hpp"

namespace iceball::verify {

std::vector<std::string> table_columns();
// What stands in them for one of the spacings of a case.
std::vector<std::string> table_cells(const CaseResult& result, std::size_t row);

std::string table_header();
// The rows of one case, each ending in a newline, and its failures.
std::string table_rows(const CaseResult& result);

// {"cases": [{"name", "what", "refined", "passed", "failures", "tolerances", "spacings": [...]}, ...], "passed": true};
// lengths in m, times in s, errors as fractions.
std::string as_json(const std::vector<CaseResult>& results);
// [{"name", "what"}, ...] of all cases.
std::string cases_as_json();

}  // namespace iceball::verify
