// Quantities over time in a case: constant, tables and CSV files; and names of files.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>

#include "case/sections.hpp"
#include "core/error.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

constexpr std::size_t largest_csv = 50000000;  // bytes

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> out;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = std::min(line.find(',', begin), line.size());
        std::string field = line.substr(begin, end - begin);
        const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '"'; };
        while (!field.empty() && blank(field.back())) field.pop_back();
        field.erase(field.begin(), std::find_if_not(field.begin(), field.end(), blank));
        out.push_back(std::move(field));
        if (end == line.size()) return out;
        begin = end + 1;
    }
}

// Throws InputError.
std::size_t column_of(const std::vector<std::string>& header, const std::optional<std::string>& name,
                      std::size_t otherwise, const std::string& file) {
    if (!name) {
        if (header.size() <= otherwise)
            throw InputError(fmt::format("{} has {} columns, at least {} are needed", file, header.size(), otherwise + 1));
        return otherwise;
    }
    const auto found = std::find(header.begin(), header.end(), *name);
    if (found == header.end()) throw InputError(unknown_text(fmt::format("column in {}:", file), *name, header));
    return std::size_t(found - header.begin());
}

double number_in(const std::vector<std::string>& fields, std::size_t column, const std::string& name,
                 const std::string& place) {
    if (column >= fields.size()) throw InputError(fmt::format("{}: column {} is missing", place, quote(name)));
    const std::string& field = fields[column];
    double value = 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error != std::errc{} || end != field.data() + field.size() || !std::isfinite(value))
        throw InputError(fmt::format("{}: column {}: expected a finite number, given {}", place, quote(name), quote(field)));
    return value;
}

// Throws InputError, with file and line.
TimeSeries read_csv(const std::filesystem::path& path, const std::optional<std::string>& time_column,
                    const std::optional<std::string>& value_column) {
    const std::string file = quote(path.string(), 200);
    std::error_code error;
    if (std::filesystem::file_size(path, error) > largest_csv || error)
        throw InputError(fmt::format("{}: not a file of at most {} MB", file, largest_csv / 1000000));
    std::ifstream stream(path);
    std::string line;
    if (!stream || !std::getline(stream, line)) throw InputError(fmt::format("{}: cannot be read or is empty", file));
    const std::vector<std::string> header = split(line);
    const std::size_t time = column_of(header, time_column, 0, file);
    const std::size_t value = column_of(header, value_column, 1, file);
    TimeSeries series;
    series.file = path.string();
    for (int number = 2; std::getline(stream, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const std::string place = fmt::format("{} line {}", file, number);
        const std::vector<std::string> fields = split(line);
        const double t = number_in(fields, time, header[time], place);
        if (!series.times.empty() && t <= series.times.back())
            throw InputError(fmt::format("{}: times must increase, but {} s follows {} s", place, t, series.times.back()));
        series.times.push_back(t);
        series.values.push_back(number_in(fields, value, header[value], place));
    }
    if (series.times.empty()) throw InputError(fmt::format("{}: no line with numbers after the header", file));
    return series;
}

std::optional<TimeSeries> read_lists(TableReader& table, const std::string& plural, const Quantity& kind,
                                     const Range& allowed) {
    const auto times = table.quantities("times", quantity::time, range::any);
    const auto values = table.quantities(plural, kind, allowed);
    if (!table.has(plural)) table.problem("times", fmt::format("needs {}, one value for every time", plural));
    if (!table.has("times")) table.problem(plural, "needs times, one for every value");
    if (!times || !values) return std::nullopt;
    if (times->empty() || times->size() != values->size()) {
        table.problem(plural, fmt::format("{} values for {} times; give one for every time, at least one", values->size(),
                                          times->size()));
        return std::nullopt;
    }
    for (std::size_t n = 1; n < times->size(); ++n)
        if ((*times)[n] <= (*times)[n - 1]) {
            table.problem("times", fmt::format("times must increase, but {} s follows {} s", (*times)[n], (*times)[n - 1]));
            return std::nullopt;
        }
    return TimeSeries{*times, *values, ""};
}

std::optional<TimeSeries> read_csv_series(TableReader& table, const std::string& key, const Quantity& kind,
                                          const Range& allowed, const Case& c) {
    const auto time_column = table.text("time_column"), value_column = table.text(key + "_column");
    const auto path = read_file_name(table, "csv", c);
    if (!path) return std::nullopt;
    try {
        TimeSeries series = read_csv(*path, time_column, value_column);
        for (const double value : series.values)
            if (value < allowed.low || value > allowed.high)
                throw InputError(fmt::format("{}: the {} must be {}, given {}", quote(path->string(), 200), kind.name,
                                             allowed.text, value));
        return series;
    } catch (const InputError& error) {
        table.problem("csv", error.what());
        return std::nullopt;
    }
}

}  // namespace

std::optional<std::filesystem::path> read_file_name(TableReader& table, std::string_view key, const Case& c) {
    const auto name = table.text(key);
    return name ? existing_file(table, key, *name, c) : std::nullopt;
}

std::optional<std::filesystem::path> existing_file(TableReader& table, std::string_view key, const std::string& name,
                                                   const Case& c) {
    std::filesystem::path path = name;
    if (c.origin == CaseOrigin::run_file) return path;
    if (path.is_relative()) path = c.path.parent_path() / path;
    std::error_code error;
    if (name.empty() || !is_utf8(name) || name.find('\0') != std::string::npos ||
        !std::filesystem::is_regular_file(path, error)) {
        table.problem(key, fmt::format("there is no file {} (names are relative to the folder of the case)",
                                       quote(path.string(), 200)));
        return std::nullopt;
    }
    return path;
}

std::optional<TimeSeries> read_time_series(TableReader& table, const std::string& key, const std::string& plural,
                                           const Quantity& kind, const Range& allowed, const Case& c) {
    if (table.is_table(key)) {
        auto inner = table.table(key);
        auto series = read_time_series(*inner, key, plural, kind, allowed, c);
        inner->finish();
        return series;
    }
    const bool lists = table.has("times") || table.has(plural), csv = table.has("csv"), constant = table.has(key);
    if (int(lists) + int(csv) + int(constant) != 1) {
        table.problem_here(fmt::format("expected exactly one of {} (constant), times with {}, and csv", key, plural));
        return std::nullopt;
    }
    if (lists) return read_lists(table, plural, kind, allowed);
    if (csv) return read_csv_series(table, key, kind, allowed, c);
    const auto value = table.quantity(key, kind, allowed);
    if (!value) return std::nullopt;
    return TimeSeries{{0.0}, {*value}, ""};
}

}  // namespace iceball
