// Orthogonal slices of the temperature with isotherms, needles and target, on a path without OpenGL or display.
//
// Colours show the stored cell temperatures, interpolated linearly between cell middles, on a scale linear in
// temperature; lengths are in mm and the same along both axes of every panel. A needle is outlined in full where its
// active zone crosses the slice within its radius, dashed as its projection where it does not.
#pragma once

#include <vector>

#include "view/axes.hpp"
#include "view/canvas.hpp"
#include "view/scene_data.hpp"

namespace iceball {

struct SliceView {
    Window window;
    Vector3 focus;
    TemperatureScale scale{-150, 40};
    std::vector<double> isotherms{0, -20, -40};
};

// Window, focus, isotherms and a scale that holds every temperature of the run.
SliceView slice_view(const SceneData& scene);
// The part of `room` that a panel normal to `axis` fills at equal scales along both its axes.
Rectangle slice_area(const SliceView& view, int axis, const Rectangle& room);
// One panel normal to axis 0, 1 or 2 through the focus. temperature: one frame, x fastest.
void draw_slice(Canvas& canvas, const Rectangle& area, const SceneData& scene, const std::vector<float>& temperature,
                int axis, const SliceView& view, int text_size = 16);
// A vertical colour bar with ticks, title and the isotherms' marks.
void draw_colour_bar(Canvas& canvas, const Rectangle& bar, const SliceView& view, int text_size = 16);
LineStyle isotherm_line(int number);
std::vector<LegendEntry> slice_legend(const SceneData& scene, const SliceView& view);

// The whole picture: three panels, colour bar, clock, legend.
Canvas slice_picture(const SceneData& scene, int frame, const SliceView& view);

}  // namespace iceball
