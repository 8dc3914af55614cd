// Small charts as SVG text for a web page: lines and points over linear or logarithmic axes.
//
// Colours and fonts come from the page's style sheet by class (s0, s1, ... for series), so that one chart serves light and
// dark pages; series differ by marker and dash as well as by colour.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace iceball::verify {

struct SvgSeries {
    std::string name;  // in the legend; "" for none
    int style = 0;     // class s0, s1, ...
    std::vector<std::pair<double, double>> points;
    bool line = true, markers = true, dashed = false;
};

struct Chart {
    std::string title, x_label, y_label;  // title: read aloud for those who cannot see it
    bool logarithmic = false;             // both axes; points that are not positive are left out
    std::vector<SvgSeries> series;
    int width = 340, height = 240;  // [px]
    bool legend_below = false;      // in the lower right corner instead of the upper left
};

// One <svg> element; empty text if there is nothing to draw.
std::string svg(const Chart& chart);
// Text with the characters that mean something in HTML replaced.
std::string html_text(const std::string& text);

}  // namespace iceball::verify
