// What injury laws are made of: names and numbers, plain data. The program's own stand in registry.cpp; a case or a file of
// laws adds a user's (case/read_injury.cpp).
//
// Units: temperatures [degC], widths and shifts [K], times [s], shares 0 to 1.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "outcome/injury/per_tissue.hpp"

namespace iceball {

// Destroyed is what was once below its tissue's temperature.
struct IsothermNumbers {
    PerTissue<double> temperature;
};

// Destroyed is what spent `hold` in all below `temperature`, or was once below `instant`.
struct ThresholdAndTimeNumbers {
    double temperature, hold;
    std::optional<double> instant;
    std::string temperature_source, hold_source, instant_source;
};

// Killed by the n-th freeze is 1 / (1 + exp((T_min - half - (n - 1) shift) / width)) of those that lived.
struct KillCurve {
    double half;   // minimum temperature at which one freeze kills half
    double width;  // positive
};
struct LogisticNumbers {
    PerTissue<KillCurve> curve;
    double shift;
    std::string shift_source;
};

// Tissue that was once below its temperature loses its blood flow, and dies of it.
struct StasisNumbers {
    PerTissue<double> temperature;
};

// Destroyed share against minimum temperature: linear between, constant outside. Temperatures increase.
struct DestroyedTable {
    std::vector<double> temperatures, shares;
};
struct TableNumbers {
    PerTissue<DestroyedTable> table;
};

struct InjuryLawSettings {
    std::string name;  // letters, digits, '-' and '_': the name of its field in files
    std::variant<IsothermNumbers, ThresholdAndTimeNumbers, LogisticNumbers, StasisNumbers, TableNumbers> numbers;
};

}  // namespace iceball
