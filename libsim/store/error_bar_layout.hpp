// How a run file keeps error bars: /error_bars, with what they were found by as attributes and a dataset for every reading, its
// companion's value and its bar. docs/file_format.md describes it.
#pragma once

#include <filesystem>
#include <optional>

#include "store/hdf5.hpp"
#include "store/run_records.hpp"

namespace iceball {

// Adds them to a finished run file, in place; those that it holds are replaced. Throws FileError where the file cannot be
// written.
void add_error_bars(const std::filesystem::path& run, const ErrorBarRecord& bars);

// Empty where there are none.
std::optional<ErrorBarRecord> read_error_bars(const h5::File& file);

}  // namespace iceball
