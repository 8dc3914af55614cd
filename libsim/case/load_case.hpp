// From a document to a case. For folder case only.
#pragma once

#include <string>
#include <vector>

#include "case/case.hpp"
#include "case/document.hpp"

namespace iceball {

// Throws InputError with all errors of meaning.
Case read_case(Document document, const std::vector<std::string>& overrides, CaseOrigin origin);

}  // namespace iceball
