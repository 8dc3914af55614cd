// What a run file holds besides fields: plain values, shared by its writer and its reader. docs/file_format.md says how
// they are kept. Temperatures in degC, all else SI. Arrays of several dimensions are flat, the last index fastest.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/vector3.hpp"
#include "grid/region_map.hpp"
#include "probe/contact.hpp"
#include "probe/needle.hpp"
#include "protocol/protocol.hpp"

namespace iceball {

struct Sensor {
    std::string name;
    Vector3 position;  // [m]
};

// Ice-ball metrics at one time.
struct MetricsSample {
    double time;                               // [s]
    std::vector<double> volume;                // [isotherm], without the needles' own [m3]
    std::vector<double> volume_with_needles;   // [isotherm]; [m3]
    std::vector<double> extent;                // [isotherm][x, y, z]; [m]
    std::vector<double> extent_along_needle;   // [isotherm][needle]; [m]
    std::vector<std::int32_t> parts;           // [isotherm], connected parts
};

// The energy ledger at one time: heat since the start of the run [J].
struct LedgerSample {
    double time;               // [s]
    double residual;           // dimensionless
    double stored;             // [J]
    std::vector<double> heat;  // [term]; [J]
};

// A field over the cells that is kept once in a run, not once a frame.
struct HistoryInfo {
    std::string name;      // letters, digits, '_', '-'
    int cycle = 0;         // 0: over the whole run
    std::string units;     // empty for counts
    std::string long_name;
};

// A named array of a group that is written once, such as the coverage of the target.
struct NamedArray {
    std::string name, units, long_name;
    std::vector<std::size_t> shape;
    std::vector<double> values;
};

struct TargetInfo {
    std::string region;
    double margin = 0;  // [m]
    std::vector<std::string> at_risk;
};

// What the ice ball means for the target at one time.
struct TargetSample {
    double time;                               // [s]
    std::vector<double> fraction_inside;       // [isotherm], 0 to 1
    std::vector<double> minimum_margin;        // [isotherm]; [m]
    std::vector<double> healthy_tissue_lost;   // [isotherm]; [m3]
    std::vector<double> distance_to_risk;      // [isotherm][organ]; [m]
};

// The same for all samples; NaN where there is no isotherm or no tissue.
struct TargetSeries {
    std::vector<double> times, isotherms;  // [s, degC]
    std::vector<double> fraction_inside, minimum_margin, healthy_tissue_lost;  // [sample][isotherm]
    std::vector<double> distance_to_risk;                                      // [sample][isotherm][organ]
};

struct TargetRecord {
    TargetInfo info;
    std::vector<NamedArray> arrays;  // over the whole run, by name; none before its end
    TargetSeries over_time;
};

// An injury law as a file describes it.
struct InjuryLawInfo {
    std::string name, criterion;
    std::vector<std::string> parameters;  // "kidney = -20 degC", one a number
    std::vector<std::string> sources;     // of every parameter
};

// What the laws make of a run. Cycle 0 is the whole run.
struct InjuryRecord {
    std::vector<InjuryLawInfo> laws;
    std::size_t cycles = 0;                // with the whole run
    std::vector<double> volume;            // [cycle][law][region]; destroyed tissue [m3]
    std::vector<double> target_fraction;   // [cycle][law]; NaN without a target
    std::vector<double> healthy_volume;    // [cycle][law]; destroyed outside the target [m3], NaN without a target
    std::vector<double> disagreement;      // [cycle][law][other law]; destroyed by the law and not by the other [m3]
    std::vector<std::string> organs;       // at risk
    std::vector<double> distance_to_risk;  // [cycle][law][organ]; from what is destroyed [m]
};

// All metrics of a run.
struct MetricsRecord {
    std::vector<double> times, isotherms;
    std::size_t needles = 0;
    std::vector<double> volume, volume_with_needles;  // [sample][isotherm]; [m3]
    std::vector<double> extent;                       // [sample][isotherm][axis]; [m]
    std::vector<double> extent_along_needle;          // [sample][isotherm][needle]; [m]
    std::vector<std::int32_t> parts;                  // [sample][isotherm]
};

// What a coarser companion says of the discretisation error of a run.
struct ErrorBarRecord {
    double companion_spacing = 0, ratio = 0;  // [m]; of the spacings
    double order = 0, safety_factor = 0;      // assumed
    double volume_floor = 0, length_floor = 0;
    std::string method, source;
    std::vector<std::string> moments;  // "freeze 1", ..., "largest" (volume of each isotherm)
    std::vector<double> isotherms;     // [degC]
    std::vector<std::string> probes, organs;
    // By name: time [moment][isotherm]; volume, extent, extent_along_needle, minimum_margin, distance_to_risk
    // [moment][isotherm]([axis], [probe] or [organ]); run_minimum_margin [isotherm] and run_distance_to_risk [isotherm][organ] by
    // the coldest of the run; each but time with NAME_companion and NAME_bar beside it. NaN where there is no isotherm.
    std::vector<NamedArray> arrays;

    const NamedArray* find(const std::string& name) const {
        for (const NamedArray& array : arrays)
            if (array.name == name) return &array;
        return nullptr;
    }
};

struct LedgerRecord {
    std::vector<double> times, residual, stored;
    std::vector<std::string> terms;         // as in the file, e.g. "held_regions"
    std::vector<std::vector<double>> heat;  // [term][sample]; [J]
};

struct ProbeRecord {
    std::string name;
    NeedleGeometry geometry;
    double metal_heat_capacity = 0;  // per length [J/K/m]
    std::string exchange;            // name of the exchange model
    std::size_t nodes = 0;
    std::vector<double> times, power, heat;  // [sample]; [s, W, J]; into the tissue, negative while it freezes
    std::vector<double> wall_temperature;    // [sample][node], nodes from the tip end
};

struct ContactRecord {
    std::string name, face;
    std::vector<double> times, power, heat;  // as of a probe
    std::vector<double> temperature;         // of the plate [degC]
};

struct SensorRecord {
    Sensor sensor;
    std::vector<double> times, temperature;
};

struct RegionRecord {
    std::string name, tissue;
    std::optional<double> held_temperature;
};

using Provenance = std::map<std::string, std::string>;

}  // namespace iceball
