// A table of measured values over time from a CSV file: a header line of names, then a line of numbers for each moment.
//
// Fields are separated by commas and may stand in double quotes; an empty field is a missing value; empty lines and
// lines that begin with # are skipped. Time in s, as the file has it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace iceball {

struct Recording {
    std::string source;
    std::vector<std::string> columns;         // without the time
    std::vector<double> times;                // [s], increasing
    std::vector<std::vector<double>> values;  // [column][row]; NaN where missing

    // Throws InputError, naming the nearest column, if there is none of that name.
    std::size_t column(const std::string& name) const;
};

// time_column: its name; empty for the first column. Throws FileError where the file cannot be read and InputError with
// file and line where a field is no finite number, times do not increase or a line has another number of fields.
Recording read_recording(const std::filesystem::path& path, const std::string& time_column = "");

}  // namespace iceball
