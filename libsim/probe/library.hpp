// The probe library: presets of cryoprobes, with a source for every number.
//
// Advertised tip temperatures are not wall temperatures: a wall at -140 degC makes ice balls far larger than measured.
// Two independent data sets (Shitzer 2010 and Littrup 2009, below) agree on an overall conductance of about 7 W/K per
// metre of active length with gas at -150 degC, a wall near -80 degC in gel; all presets follow that. It is sweepable:
// 0.5 to 3 times that covers published probes.
#pragma once

#include <span>
#include <string_view>

#include "tissue/library.hpp"

namespace iceball {

struct ProbePreset {
    std::string_view name, note;
    SourcedValue diameter;         // [m]
    SourcedValue active_start;     // [m] behind the tip
    SourcedValue active_length;    // [m]
    SourcedValue conductance;      // gas to wall per length of the active zone [W/K/m]
    SourcedValue gas_temperature;  // [degC]
    SourcedValue warm_temperature; // wall in an active thaw [degC]
};

std::span<const ProbePreset> probe_library();
// Null if there is none of that name.
const ProbePreset* find_probe_preset(std::string_view name);

}  // namespace iceball
