// The integrators there are, as `iceball list integrators` shows them. A new integrator is one file and one line here.
#pragma once

#include <array>
#include <string_view>

namespace iceball {

struct IntegratorRow {
    std::string_view name, note, source;
};

inline constexpr std::array integrator_registry{
    IntegratorRow{"explicit Euler",
                  "first order in time; the step is limited by conduction; conserves energy to round-off; wall exchange "
                  "is implicit",
                  "Voller & Cross 1981, doi:10.1016/0017-9310(81)90062-4, for the explicit enthalpy method"},
};

}  // namespace iceball
