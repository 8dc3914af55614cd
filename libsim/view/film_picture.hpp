// One picture of the film: the 3D scene, a slice, the volumes so far and the timeline, 1280 x 720 pixels.
#pragma once

#include <vector>

#include "view/scene_picture.hpp"
#include "view/slice_picture.hpp"
#include "view/time_chart.hpp"

namespace iceball {

inline constexpr int film_width = 1280, film_height = 720;
// Size of the 3D view in it.
inline constexpr int film_view_width = 620, film_view_height = 600;

// renderer: made with the size of the view, or null for a film of slices (no display needed). charts: time_charts().
Canvas film_picture(SceneRenderer* renderer, const SceneData& scene, int frame, const SliceView& view,
                    const std::vector<TimeChart>& charts);

}  // namespace iceball
