// How a run file keeps what the injury laws make of a run: fields /injury/LAW and /injury/cycle_1/LAW over the cells,
// tables in /injury/volumes. Internal to the run writer and reader; docs/file_format.md describes it.
#pragma once

#include <optional>
#include <string>

#include "store/hdf5.hpp"
#include "store/run_records.hpp"

namespace iceball {

// Path of a law's field. cycle 0: the whole run.
std::string injury_dataset(const std::string& law, int cycle);

// Attributes of a law's field: law, criterion, parameters, sources.
void describe_law(h5::File& file, const std::string& dataset, const InjuryLawInfo& law);

// /regions must be there.
void write_injury_tables(h5::File& file, const InjuryRecord& injury);

// Empty where there is none.
std::optional<InjuryRecord> read_injury(const h5::File& file);

}  // namespace iceball
