#include "view/axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace iceball {

double round_step(double low, double high, int at_most) {
    const double raw = (high - low) / std::max(at_most, 1);
    if (!(raw > 0) || !std::isfinite(raw)) return 1.0;
    const double decade = std::pow(10.0, std::floor(std::log10(raw)));
    for (double factor : {1.0, 2.0, 5.0})
        if (factor * decade >= raw * (1 - 1e-9)) return factor * decade;
    return 10.0 * decade;
}

std::vector<double> round_ticks(double low, double high, int at_most) {
    const double step = round_step(low, high, at_most);
    std::vector<double> ticks;
    const double slack = 1e-9 * (std::abs(low) + std::abs(high) + step);
    for (double n = std::ceil((low - slack) / step); n * step <= high + slack; n += 1.0) ticks.push_back(n * step);
    return ticks;
}

std::string number_text(double value, double step) {
    const int decimals = std::clamp(int(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
    std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
    const bool zero = text.find_first_of("123456789") == std::string::npos;
    return value < 0 && !zero ? "\u2212" + text : text;
}

void draw_axes(Canvas& canvas, const Axes& axes, const AxisText& text) {
    const Rectangle& area = axes.area;
    const TextStyle numbers{.size = text.size, .colour = ink};
    const double step_x = round_step(axes.x_low, axes.x_high, text.x_ticks),
                 step_y = round_step(axes.y_low, axes.y_high, text.y_ticks);
    double widest = 0;
    for (double x : round_ticks(axes.x_low, axes.x_high, text.x_ticks)) {
        const double at = axes.at(x, axes.y_low).x;
        if (text.grid_lines)
            canvas.line({at, area.top}, {at, area.bottom()}, {.colour = ink.with_opacity(0.12), .width = 1});
        canvas.line({at, area.bottom()}, {at, area.bottom() + 5}, {.width = 1});
        if (!text.x_numbers) continue;
        TextStyle style = numbers;
        style.horizontal = Align::middle;
        style.vertical = Align::begin;
        canvas.text({at, area.bottom() + 9}, number_text(x, step_x), style);
    }
    for (double y : round_ticks(axes.y_low, axes.y_high, text.y_ticks)) {
        const double at = axes.at(axes.x_low, y).y;
        if (text.grid_lines)
            canvas.line({area.left, at}, {area.right(), at}, {.colour = ink.with_opacity(0.12), .width = 1});
        canvas.line({area.left - 5, at}, {area.left, at}, {.width = 1});
        if (!text.y_numbers) continue;
        TextStyle style = numbers;
        style.horizontal = Align::end;
        widest = std::max(widest, canvas.text({area.left - 9, at}, number_text(y, step_y), style));
    }
    canvas.frame(area, {.width = 1});
    const double row = text.size;
    if (!text.x_title.empty())
        canvas.text({area.left + 0.5 * area.width, area.bottom() + (text.x_numbers ? 16 + row : 10)}, text.x_title,
                    {.size = text.size, .horizontal = Align::middle, .vertical = Align::begin});
    if (!text.y_title.empty())
        canvas.text({area.left - 18 - widest, area.top + 0.5 * area.height}, text.y_title,
                    {.size = text.size, .horizontal = Align::middle, .vertical = Align::end, .upwards = true});
}

double draw_legend(Canvas& canvas, Point2 top_left, double width, const std::vector<LegendEntry>& entries, int size) {
    const double sample = 34, gap = 9, between = 26, row = 1.55 * size;
    const TextStyle style{.size = size};
    double x = top_left.x, y = top_left.y + 0.5 * row;
    for (const LegendEntry& entry : entries) {
        const double needed = sample + gap + canvas.text_width(entry.text, style);
        if (x > top_left.x && x + needed > top_left.x + width) {
            x = top_left.x;
            y += row;
        }
        if (entry.filled) {
            const Rectangle box{x, y - 0.4 * size, sample, 0.8 * size};
            canvas.fill(box, entry.line.colour);
            canvas.frame(box, {.colour = ink.with_opacity(0.5), .width = 1});
        } else {
            canvas.line({x, y}, {x + sample, y}, entry.line);
        }
        canvas.text({x + sample + gap, y}, entry.text, style);
        x += needed + between;
    }
    return y + 0.5 * row - top_left.y;
}

}  // namespace iceball
