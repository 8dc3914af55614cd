// Scales of plots: round ticks, numbers as text, a framed plot area with labelled axes.
#pragma once

#include <string>
#include <vector>

#include "view/canvas.hpp"

namespace iceball {

// Round values (1, 2 or 5 times a power of ten apart) within [low, high], at most `at_most` of them.
std::vector<double> round_ticks(double low, double high, int at_most);
// The ticks' step, for the number of digits that they need.
double round_step(double low, double high, int at_most);
// A number with as many decimals as the step needs; a true minus sign; never "-0".
std::string number_text(double value, double step = 1.0);

// A plot area and what its edges stand for.
struct Axes {
    Rectangle area;
    double x_low = 0, x_high = 1, y_low = 0, y_high = 1;

    Point2 at(double x, double y) const {
        return {area.left + area.width * (x - x_low) / (x_high - x_low),
                area.bottom() - area.height * (y - y_low) / (y_high - y_low)};
    }
};

struct AxisText {
    std::string x_title = {}, y_title = {};
    int x_ticks = 8, y_ticks = 6;  // at most
    int size = 16;                 // [px]
    bool grid_lines = true;
    bool x_numbers = true;
    bool y_numbers = true;
};

void draw_axes(Canvas& canvas, const Axes& axes, const AxisText& text);

// One line of a legend: a sample of the line (or a filled box) and its text.
struct LegendEntry {
    std::string text;
    LineStyle line = {};
    bool filled = false;
};

// Draws entries in a row from the left, starting a new row where the width ends; returns the height used.
double draw_legend(Canvas& canvas, Point2 top_left, double width, const std::vector<LegendEntry>& entries,
                   int size = 16);

}  // namespace iceball
