#include "view/film_picture.hpp"

#include <algorithm>
#include <cmath>

namespace iceball {
namespace {

// The slice that shows most of the probes: the one whose normal is most nearly across all of them, and of two such
// the one that the probes lie closest to.
int best_slice(const SceneData& scene, const SliceView& view) {
    int best = 1;
    double least = 1e300;
    for (int axis : {1, 0, 2}) {
        double cost = 0;
        for (const SceneNeedle& needle : scene.needles) {
            const Vector3 middle = 0.5 * (needle.active_from() + needle.active_to());
            cost += std::abs(needle.direction[axis]) * needle.active_length + std::abs(middle[axis] - view.focus[axis]);
        }
        if (cost < least - 1e-9) least = cost, best = axis;
    }
    return best;
}

}  // namespace

Canvas film_picture(SceneRenderer* renderer, const SceneData& scene, int frame, const SliceView& view,
                    const std::vector<TimeChart>& charts) {
    Canvas canvas(film_width, film_height);
    const double time = scene.frame_times[std::size_t(frame)];
    const std::vector<float> temperature = scene.read_frame(frame);
    const int axis = best_slice(scene, view);
    Rectangle slice_room{800, 84, 330, 310}, chart_room{800, 490, 440, 120};
    if (renderer) {
        canvas.paste(renderer->draw(temperature), 130, 56);
        draw_scene_legend(canvas, {24, 64}, scene, view.isotherms, time, 15);
    } else {
        slice_room = {90, 84, 500, 500};
        chart_room = {800, 120, 440, 440};
    }
    const Rectangle area = slice_area(view, axis, slice_room);
    draw_slice(canvas, area, scene, temperature, axis, view, 14);
    draw_colour_bar(canvas, {area.right() + 30, area.top + 26, 20, area.height - 26}, view, 14);
    if (!charts.empty()) draw_time_chart(canvas, chart_room, scene, charts.front(), true, time, 14);
    canvas.text({24, 28}, scene.title, {.size = 22, .bold = true});
    canvas.text({film_width - 24.0, 28}, clock_text(scene, time), {.size = 22, .horizontal = Align::end});
    draw_timeline(canvas, {24, film_height - 36.0, film_width - 48.0, 22}, scene, time, 14);
    return canvas;
}

}  // namespace iceball
