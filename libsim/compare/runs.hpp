// Two runs compared: temperatures in the frames they share, and ice volumes over time.
//
// Temperatures are compared at the cell centres of the first run; where the grids differ the second is interpolated
// trilinearly between its own cell centres, and cells outside them are left out. Frames are shared where their times agree
// within 1e-6 of the longer run. Volumes are those of /metrics, compared at the times and isotherms that both have.
#pragma once

#include <vector>

#include "core/vector3.hpp"
#include "store/run_reader.hpp"

namespace iceball {

struct FieldComparison {
    double time = 0;              // [s]
    double rms = 0;               // [K]
    double worst = 0;             // second minus first, of largest size [K]
    Vector3 worst_at{0, 0, 0};    // [m]
};

struct VolumeComparison {
    double isotherm = 0;                     // [degC]
    double first = 0, second = 0;            // at the last shared time [m3]
    double worst = 0, worst_time = 0;        // second minus first, of largest size [m3], [s]
};

struct RunComparison {
    bool same_grid = false;
    std::size_t cells = 0;  // compared in every frame
    std::vector<FieldComparison> frames;
    std::vector<VolumeComparison> volumes;

    double worst() const;  // largest size over all frames [K]
    double rms() const;    // over all frames and cells [K]
};

// Throws InputError if the boxes do not overlap or the runs share neither a frame time nor a time of metrics.
RunComparison compare_runs(const RunReader& first, const RunReader& second);

}  // namespace iceball
