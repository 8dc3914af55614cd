// What pictures are drawn from: everything of one run that can be seen, free of files.
//
// Lengths in m, times in s, temperatures in degC, power in W (negative while a probe freezes), as in run.h5.
// Pictures interpolate the stored temperature between cell middles. Near the front temperature has a kink, so drawn
// isotherms may stand off by a part of a cell; every volume that a picture states comes from the run's own metrics.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/vector3.hpp"
#include "grid/grid.hpp"

namespace iceball {

struct SceneNeedle {
    std::string name;
    Vector3 tip;
    Vector3 direction;  // unit vector from the tip towards the entry
    double radius, active_start, active_length;

    Vector3 active_from() const { return tip + active_start * direction; }
    Vector3 active_to() const { return tip + (active_start + active_length) * direction; }
};

struct SceneRegion {
    std::string name;
    std::optional<double> held_temperature;
};

struct SceneStage {
    std::string kind;  // "freeze", "thaw" or "warm"
    double start, duration;
    int cycle;  // from 1

    double end() const { return start + duration; }
};

struct ChartSeries {
    std::string name;
    std::vector<double> time, value;
};

// Ice-ball measures of the run over time; rows are samples, columns isotherms.
struct SceneMetrics {
    std::vector<double> time;
    std::vector<double> isotherms;
    std::vector<double> volume;               // [m3] (sample, isotherm), tissue only
    std::vector<double> extent;               // [m] (sample, isotherm, 3)
    std::vector<double> extent_along_needle;  // [m] (sample, isotherm, needle)
};

struct SceneData {
    std::string title;
    std::string status;  // "complete", "interrupted", ...
    Grid grid{{1, 1, 1}, 1.0, Vector3::Zero()};
    std::vector<double> frame_times;
    // Temperatures of one frame, x fastest; empty where the run kept no frames.
    std::function<std::vector<float>(int)> read_frame;
    std::vector<std::uint8_t> labels;        // region of every cell, x fastest; empty: one region
    std::vector<float> minimum_temperature;  // of every cell over the run; empty where not kept
    std::vector<SceneRegion> regions;
    std::string target_region;  // empty: no target
    std::vector<SceneNeedle> needles;
    std::vector<SceneStage> stages;
    SceneMetrics metrics;
    std::vector<ChartSeries> power, sensors;
};

// The stage that a picture at this time shows: one that has begun and not yet ended; at a boundary the one that ends.
const SceneStage* stage_at(const SceneData& scene, double time);
// "12:30 min   cycle 1, freeze".
std::string clock_text(const SceneData& scene, double time);
// Volume [m3] below the isotherm of that column at a time, linear between samples; empty outside the samples.
std::optional<double> volume_at(const SceneMetrics& metrics, std::size_t isotherm, double time);
// The frame nearest to a time. Throws InputError if the run has no frames.
int nearest_frame(const SceneData& scene, double time);
// Frames at the end of every stage, each once, in order; the last frame where no stage has ended.
std::vector<int> stage_end_frames(const SceneData& scene);
// Cells of a region as 1, all others 0; empty if there is no such region.
std::vector<float> region_mask(const SceneData& scene, const std::string& region);

// The part of the box worth drawing: all that froze, the needles' active zones and the target, with some room.
struct Window {
    Vector3 lower, upper;
    Vector3 size() const { return upper - lower; }
};
// A cube (so that all slices have one scale) unless the box or `tight` forbids it.
Window interesting_window(const SceneData& scene, bool tight = false);
// Where the slices cross: middle of the target, else of what froze, else of the active zones, else of the box.
Vector3 focus(const SceneData& scene);

}  // namespace iceball
