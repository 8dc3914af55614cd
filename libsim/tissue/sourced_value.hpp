// A number of a library with where it comes from and how far that source goes, and how many of a row's numbers were read.
//
// Standing, strict on purpose:
//   read        the number stands in the named source, for this tissue or probe, and was read there (converted to SI and
//               rounded to the digits shown)
//   derived     computed by the formula in the source line from numbers all of which were read, or calibrated on a
//               measurement that was read
//   definition  true of what the row is: a gel has no blood, air does not freeze; says nothing and is not counted
//   unverified  everything else: literature-typical, assumed, or read for something else than this row
//
// share = (read + derived) / (read + derived + unverified). docs/sources.md has the sources, and what was not found.
#pragma once

#include <span>
#include <string_view>

namespace iceball {

enum class Standing { read, derived, definition, unverified };
std::string_view to_string(Standing standing);

struct Citation {
    std::string_view text;
    Standing standing = Standing::unverified;

    constexpr Citation() = default;
    constexpr Citation(std::string_view text_, Standing standing_) : text(text_), standing(standing_) {}
    // Text alone claims nothing.
    constexpr Citation(const char* unverified) : text(unverified) {}  // NOLINT: rows of tables are lists of such texts
};

struct SourcedValue {
    double value = 0;
    std::string_view source;
    Standing standing = Standing::unverified;

    constexpr SourcedValue() = default;
    constexpr SourcedValue(double value_, const Citation& citation)
        : value(value_), source(citation.text), standing(citation.standing) {}

    constexpr Citation citation() const { return {source, standing}; }
    constexpr bool was_read() const { return standing == Standing::read || standing == Standing::derived; }
};

// One number of a row, by the name that `iceball list` shows.
struct NamedValue {
    std::string_view name;
    SourcedValue number;
};

// How many numbers have which standing.
struct SourceTally {
    int read = 0, derived = 0, definition = 0, unverified = 0;

    void add(Standing standing);
    void add(std::span<const NamedValue> numbers);
    void add(const SourceTally& other);
    int counted() const { return read + derived + unverified; }
    double share() const { return counted() > 0 ? double(read + derived) / counted() : 1; }
};

}  // namespace iceball
