#include "core/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/error.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

struct NamedUnit {
    std::string_view name;
    double factor;  // to SI
    Dimension dimension;
};

constexpr Dimension energy{2, 1, -2, 0, 0}, power{2, 1, -3, 0, 0};

constexpr std::array units{
    NamedUnit{"m", 1, {1}},          NamedUnit{"cm", 1e-2, {1}},       NamedUnit{"mm", 1e-3, {1}},
    NamedUnit{"um", 1e-6, {1}},      NamedUnit{"µm", 1e-6, {1}},       NamedUnit{"l", 1e-3, {3}},
    NamedUnit{"L", 1e-3, {3}},       NamedUnit{"ml", 1e-6, {3}},       NamedUnit{"mL", 1e-6, {3}},
    NamedUnit{"s", 1, {0, 0, 1}},    NamedUnit{"ms", 1e-3, {0, 0, 1}}, NamedUnit{"min", 60, {0, 0, 1}},
    NamedUnit{"h", 3600, {0, 0, 1}}, NamedUnit{"kg", 1, {0, 1}},       NamedUnit{"g", 1e-3, {0, 1}},
    NamedUnit{"K", 1, {0, 0, 0, 1}}, NamedUnit{"degC", 1, {0, 0, 0, 1}}, NamedUnit{"°C", 1, {0, 0, 0, 1}},
    NamedUnit{"J", 1, energy},       NamedUnit{"kJ", 1e3, energy},     NamedUnit{"MJ", 1e6, energy},
    NamedUnit{"W", 1, power},        NamedUnit{"mW", 1e-3, power},     NamedUnit{"kW", 1e3, power},
    NamedUnit{"HU", 1, {0, 0, 0, 0, 1}}, NamedUnit{"%", 1e-2, {}},     NamedUnit{"1", 1, {}},
};

const NamedUnit* find_unit(std::string_view name) {
    for (const NamedUnit& unit : units)
        if (unit.name == name) return &unit;
    return nullptr;
}

// SI value = number * up / down. Both are whole numbers, so that "9 mm" is the double nearest to 0.009.
struct Unit {
    double up = 1, down = 1;
    Dimension dimension;
};

constexpr int largest_power = 4;  // beyond any physical quantity; keeps powers from overflowing

void multiply(Unit& unit, const NamedUnit& named, int power_of) {
    const bool above_one = named.factor >= 1;
    const double whole = above_one ? named.factor : std::round(1 / named.factor);
    (above_one == (power_of > 0) ? unit.up : unit.down) *= std::pow(whole, std::abs(power_of));
    unit.dimension.metre += power_of * named.dimension.metre;
    unit.dimension.kilogram += power_of * named.dimension.kilogram;
    unit.dimension.second += power_of * named.dimension.second;
    unit.dimension.kelvin += power_of * named.dimension.kelvin;
    unit.dimension.hounsfield += power_of * named.dimension.hounsfield;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// One factor, "m", "m^2", "m2", "s^-1", times `sign`. False if it is not a known unit.
bool read_factor(std::string_view text, int sign, Unit& unit) {
    text = trim(text);
    if (text == "1") return true;
    std::size_t name_end = text.find_first_of("^0123456789");
    int exponent = 1;
    if (name_end != std::string_view::npos) {
        std::string_view digits = text.substr(name_end);
        if (digits.front() == '^') digits.remove_prefix(1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
        if (error != std::errc{} || end != digits.data() + digits.size()) return false;
        if (exponent == 0 || std::abs(exponent) > largest_power) return false;
    }
    const NamedUnit* named = find_unit(trim(text.substr(0, name_end)));
    if (!named) return false;
    multiply(unit, *named, sign * exponent);
    return true;
}

std::optional<Unit> read_unit(std::string_view text) {
    constexpr std::size_t most_factors = 8;
    Unit unit;
    int sign = 1;
    for (std::size_t count = 0; count < most_factors; ++count) {
        const std::size_t slash = text.find('/'), star = text.find('*'), dot = text.find("·");
        const std::size_t end = std::min({slash, star, dot});
        if (!read_factor(text.substr(0, end), sign, unit)) return std::nullopt;
        if (end == std::string_view::npos) return unit;
        sign = end == slash ? -1 : 1;
        text.remove_prefix(end + (end == dot ? std::string_view("·").size() : 1));
    }
    return std::nullopt;
}

bool is_celsius(std::string_view unit) { return unit == "degC" || unit == "°C"; }

}  // namespace

double parse_quantity(std::string_view text, const Quantity& wanted) {
    const auto fail = [&](const std::string& why) -> InputError {
        return InputError(fmt::format("{}: expected a {} such as {} ({}), given {}", why, wanted.name,
                                      wanted.name == "number" ? "\"60 %\"" : fmt::format("\"1 {}\"", wanted.si_unit),
                                      wanted.name == "number" ? std::string(wanted.examples)
                                                              : fmt::format("units: {}", wanted.examples),
                                      quote(text)));
    };
    const std::string_view trimmed = trim(text);
    std::string_view digits = trimmed;
    if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc::result_out_of_range) throw fail("the number is out of range");
    if (error != std::errc{}) throw fail("no number");
    if (!std::isfinite(number)) throw fail("the number is not finite");
    const std::string_view unit_text = trim(digits.substr(std::size_t(end - digits.data())));
    if (unit_text.empty()) {
        if (wanted.dimension == Dimension{}) return number;
        throw fail("the unit is missing");
    }
    const std::optional<Unit> unit = read_unit(unit_text);
    if (!unit) throw fail(fmt::format("unknown unit {}", quote(unit_text)));
    if (!(unit->dimension == wanted.dimension)) throw fail(fmt::format("{} is the wrong unit", quote(unit_text)));
    if (wanted.temperature) {
        if (!is_celsius(unit_text))
            throw InputError(fmt::format("temperatures are given in degC, given {}: write \"{:g} degC\"", quote(text),
                                         number * unit->up / unit->down - 273.15));
        return number;
    }
    const double value = number * unit->up / unit->down;
    if (!std::isfinite(value)) throw fail("the number is out of range");
    return value;
}

std::string format_quantity(double si_value, const Quantity& kind) {
    return kind.si_unit.empty() ? fmt::format("{}", si_value) : fmt::format("{} {}", si_value, kind.si_unit);
}

}  // namespace iceball
