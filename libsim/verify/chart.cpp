#include "verify/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace iceball::verify {
namespace {

constexpr double left = 58, right = 12, top = 12, bottom = 44;  // [px]

struct Tick {
    double value;
    std::string label;
};

class Scale {
 public:
    Scale(double low, double high, bool logarithmic, double from, double to)
        : logarithmic_(logarithmic), from_(from), to_(to) {
        low_ = in(low), high_ = in(high);
        if (!(high_ > low_)) low_ -= 0.5, high_ += 0.5;
        const double room = logarithmic ? 0.06 * (high_ - low_) + 0.05 : 0;
        low_ -= room, high_ += room;
        if (!logarithmic) widen_to_ticks();
    }
    double at(double value) const { return from_ + (in(value) - low_) / (high_ - low_) * (to_ - from_); }

    std::vector<Tick> ticks() const {
        std::vector<Tick> all;
        if (!logarithmic_) {
            const double step = tick_step();
            const int first = int(std::ceil(low_ / step - 1e-9)), last = int(std::floor(high_ / step + 1e-9));
            for (int n = first; n <= last; ++n) all.push_back({n * step, fmt::format("{:g}", n * step)});
            return all;
        }
        // 1, 2 and 5 in a narrow range, powers of ten in a wide one.
        const bool narrow = high_ - low_ < 2.2;
        for (int power = int(std::floor(low_)); power <= int(std::ceil(high_)); ++power)
            for (double digit : {1.0, 2.0, 5.0}) {
                const double v = digit * std::pow(10.0, power);
                if (in(v) < low_ || in(v) > high_ || (!narrow && digit > 1)) continue;
                all.push_back({v, fmt::format("{:.3g}", v)});
            }
        return all;
    }

 private:
    double in(double value) const { return logarithmic_ ? std::log10(value) : value; }
    double tick_step() const {
        const double rough = (high_ - low_) / 4, power = std::pow(10.0, std::floor(std::log10(rough)));
        for (double digit : {1.0, 2.0, 5.0})
            if (rough <= digit * power * 1.0001) return digit * power;
        return 10 * power;
    }
    void widen_to_ticks() {
        const double step = tick_step();
        low_ = std::floor(low_ / step + 1e-9) * step;
        high_ = std::ceil(high_ / step - 1e-9) * step;
    }

    bool logarithmic_;
    double from_, to_, low_ = 0, high_ = 1;
};

std::string marker(int style, double x, double y) {
    switch (style % 3) {
        case 0: return fmt::format("<circle class=\"s{} dot\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"/>", style, x, y);
        case 1: return fmt::format("<rect class=\"s{} dot\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"6\" height=\"6\"/>", style, x - 3, y - 3);
        default:
            return fmt::format("<path class=\"s{} dot\" d=\"M{:.1f} {:.1f}l4 7h-8z\"/>", style, x, y - 4);
    }
}

}  // namespace

std::string html_text(const std::string& text) {
    std::string safe;
    for (char c : text) {
        if (c == '&') safe += "&amp;";
        else if (c == '<') safe += "&lt;";
        else if (c == '>') safe += "&gt;";
        else if (c == '"') safe += "&quot;";
        else safe += c;
    }
    return safe;
}

std::string svg(const Chart& chart) {
    const auto drawn = [&](const std::pair<double, double>& p) {
        return std::isfinite(p.first) && std::isfinite(p.second) && (!chart.logarithmic || (p.first > 0 && p.second > 0));
    };
    constexpr double infinity = std::numeric_limits<double>::infinity();
    double x_low = infinity, x_high = -infinity, y_low = infinity, y_high = -infinity;
    for (const SvgSeries& one : chart.series)
        for (const auto& p : one.points) {
            if (!drawn(p)) continue;
            x_low = std::min(x_low, p.first), x_high = std::max(x_high, p.first);
            y_low = std::min(y_low, p.second), y_high = std::max(y_high, p.second);
        }
    if (!(x_low <= x_high)) return "";
    const Scale x(x_low, x_high, chart.logarithmic, left, chart.width - right);
    const Scale y(y_low, y_high, chart.logarithmic, chart.height - bottom, top);

    std::string out = fmt::format(
        "<svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" aria-label=\"{2}\">\n", chart.width,
        chart.height, html_text(chart.title));
    for (const Tick& tick : x.ticks())
        out += fmt::format("<path class=\"grid\" d=\"M{0:.1f} {1}V{2}\"/><text x=\"{0:.1f}\" y=\"{3}\" text-anchor=\"middle\">{4}</text>\n",
                           x.at(tick.value), top, chart.height - bottom, chart.height - bottom + 15, tick.label);
    for (const Tick& tick : y.ticks())
        out += fmt::format("<path class=\"grid\" d=\"M{0} {1:.1f}H{2}\"/><text x=\"{3}\" y=\"{4:.1f}\" text-anchor=\"end\">{5}</text>\n",
                           left, y.at(tick.value), chart.width - right, left - 5, y.at(tick.value) + 4, tick.label);
    out += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", 0.5 * (left + chart.width - right),
                       chart.height - 10, html_text(chart.x_label));
    out += fmt::format("<text transform=\"translate(13 {:.1f}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
                       0.5 * (top + chart.height - bottom), html_text(chart.y_label));
    const auto names = std::count_if(chart.series.begin(), chart.series.end(), [](const auto& one) { return !one.name.empty(); });
    const double legend_x = chart.legend_below ? chart.width - right - 84 : left + 8;
    const double legend_y = chart.legend_below ? chart.height - bottom + 6 - 15 * double(names) : top + 12;
    int named = 0;
    for (const SvgSeries& one : chart.series) {
        std::string path, dots;
        for (const auto& p : one.points) {
            if (!drawn(p)) continue;
            path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x.at(p.first), y.at(p.second));
            if (one.markers) dots += marker(one.style, x.at(p.first), y.at(p.second));
        }
        if (one.line)
            out += fmt::format("<path class=\"s{} line{}\" d=\"{}\"/>\n", one.style, one.dashed ? " dashed" : "", path);
        out += dots + "\n";
        if (one.name.empty()) continue;
        const double at_y = legend_y + 15 * named++, at_x = legend_x;
        if (one.line)
            out += fmt::format("<path class=\"s{} line{}\" d=\"M{:.1f} {:.1f}h20\"/>", one.style, one.dashed ? " dashed" : "", at_x,
                               at_y - 4);
        if (one.markers) out += marker(one.style, at_x + 10, at_y - 4);
        out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", at_x + 26, at_y, html_text(one.name));
    }
    return out + "</svg>\n";
}

}  // namespace iceball::verify
