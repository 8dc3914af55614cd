// What the solver needs to know of a tissue.
#pragma once

#include <optional>
#include <string>

#include "tissue/thermal_law.hpp"

namespace iceball {

struct Tissue {
    std::string name;
    ThermalLaw law;
    // Pennes 1948 (doi:10.1152/jappl.1948.1.2.93): s(T) [perfusion (T_blood - T) + metabolic_heat], with s = 1 above
    // the liquidus, 0 below the solidus and linear between.
    double perfusion = 0;           // omega_b rho_b c_b [W/m3/K]
    double blood_temperature = 37;  // T_b [degC]
    double metabolic_heat = 0;      // q_m [W/m3]
    // Vascular stasis: what was once colder than this is not perfused any more, however warm it gets [degC]. Frozen vessels
    // clot (Hoffmann & Bischof 2001, doi:10.1115/1.1385839: from about -16 degC in a tumour, -19 degC in normal skin).
    std::optional<double> stasis_temperature = std::nullopt;
    // Tissue of the library that it was made from, which laws about kinds of tissue go by; "" where it has none.
    std::string base = {};
    // Number of the tissue that it becomes for good where it thaws for the first time: lung, which bleeds into its air.
    std::optional<int> floods_into = std::nullopt;
};

}  // namespace iceball
