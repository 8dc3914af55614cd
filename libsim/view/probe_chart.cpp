#include "view/probe_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "view/axes.hpp"

namespace iceball {
namespace {

// Outlines |x/a|^n + |y/b|^n = 1: fuller than an ellipse, as the ice about a long probe is.
constexpr double fullness = 2.6;

std::vector<Point2> outline(Point2 centre, double half_width, double half_height) {
    const auto on_curve = [](double value) { return std::copysign(std::pow(std::abs(value), 2 / fullness), value); };
    std::vector<Point2> points;
    for (int n = 0; n <= 180; ++n) {
        const double angle = 2 * M_PI * n / 180;
        points.push_back(
            {centre.x + half_width * on_curve(std::cos(angle)), centre.y + half_height * on_curve(std::sin(angle))});
    }
    return points;
}

void fill_outline(Canvas& canvas, Point2 centre, double half_width, double half_height, Colour colour) {
    for (double y = std::ceil(centre.y - half_height); y < centre.y + half_height; y += 1) {
        const double t = std::abs(y + 0.5 - centre.y) / half_height;
        if (t >= 1) continue;
        const double half = half_width * std::pow(1 - std::pow(t, fullness), 1 / fullness);
        canvas.fill({centre.x - half, y, 2 * half, 1}, colour);
    }
}

}  // namespace

ProbeChartEntry probe_chart_entry(const SceneData& scene, double time) {
    if (scene.needles.size() != 1)
        throw InputError(
            fmt::format("a probe chart needs a run with one probe; '{}' has {}", scene.title, scene.needles.size()));
    const SceneNeedle& needle = scene.needles.front();
    int along = 0;
    const double most = needle.direction.cwiseAbs().maxCoeff(&along);
    if (most < 0.9999)
        throw InputError(
            fmt::format("a probe chart needs a probe along x, y or z; '{}' points along ({:.3f}, {:.3f}, {:.3f})",
                        needle.name, needle.direction[0], needle.direction[1], needle.direction[2]));
    const SceneMetrics& metrics = scene.metrics;
    const std::size_t count = metrics.isotherms.size();
    if (metrics.time.empty() || time < metrics.time.front() || time > metrics.time.back() + 1e-6)
        throw InputError(fmt::format(
            "the ice-ball metrics of '{}' do not reach {} s; run the case longer, with metrics", scene.title, time));
    const std::size_t after =
        std::size_t(std::lower_bound(metrics.time.begin(), metrics.time.end() - 1, time - 1e-6) - metrics.time.begin());
    const std::size_t before = after > 0 ? after - 1 : 0;
    const double t =
        after > before
            ? std::clamp((time - metrics.time[before]) / (metrics.time[after] - metrics.time[before]), 0.0, 1.0)
            : 0.0;
    ProbeChartEntry entry{needle.name, time, needle.active_length, needle.radius, {}};
    for (std::size_t column = 0; column < count; ++column) {
        const auto extent = [&](int axis) {
            const auto at = [&](std::size_t sample) {
                return metrics.extent[(sample * count + column) * 3 + std::size_t(axis)];
            };
            return at(before) + t * (at(after) - at(before));
        };
        const double width = 0.5 * (extent((along + 1) % 3) + extent((along + 2) % 3));
        entry.sizes.push_back({metrics.isotherms[column], width, extent(along)});
    }
    return entry;
}

Canvas probe_chart_picture(const std::vector<ProbeChartEntry>& entries, const std::string& title) {
    if (entries.empty()) throw InputError("a probe chart needs at least one run");
    double widest = 0, longest = 0;
    std::size_t rows = 0;
    for (const ProbeChartEntry& entry : entries) {
        for (const auto& size : entry.sizes)
            widest = std::max(widest, size.width), longest = std::max(longest, size.length);
        longest = std::max(longest, entry.active_length);
        rows = std::max(rows, entry.sizes.size());
    }
    widest = std::max(widest, 0.010);
    constexpr int column = 330, left = 95, top = 130, height = 440;
    // The scale reaches from the lowest to the highest point with a little room.
    const double span = 1.12e3 * std::max(longest, 1.45 * widest * height / column);
    const int width = std::max(left + column * int(entries.size()) + 30, 640);
    Canvas canvas(width, top + height + 70 + 28 * int(rows) + 40);
    canvas.text({30, 32}, title, {.size = 22, .bold = true});
    canvas.text({30, 64}, "widths and lengths computed; outlines are rounded shapes of these sizes",
                {.size = 16, .colour = soft_ink});
    const double scale = height / span;  // [px/mm]
    for (std::size_t n = 0; n < entries.size(); ++n) {
        const ProbeChartEntry& entry = entries[n];
        const Rectangle area{double(left + int(n) * column), double(top), double(column), double(height)};
        const Axes axes{area, -0.5 * column / scale, 0.5 * column / scale, -0.5 * span, 0.5 * span};
        draw_axes(canvas, axes,
                  {.x_title = "across [mm]",
                   .y_title = n == 0 ? "along the probe [mm]" : "",
                   .x_ticks = 6,
                   .y_ticks = 10,
                   .y_numbers = n == 0});
        const Point2 centre = axes.at(0, 0);
        canvas.set_clip(area);
        const int count = int(entry.sizes.size());
        for (int k = 0; k < count; ++k) {
            const auto& size = entry.sizes[std::size_t(k)];
            if (size.width <= 0) continue;
            fill_outline(canvas, centre, 0.5e3 * size.width * scale, 0.5e3 * size.length * scale,
                         isotherm_colour(k, count).with_opacity(0.45));
            canvas.polyline(outline(centre, 0.5e3 * size.width * scale, 0.5e3 * size.length * scale),
                            {.colour = isotherm_colour(k, count), .width = 2});
        }
        const double r = std::max(1e3 * entry.radius * scale, 1.5), half = 0.5e3 * entry.active_length * scale;
        canvas.fill({centre.x - r, area.top, 2 * r, centre.y - half - area.top}, shaft_colour);
        canvas.fill({centre.x - r, centre.y - half, 2 * r, 2 * half}, needle_colour);
        canvas.reset_clip();
        canvas.text({centre.x, top - 24.0},
                    fmt::format("{}, {} min", entry.name,
                                number_text(entry.time / 60, entry.time == std::floor(entry.time / 60) * 60 ? 1 : 0.1)),
                    {.size = 18, .horizontal = Align::middle});
        for (int k = 0; k < count; ++k) {
            const auto& size = entry.sizes[std::size_t(k)];
            const std::string text =
                size.width > 0 ? fmt::format("{} °C   {} × {} mm", number_text(size.isotherm, 1),
                                             number_text(1e3 * size.width, 0.1), number_text(1e3 * size.length, 0.1))
                               : fmt::format("{} °C   not reached", number_text(size.isotherm, 1));
            draw_legend(canvas, {area.left + 10, area.bottom() + 62 + 28.0 * k}, column,
                        {{text, {.colour = isotherm_colour(k, count)}, true}}, 17);
        }
    }
    return canvas;
}

}  // namespace iceball
