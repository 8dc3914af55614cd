// The probe library: presets of cryoprobes and the metals of their walls, with a source for every number.
//
// Advertised tip temperatures are not wall temperatures: a wall at -140 degC makes ice balls far larger than measured.
// The cold cores of single probes in two data sets (Shitzer 2010 and Littrup 2009, below) agree on an overall conductance of
// about 7 W/K per metre of active length with gas at -150 degC, a wall near -80 degC in gel; the argon presets follow that.
// The ice around those cores, and that of several probes, asks for about 13 (docs/validation.md): it is sweepable, 0.5 to
// 3 times 7 covers published probes. For liquid nitrogen, CO2 and N2O no ice ball was found that
// such a number could be calibrated on: their rows say what is cited and what is assumed.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tissue/sourced_value.hpp"

namespace iceball {

struct ProbePreset {
    std::string_view name, note;
    SourcedValue diameter;                         // [m]
    SourcedValue active_start;                     // [m] behind the tip
    SourcedValue active_length;                    // [m]
    std::optional<SourcedValue> conductance;       // gas to wall per length of the active zone [W/K/m]; none: no gas side
    SourcedValue temperature;                      // of the gas, or of the wall where there is no gas side [degC]
    std::optional<SourcedValue> warm_temperature;  // wall in an active thaw [degC]; none: it cannot warm
};

std::span<const ProbePreset> probe_library();
// All numbers of a row, in the order of `iceball list probes`.
std::vector<NamedValue> numbers_of(const ProbePreset& preset);
// Null if there is none of that name.
const ProbePreset* find_probe_preset(std::string_view name);

// What tubes of needles are made of.
struct ProbeMetal {
    std::string_view name, note;
    SourcedValue conductivity;   // [W/m/K]
    SourcedValue density;        // [kg/m3]
    SourcedValue specific_heat;  // [J/kg/K]
};

std::span<const ProbeMetal> probe_metals();
std::vector<NamedValue> numbers_of(const ProbeMetal& metal);
// Null if there is none of that name.
const ProbeMetal* find_probe_metal(std::string_view name);

}  // namespace iceball
