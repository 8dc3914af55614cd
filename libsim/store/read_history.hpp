// History fields of a run file, as the run had them at its end.
#pragma once

#include <vector>

#include "outcome/history.hpp"
#include "store/run_reader.hpp"

namespace iceball {

struct StoredHistory {
    HistorySettings settings;  // in the order of the names in the file, to the six digits of these names
    std::vector<HistoryFields> cycles;
};

// Throws FileError where the run has not ended, or a field is missing or damaged.
StoredHistory read_history(const RunReader& run);

}  // namespace iceball
