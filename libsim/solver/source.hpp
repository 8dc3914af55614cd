// Point and line sources of heat.
#pragma once

#include <string>

#include "core/time_table.hpp"
#include "core/vector3.hpp"

namespace iceball {

// Heat spread evenly over the segment from -> to (a point if they are equal) and over the cells around it with
// trilinear weights, so that a source on a cell corner spreads over eight cells and one on a centre over one.
struct HeatSource {
    std::string name;
    Vector3 from, to;  // [m]
    TimeTable power;   // total [W]; negative cools
};

}  // namespace iceball
