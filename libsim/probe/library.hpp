// The probe library: presets of cryoprobes and the metals of their walls, with a source for every number.
//
// Advertised tip temperatures are not wall temperatures: a wall at -140 degC makes ice balls far larger than measured.
// Two data sets of single argon probes (Shitzer 2010: 1.47 mm; Littrup 2009: 2.4 mm) give overall conductances of 7 and 15 W/K
// per metre of active length with gas at -150 degC: film coefficients of 1520 and 1990 W/m^2/K, walls near -80 and -100 degC
// in gel. The cold core of Littrup's single probe alone asks for 7 too (docs/validation.md): sweep it. For liquid nitrogen, CO2
// and N2O no ice ball was found that such a number could be calibrated on: their rows say what is cited and what is assumed.
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
