// What holds on the six outer faces of the box.
#pragma once

#include <array>
#include <variant>

namespace iceball {

// Face number = 2 * axis + (0 at the lower end, 1 at the upper end).
enum class Face { x_min, x_max, y_min, y_max, z_min, z_max };

struct FixedTemperature {
    double temperature;  // [degC], on the face itself
};
struct Insulated {};  // also a plane of symmetry
struct Convection {
    double coefficient;      // h [W/m2/K]
    double air_temperature;  // [degC]
};

using Boundary = std::variant<FixedTemperature, Insulated, Convection>;
using Boundaries = std::array<Boundary, 6>;  // indexed by Face

}  // namespace iceball
