// How a run file keeps what the injury laws make of a run: fields /injury/LAW and /injury/cycle_1/LAW over the cells, where
// laws disagree beside them, tables in /injury/volumes. Internal to the run writer and reader; docs/file_format.md describes it.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "store/hdf5.hpp"
#include "store/run_records.hpp"

namespace iceball {

// Name of the field of where laws disagree; no law is called so.
constexpr const char* disagreement_field = "disagreement";

// Path of a law's field. cycle 0: the whole run.
std::string injury_dataset(const std::string& law, int cycle);

// Created where they are not there yet; a law's with attributes law, criterion, parameters, sources. Packed values.
void write_injury_field(h5::File& file, const Grid& grid, const InjuryLawInfo& law, int cycle,
                        std::span<const float> destroyed);
void write_disagreement_field(h5::File& file, const Grid& grid, int cycle, std::span<const float> difference);

// /regions must be there.
void write_injury_tables(h5::File& file, const InjuryRecord& injury);

// Empty where there is none. Files of older versions have no disagreement and no distances.
std::optional<InjuryRecord> read_injury(const h5::File& file);

}  // namespace iceball
