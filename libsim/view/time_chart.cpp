#include "view/time_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace iceball {
namespace {

// Minutes where the run is longer than three of them.
bool in_minutes(const SceneData& scene) {
    return scene.stages.empty() || scene.stages.back().end() > 180;
}

double last_time(const SceneData& scene, const TimeChart& chart) {
    double last = scene.stages.empty() ? 0.0 : scene.stages.back().end();
    for (const ChartLine& line : chart.lines)
        if (!line.time.empty()) last = std::max(last, line.time.back());
    return last > 0 ? last : 1.0;
}

void draw_stages(Canvas& canvas, const Axes& axes, const SceneData& scene, double unit) {
    for (const SceneStage& stage : scene.stages) {
        const double left = axes.at(stage.start / unit, 0).x, right = axes.at(stage.end() / unit, 0).x;
        canvas.fill({left, axes.area.top, right - left, axes.area.height}, stage_colour(stage.kind.c_str()));
    }
}

// A step of minutes that divides hours where it can.
int minute_ticks(double minutes) {
    for (int step : {1, 2, 5, 10, 20, 50})
        if (minutes / step <= 14) return int(std::ceil(minutes / step));
    return 10;
}

constexpr int legend_gap = 18, legend_size = 16;  // [px]

// Room beside the charts for the longest name of a line.
int legend_width(const std::vector<TimeChart>& charts) {
    constexpr int least = 210, sample = 64;  // what a line's sample takes up beside its name
    const Canvas ruler(1, 1);
    double widest = 0;
    for (const TimeChart& chart : charts)
        for (const ChartLine& line : chart.lines) widest = std::max(widest, ruler.text_width(line.name, {.size = legend_size}));
    return std::max(least, int(std::ceil(widest)) + legend_gap + sample);
}

}  // namespace

void draw_time_chart(Canvas& canvas, const Rectangle& area, const SceneData& scene, const TimeChart& chart,
                     bool time_axis, std::optional<double> cursor, int text_size) {
    const double unit = in_minutes(scene) ? 60.0 : 1.0;
    double low = chart.from_zero ? 0.0 : 1e300, high = chart.from_zero ? 0.0 : -1e300;
    for (const ChartLine& line : chart.lines)
        for (double value : line.value)
            if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
    if (low > high) low = 0, high = 1;
    const double room = high > low ? 0.06 * (high - low) : 0.5;
    Axes axes{area, 0, last_time(scene, chart) / unit, chart.from_zero && low >= 0 ? 0 : low - room,
              chart.from_zero && high <= 0 ? 0 : high + room};
    draw_stages(canvas, axes, scene, unit);
    draw_axes(canvas, axes,
              {.x_title = time_axis ? (unit > 1 ? "Time [min]" : "Time [s]") : "",
               .y_title = chart.y_title,
               .x_ticks = unit > 1 ? minute_ticks(axes.x_high) : 10,
               .y_ticks = std::max(2, int(area.height / 45)),
               .size = text_size,
               .x_numbers = time_axis});
    canvas.set_clip(area);
    for (const ChartLine& line : chart.lines) {
        std::vector<Point2> points;
        for (std::size_t n = 0; n < line.time.size(); ++n) {
            if (std::isfinite(line.value[n])) points.push_back(axes.at(line.time[n] / unit, line.value[n]));
            if (!std::isfinite(line.value[n]) || n + 1 == line.time.size()) {  // a gap stays a gap
                canvas.polyline(points, line.style);
                points.clear();
            }
        }
    }
    canvas.reset_clip();
    if (cursor) {
        const double x = axes.at(std::clamp(*cursor / unit, axes.x_low, axes.x_high), 0).x;
        canvas.line({x, area.top - 4}, {x, area.bottom() + 4}, {.colour = ink, .width = 2.5});
    }
    if (!chart.title.empty())
        canvas.text({area.left, area.top - 0.9 * text_size}, chart.title, {.size = text_size, .bold = true});
}

std::vector<TimeChart> time_charts(const SceneData& scene) {
    std::vector<TimeChart> charts;
    const auto& metrics = scene.metrics;
    const std::size_t count = metrics.isotherms.size();
    if (!metrics.time.empty() && count > 0) {
        TimeChart chart{"Tissue colder than", "Volume [ml]", {}, true};
        for (std::size_t column = 0; column < count; ++column) {
            ChartLine line;
            line.name = number_text(metrics.isotherms[column], 1) + " °C";
            line.style.colour = isotherm_colour(int(column), int(count));
            line.style.width = 2.6;
            line.time = metrics.time;
            for (std::size_t n = 0; n < metrics.time.size(); ++n)
                line.value.push_back(1e6 * metrics.volume[n * count + column]);
            chart.lines.push_back(std::move(line));
        }
        charts.push_back(std::move(chart));
    }
    const auto add = [&](const std::vector<ChartSeries>& all, TimeChart chart, double factor) {
        for (std::size_t n = 0; n < all.size(); ++n) {
            if (all[n].time.empty()) continue;
            ChartLine line;
            line.name = all[n].name;
            line.style.colour = line_colour(int(n));
            line.style.width = 2.4;
            // Probes that act alike lie on each other, and the colours begin again after seven.
            if (n % 2 == 1) line.style.dashes = {10, 7};
            line.time = all[n].time;
            line.value = all[n].value;
            for (double& value : line.value) value = factor * value + 0.0;
            chart.lines.push_back(std::move(line));
        }
        if (!chart.lines.empty()) charts.push_back(std::move(chart));
    };
    add(scene.power, {"Heat drawn by the probes", "Power [W]", {}, true}, -1.0);
    add(scene.sensors, {"Sensors", "Temperature [°C]", {}, false}, 1.0);
    return charts;
}

std::optional<Canvas> time_chart_picture(const SceneData& scene) {
    const std::vector<TimeChart> charts = time_charts(scene);
    if (charts.empty()) return std::nullopt;
    constexpr int left = 110, plot = 860, top = 150, height = 250, between = 58;
    const int count = int(charts.size()), legend = legend_width(charts);
    Canvas canvas(left + plot + legend, top + count * height + (count - 1) * between + 80);
    canvas.text({double(left), 32}, scene.title, {.size = 22, .bold = true});
    std::vector<LegendEntry> stages;
    for (const char* kind : {"freeze", "thaw", "warm"})
        if (std::any_of(scene.stages.begin(), scene.stages.end(),
                        [&](const SceneStage& stage) { return stage.kind == kind; }))
            stages.push_back({kind, {.colour = stage_colour(kind)}, true});
    draw_legend(canvas, {double(left), 58}, plot, stages, 17);
    for (int n = 0; n < count; ++n) {
        const TimeChart& chart = charts[std::size_t(n)];
        const Rectangle area{double(left), double(top + n * (height + between)), double(plot), double(height)};
        draw_time_chart(canvas, area, scene, chart, n + 1 == count);
        double y = area.top;
        for (const ChartLine& line : chart.lines) {
            if (y > area.bottom()) break;
            draw_legend(canvas, {area.right() + legend_gap, y}, legend - legend_gap, {{line.name, line.style}}, legend_size);
            y += 26;
        }
    }
    return canvas;
}

}  // namespace iceball
