// Charts over the time of a run with the stages as ground: ice volumes, probe power, sensors. No display needed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "view/axes.hpp"
#include "view/scene_data.hpp"

namespace iceball {

struct ChartLine {
    std::string name;
    LineStyle style;
    std::vector<double> time, value;  // [s]; in the chart's unit
};

struct TimeChart {
    std::string title;    // above the plot
    std::string y_title;  // with the unit
    std::vector<ChartLine> lines;
    bool from_zero = false;  // the axis contains 0
};

// The chart's area holds the plot itself; numbers and titles go left of and below it. A cursor marks a time.
void draw_time_chart(Canvas& canvas, const Rectangle& area, const SceneData& scene, const TimeChart& chart,
                     bool time_axis, std::optional<double> cursor = std::nullopt, int text_size = 16);

// Volumes below every isotherm [ml], heat drawn by every probe [W], temperatures of the sensors [degC]; only those that
// the run has.
std::vector<TimeChart> time_charts(const SceneData& scene);

// All charts of a run, one below the other on one time axis; nothing if the run has none.
std::optional<Canvas> time_chart_picture(const SceneData& scene);

}  // namespace iceball
