#include "compare/recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>

#include "core/error.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

std::vector<std::string> fields_of(const std::string& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') quoted = !quoted;
        else if (c == ',' && !quoted) fields.emplace_back();
        else if (c != '\r') fields.back() += c;
    }
    for (std::string& field : fields) {
        const auto first = field.find_first_not_of(" \t"), last = field.find_last_not_of(" \t");
        field = first == std::string::npos ? "" : field.substr(first, last - first + 1);
    }
    return fields;
}

double number(const std::string& field, const std::string& place, const std::string& column) {
    double value = 0;
    const char* begin = field.data() + (field.starts_with('+') ? 1 : 0);
    const auto [end, error] = std::from_chars(begin, field.data() + field.size(), value);
    if (error != std::errc{} || end != field.data() + field.size() || !std::isfinite(value))
        throw InputError(fmt::format("{}: column {}: expected a finite number or nothing, given {}", place, quote(column),
                                     quote(field)));
    return value;
}

[[noreturn]] void throw_unknown_column(const std::string& source, const std::string& name,
                                       const std::vector<std::string>& columns) {
    const std::string nearest = nearest_name(name, columns);
    throw InputError(fmt::format("recording {}: there is no column {}{}; the columns are {}", source, quote(name),
                                 nearest.empty() ? "" : fmt::format(" (did you mean {}?)", quote(nearest)),
                                 list_names(columns)));
}

}  // namespace

std::size_t Recording::column(const std::string& name) const {
    const auto found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end()) throw_unknown_column(source, name, columns);
    return std::size_t(found - columns.begin());
}

Recording read_recording(const std::filesystem::path& path, const std::string& time_column) {
    Recording recording;
    recording.source = path.string();
    std::ifstream file(path);
    std::error_code ignored;
    if (!file || !std::filesystem::is_regular_file(path, ignored))
        throw FileError(fmt::format("recording {}: the file cannot be read", path.string()));

    std::vector<std::string> header;
    std::size_t time = 0;
    std::string line;
    for (int line_number = 1; std::getline(file, line); ++line_number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos || line.starts_with('#')) continue;
        const std::string place = fmt::format("recording {} line {}", path.string(), line_number);
        const std::vector<std::string> fields = fields_of(line);
        if (header.empty()) {
            header = fields;
            if (header.size() < 2)
                throw InputError(fmt::format("{}: a header with the names of at least two columns is needed, given {}", place,
                                             quote(line)));
            if (!time_column.empty()) {
                const auto found = std::find(header.begin(), header.end(), time_column);
                if (found == header.end()) throw_unknown_column(path.string(), time_column, header);
                time = std::size_t(found - header.begin());
            }
            recording.columns = header;
            recording.columns.erase(recording.columns.begin() + std::ptrdiff_t(time));
            recording.values.resize(recording.columns.size());
            continue;
        }
        if (fields.size() != header.size())
            throw InputError(fmt::format("{}: {} fields, but the header has {}", place, fields.size(), header.size()));
        const double now = fields[time].empty() ? std::numeric_limits<double>::quiet_NaN()
                                                : number(fields[time], place, header[time]);
        if (std::isnan(now)) throw InputError(fmt::format("{}: the time is missing", place));
        if (!recording.times.empty() && now <= recording.times.back())
            throw InputError(fmt::format("{}: times must increase, but {} s follows {} s", place, now, recording.times.back()));
        recording.times.push_back(now);
        for (std::size_t n = 0, column = 0; n < fields.size(); ++n) {
            if (n == time) continue;
            recording.values[column++].push_back(fields[n].empty() ? std::numeric_limits<double>::quiet_NaN()
                                                                   : number(fields[n], place, header[n]));
        }
    }
    if (recording.times.empty())
        throw InputError(fmt::format("recording {}: no line of numbers after the header", path.string()));
    return recording;
}

}  // namespace iceball
