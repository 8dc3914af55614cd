// TableReader: reads one TOML table key by key, checks every value, and remembers which keys it was asked for.
//
// Everything wrong is added to Problems and reading goes on, so that the user sees all errors at once. A function that
// reads an optional key returns nothing if the key is absent *or* wrong; one that reads a needed key also reports its
// absence. finish() reports the keys that nobody asked for, with the nearest known one. Used for case files and for
// study files alike.
#pragma once

#include <limits>
#include <optional>
#include <set>
#include <string>
#include <toml++/toml.h>
#include <utility>
#include <vector>

#include "case/problems.hpp"
#include "core/units.hpp"
#include "core/vector3.hpp"

namespace iceball {

// Allowed values, in SI; `text` completes "must be ...".
struct Range {
    double low, high;
    bool low_excluded;
    std::string_view text;
};

namespace range {
inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr Range any{-infinity, infinity, false, "a number"};
inline constexpr Range positive{0, infinity, true, "positive"};
inline constexpr Range not_negative{0, infinity, false, "zero or positive"};
inline constexpr Range fraction{0, 1, false, "between 0 and 100 %"};
inline constexpr Range share{0, 1, true, "above 0 % and at most 100 %"};
// Kelvin given for Celsius mostly ends up beyond 100.
inline constexpr Range temperature{-273.15, 100, false,
                                   "between -273.15 and 100 degC (temperatures are in degC, not in kelvin)"};
}  // namespace range

class TableReader {
 public:
    // path: how the table is called in messages and by --set, e.g. "probe.A". The table must outlive the reader.
    TableReader(const toml::table& table, std::string path, Problems& problems);

    const std::string& path() const { return path_; }
    bool has(std::string_view key);  // also marks the key as known
    // Reports a problem at the key, or at the table where the key is absent.
    void problem(std::string_view key, const std::string& what);
    void problem_here(const std::string& what);
    Problems& problems() { return *problems_; }

    std::optional<double> quantity(std::string_view key, const Quantity& kind, const Range& allowed);
    double quantity_or(std::string_view key, const Quantity& kind, const Range& allowed, double otherwise);
    // Needed: reports its absence.
    std::optional<double> needed_quantity(std::string_view key, const Quantity& kind, const Range& allowed);
    std::optional<double> temperature(std::string_view key) {
        return quantity(key, quantity::temperature, range::temperature);
    }
    std::optional<std::vector<double>> quantities(std::string_view key, const Quantity& kind, const Range& allowed);
    // Three lengths.
    std::optional<Vector3> vector(std::string_view key, const Quantity& kind, const Range& allowed);
    std::optional<Vector3> needed_vector(std::string_view key, const Quantity& kind, const Range& allowed);
    std::optional<int> integer(std::string_view key, int low, int high);
    std::optional<bool> boolean(std::string_view key);
    std::optional<std::string> text(std::string_view key);
    std::optional<std::string> needed_text(std::string_view key);
    std::optional<std::vector<std::string>> texts(std::string_view key);
    // One of the allowed words.
    std::optional<std::string> choice(std::string_view key, const std::vector<std::string>& allowed);

    std::optional<TableReader> table(std::string_view key);
    std::optional<TableReader> needed_table(std::string_view key);
    // The tables of an array of tables: path "tissue.region[0]".
    std::vector<TableReader> tables(std::string_view key);
    // The tables within a table, by name (probe.A, probe.B), in the order of the file.
    std::vector<std::pair<std::string, TableReader>> named_tables(std::string_view key);
    // All keys of this table, in the order of the file; marks them as known.
    std::vector<std::string> all_keys();
    // The value if it is a text; reports nothing.
    std::optional<std::string> peek_text(std::string_view key);
    bool is_table(std::string_view key) const;
    bool is_array(std::string_view key) const;

    // A text that has to be one of `names`; says which is nearest.
    void unknown_name(std::string_view key, const std::string& what, const std::string& given,
                      const std::vector<std::string>& names);

    void finish();

 private:
    const toml::node* find(std::string_view key);
    const toml::node* needed(std::string_view key, std::string_view example);
    std::optional<double> value_of(const toml::node& node, const std::string& name, const Quantity& kind,
                                   const Range& allowed);
    void wrong_type(const toml::node& node, std::string_view key, std::string_view expected);
    std::string full(std::string_view key) const;

    const toml::table* table_;
    std::string path_;
    Problems* problems_;
    std::set<std::string, std::less<>> known_;
};

// Problem with the name of a probe, sensor, region ...: names become groups in the run file. Empty if it is fine.
std::string name_problem(std::string_view name);

// `"kideny" is no tissue; did you mean "kidney"? Known: ...`
std::string unknown_text(const std::string& what, std::string_view given, const std::vector<std::string>& names);

}  // namespace iceball
