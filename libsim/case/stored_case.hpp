// The case that a run file holds, and its model, without the files that it was made from.
//
// The resolved case has every number of tissues, probes and protocol; what an image said of the cells stands in the run
// file itself. Values went through text and back: lengths that are sums (the corner of the box, directions of probes) are
// known to rounding only, so whoever wants the run's bits takes them from the run file.
#pragma once

#include <filesystem>
#include <string>

#include "case/case.hpp"

namespace iceball {

// resolved: JSON text. run: names the file in messages. Throws InputError where this version cannot read the case.
Case load_stored_case(const std::string& resolved, const std::filesystem::path& run);

// regions: the number of the region of every cell. Throws InputError for a number that no region has.
Model build_stored_model(const Case& c, const Grid& grid, Field<std::uint8_t> regions);

}  // namespace iceball
