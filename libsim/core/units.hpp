// Physical values as text with a unit ("1 mm", "-150 degC", "1500 W/m^2/K") turned into SI, with the dimension checked.
//
// A value is a number, a space (may be left out) and a unit. A unit is a product of named units, "*" or "·" or "/"
// between them, each with an optional integer power ("m^2", "m2", "s^-1"); "1/s" is allowed. Prefixes are part of the
// names: the known ones are listed in units.cpp. "degC" alone is a temperature (degC, as everywhere in Iceball); within
// a product it is a difference, the same as K. A temperature cannot be given in K: mixing the two scales up is the
// commonest error in case files, so it is refused with the value in degC to write instead.
#pragma once

#include <string>
#include <string_view>

namespace iceball {

// Powers of the base units.
struct Dimension {
    int metre = 0, kilogram = 0, second = 0, kelvin = 0, hounsfield = 0;
    bool operator==(const Dimension&) const = default;
};

// What a value is for: its dimension, the SI unit it comes back in, and examples of units for messages.
struct Quantity {
    std::string_view name;      // "length"
    Dimension dimension;
    std::string_view si_unit;   // "m"
    std::string_view examples;  // "mm, cm, m"
    bool temperature = false;   // on the Celsius scale, comes back in degC
};

namespace quantity {
inline constexpr Quantity number{"number", {}, "", "a number without unit, or %"};
inline constexpr Quantity length{"length", {1, 0, 0, 0, 0}, "m", "mm, cm, m"};
inline constexpr Quantity time{"time", {0, 0, 1, 0, 0}, "s", "s, min, h"};
inline constexpr Quantity temperature{"temperature", {0, 0, 0, 1, 0}, "degC", "degC", true};
inline constexpr Quantity power{"power", {2, 1, -3, 0, 0}, "W", "W, mW, kW"};
inline constexpr Quantity conductivity{"thermal conductivity", {1, 1, -3, -1, 0}, "W/m/K", "W/m/K, mW/m/K"};
inline constexpr Quantity line_conductance{"conductance per length", {1, 1, -3, -1, 0}, "W/K/m", "W/K/m"};
inline constexpr Quantity heat_transfer{"heat transfer coefficient", {0, 1, -3, -1, 0}, "W/m^2/K", "W/m^2/K"};
inline constexpr Quantity density{"density", {-3, 1, 0, 0, 0}, "kg/m^3", "kg/m^3, g/cm^3"};
inline constexpr Quantity specific_heat{"specific heat", {2, 0, -2, -1, 0}, "J/kg/K", "J/kg/K, kJ/kg/K"};
inline constexpr Quantity specific_energy{"latent heat per mass", {2, 0, -2, 0, 0}, "J/kg", "kJ/kg, J/g"};
inline constexpr Quantity energy_density{"latent heat per volume", {-1, 1, -2, 0, 0}, "J/m^3", "MJ/m^3, J/cm^3"};
inline constexpr Quantity rate{"rate", {0, 0, -1, 0, 0}, "1/s", "1/s, 1/min, ml/min/ml"};
inline constexpr Quantity power_density{"power per volume", {-1, 1, -3, 0, 0}, "W/m^3", "W/m^3, kW/m^3"};
inline constexpr Quantity line_heat_capacity{"heat capacity per length", {1, 1, -2, -1, 0}, "J/m/K", "J/m/K, J/cm/K"};
inline constexpr Quantity conductivity_area{"conductivity times cross-section", {3, 1, -3, -1, 0}, "W*m/K", "W*m/K"};
inline constexpr Quantity temperature_difference{"temperature difference", {0, 0, 0, 1, 0}, "K", "K"};
inline constexpr Quantity hounsfield{"CT number", {0, 0, 0, 0, 1}, "HU", "HU"};
}  // namespace quantity

// The SI value of `text`. Throws InputError: no number, no unit, unknown unit, wrong dimension, not finite.
double parse_quantity(std::string_view text, const Quantity& wanted);

// Shortest text that parse_quantity turns back into the same number: "0.001 m", "-150 degC".
std::string format_quantity(double si_value, const Quantity& kind);

}  // namespace iceball
