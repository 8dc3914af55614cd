// A run's sensors against recorded temperatures.
//
//     d_n = T_run(t_n + shift) - T_measured(t_n),   bias = mean d, rms = sqrt(mean d^2), worst = the d of largest |d|
//
// at every recorded moment t_n that the run covers; the run is interpolated linearly between its samples. [K], [s]
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compare/recording.hpp"
#include "store/run_records.hpp"

namespace iceball {

struct SensorComparison {
    std::string sensor, column;
    std::size_t samples = 0;
    double bias = 0, rms = 0;            // [K], positive where the run is warmer
    double worst = 0, worst_time = 0;    // [K], [s] on the clock of the recording
    double measured_minimum = 0, run_minimum = 0;  // over the compared moments [degC]
};

struct SensorComparisonSettings {
    std::map<std::string, std::string> column_of_sensor;  // empty: columns that are named like sensors
    double shift = 0;                          // run time minus the recording's [s]
    double from = -1e300, to = 1e300;          // window on the clock of the recording [s]
};

// In the order of the run's sensors. Throws InputError if a sensor or column is unknown, no column belongs to any
// sensor, or a sensor has no recorded moment within the run and the window.
std::vector<SensorComparison> compare_sensors(const std::vector<SensorRecord>& sensors, const Recording& recording,
                                              const SensorComparisonSettings& settings = {});

}  // namespace iceball
