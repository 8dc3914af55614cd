// What holds on the six outer faces of the box.
#pragma once

#include <array>
#include <variant>

namespace iceball {

// Face number = 2 * axis + (0 at the lower end, 1 at the upper end).
enum class Face { x_min, x_max, y_min, y_max, z_min, z_max };

// The axis across a face, and those along it in the order of their indices: the first runs fastest where cells are listed.
struct FaceAxes {
    int across, fast, slow;
};
constexpr FaceAxes axes_of(Face face) {
    const int across = int(face) / 2;
    return {across, across == 0 ? 1 : 0, across == 2 ? 1 : 2};
}

struct FixedTemperature {
    double temperature;  // [degC], on the face itself
};
struct Insulated {};  // also a plane of symmetry
struct Convection {
    double coefficient;      // h [W/m2/K]
    double air_temperature;  // [degC]
};

using Boundary = std::variant<FixedTemperature, Insulated, Convection>;
inline bool is_insulated(const Boundary& boundary) { return std::holds_alternative<Insulated>(boundary); }
using Boundaries = std::array<Boundary, 6>;  // indexed by Face

}  // namespace iceball
