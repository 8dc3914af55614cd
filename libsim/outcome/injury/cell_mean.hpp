// Mean over a cell of what follows from the minimum temperature at a point, where that is no step at a known isotherm.
//
//     T(x) = T_i + h^2/24 laplacian T + grad T . x,    mean over the midpoints of the cell's eight eighths
//
// grad by central differences (one-sided at outer faces and beside inactive cells), the Laplacian limited, as in
// cell_share.hpp. A smooth law is so resolved to half a cell: what remains of the stair-stepping of a kill curve of width
// w [K] where the temperature rises by g [K] a cell is the share u / sinh(u), u = 4 pi^2 w / g, of that of marked cells (2 %
// for w = 1.5, g = 9). Balls of 8 cells with w = 0.3 g: volumes within 0.2 %.
#pragma once

#include "outcome/cell_share.hpp"
#include "outcome/injury/cold_exposure.hpp"

namespace iceball {

struct LocalTemperature {
    double mean = 0;                  // [degC]
    Vector3 slope = Vector3::Zero();  // per cell edge [K]

    // offset from the cell's centre, in cell edges
    double at(const Vector3& offset) const { return mean + slope.dot(offset); }
    // Largest deviation from the mean among the midpoints of the eighths.
    double spread() const { return 0.25 * slope.lpNorm<1>(); }
};

// What line_reader.hpp reads: the temperature itself.
struct TemperatureReader {
    const ColdExposure& exposure;
    const Field<float>& temperature;  // of every cell [degC]

    const Grid& grid() const { return exposure.grid(); }
    bool active(std::ptrdiff_t cell) const { return exposure.active(cell); }
    double depth(std::ptrdiff_t cell, int) const { return temperature[cell]; }
};

// The cell must be active.
inline LocalTemperature local_temperature(const TemperatureReader& reader, const Index3& cell) {
    const double centre = reader.temperature[reader.grid().index(cell[0], cell[1], cell[2])];
    LocalTemperature local{centre, depth_gradient(reader, cell, 0)};
    for (int axis = 0; axis < 3; ++axis) {
        const LineReader line(reader, cell, axis, 0);
        if (line.has(-1) && line.has(1))
            local.mean += limited_second_difference(line, line.depth(-1), centre, line.depth(1)) / 24;
    }
    return local;
}

// Mean of value(offset from the cell's centre, in cell edges).
template <class Value>
double mean_over_eighths(Value&& value) {
    double sum = 0;
    for (const double x : {-0.25, 0.25})
        for (const double y : {-0.25, 0.25})
            for (const double z : {-0.25, 0.25}) sum += value(Vector3(x, y, z));
    return sum / 8;
}

}  // namespace iceball
