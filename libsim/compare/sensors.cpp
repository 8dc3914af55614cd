#include "compare/sensors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/text.hpp"
#include "core/time_table.hpp"

namespace iceball {
namespace {

// Which column each sensor is compared with.
std::map<std::string, std::string> columns_by_sensor(const std::vector<SensorRecord>& sensors, const Recording& recording,
                                                     const std::map<std::string, std::string>& asked) {
    std::vector<std::string> names;
    for (const SensorRecord& record : sensors) names.push_back(record.sensor.name);
    for (const auto& [sensor, column] : asked) {
        if (std::find(names.begin(), names.end(), sensor) == names.end())
            throw InputError(fmt::format("the run has no sensor {}; its sensors are {}", quote(sensor),
                                         names.empty() ? "none" : list_names(names)));
        recording.column(column);
    }
    if (!asked.empty()) return asked;
    std::map<std::string, std::string> same;
    for (const std::string& name : names)
        if (std::find(recording.columns.begin(), recording.columns.end(), name) != recording.columns.end()) same[name] = name;
    if (same.empty())
        throw InputError(fmt::format("recording {}: no column is named like a sensor of the run; say which column is which "
                                     "sensor with --map COLUMN=SENSOR. Columns: {}. Sensors: {}",
                                     recording.source, list_names(recording.columns), names.empty() ? "none" : list_names(names)));
    return same;
}

}  // namespace

std::vector<SensorComparison> compare_sensors(const std::vector<SensorRecord>& sensors, const Recording& recording,
                                              const SensorComparisonSettings& settings) {
    const auto columns = columns_by_sensor(sensors, recording, settings.column_of_sensor);
    std::vector<SensorComparison> comparisons;
    for (const SensorRecord& record : sensors) {
        const auto named = columns.find(record.sensor.name);
        if (named == columns.end()) continue;
        SensorComparison comparison{record.sensor.name, named->second};
        const std::vector<double>& measured = recording.values[recording.column(named->second)];
        if (record.times.empty())
            throw InputError(fmt::format("sensor {} of the run has no values", quote(record.sensor.name)));
        const TimeTable computed(record.times, record.temperature);
        double sum = 0, squares = 0;
        for (std::size_t n = 0; n < recording.times.size(); ++n) {
            const double time = recording.times[n], run_time = time + settings.shift;
            if (std::isnan(measured[n]) || time < settings.from || time > settings.to || run_time < record.times.front() ||
                run_time > record.times.back())
                continue;
            const double temperature = computed.at(run_time), difference = temperature - measured[n];
            if (comparison.samples == 0) {
                comparison.measured_minimum = measured[n];
                comparison.run_minimum = temperature;
            }
            if (comparison.samples == 0 || std::abs(difference) > std::abs(comparison.worst)) {
                comparison.worst = difference;
                comparison.worst_time = time;
            }
            comparison.measured_minimum = std::min(comparison.measured_minimum, measured[n]);
            comparison.run_minimum = std::min(comparison.run_minimum, temperature);
            ++comparison.samples;
            sum += difference;
            squares += difference * difference;
        }
        if (comparison.samples == 0)
            throw InputError(fmt::format("recording {}: column {} has no value within the run ({} to {} s) and the window asked "
                                         "for",
                                         recording.source, quote(comparison.column), record.times.front(), record.times.back()));
        comparison.bias = sum / double(comparison.samples);
        comparison.rms = std::sqrt(squares / double(comparison.samples));
        comparisons.push_back(comparison);
    }
    return comparisons;
}

}  // namespace iceball
