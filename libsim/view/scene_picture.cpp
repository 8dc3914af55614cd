#include "view/scene_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "view/axes.hpp"

namespace iceball {

double isotherm_opacity(int number, int count) {
    return count <= 1 ? 0.5 : 0.22 + 0.55 * double(number) / (count - 1);
}

void draw_timeline(Canvas& canvas, const Rectangle& area, const SceneData& scene, double time, int text_size) {
    if (scene.stages.empty()) return;
    const double end = scene.stages.back().end();
    const auto at = [&](double t) { return area.left + area.width * t / end; };
    for (const SceneStage& stage : scene.stages) {
        const Rectangle band{at(stage.start), area.top, at(stage.end()) - at(stage.start), area.height};
        canvas.fill(band, stage_colour(stage.kind.c_str()));
        canvas.frame(band, {.colour = ink.with_opacity(0.35), .width = 1});
        const std::string label = fmt::format("{} {}", stage.kind, stage.cycle);
        if (canvas.text_width(label, {.size = text_size}) < band.width - 6)
            canvas.text({band.left + 0.5 * band.width, area.top + 0.5 * area.height}, label,
                        {.size = text_size, .colour = soft_ink, .horizontal = Align::middle});
    }
    const double now = at(std::clamp(time, 0.0, end));
    canvas.line({now, area.top - 5}, {now, area.bottom() + 5}, {.colour = ink, .width = 3});
}

double draw_scene_legend(Canvas& canvas, Point2 top_left, const SceneData& scene, const std::vector<double>& isotherms,
                         double time, int text_size) {
    const double row = 1.75 * text_size, box = 1.1 * text_size;
    double y = top_left.y + 0.5 * row;
    const auto entry = [&](Colour colour, const std::string& text) {
        const Rectangle sample{top_left.x, y - 0.5 * box, 1.6 * box, box};
        canvas.fill(sample, colour);
        canvas.frame(sample, {.colour = ink.with_opacity(0.5), .width = 1});
        canvas.text({sample.right() + 0.6 * text_size, y}, text, {.size = text_size});
        y += row;
    };
    const auto heading = [&](const std::string& text) {
        canvas.text({top_left.x, y}, text, {.size = text_size, .bold = true});
        y += row;
    };
    heading("Colder than");
    for (std::size_t n = 0; n < isotherms.size(); ++n) {
        std::string text = number_text(isotherms[n], 1) + " °C";
        const auto& known = scene.metrics.isotherms;
        const auto column = std::find(known.begin(), known.end(), isotherms[n]);
        if (column != known.end())
            if (const auto volume = volume_at(scene.metrics, std::size_t(column - known.begin()), time))
                text += fmt::format("   {} ml", number_text(1e6 * *volume, *volume <= 0        ? 1
                                                                           : *volume < 9.95e-6 ? 0.01
                                                                                               : 0.1));
        entry(isotherm_colour(int(n), int(isotherms.size()))
                  .with_opacity(0.35 + 0.65 * isotherm_opacity(int(n), int(isotherms.size()))),
              text);
    }
    y += 0.5 * row;
    if (!scene.target_region.empty() && !region_mask(scene, scene.target_region).empty())
        entry(target_colour,
              scene.target_region == "target" ? "target" : fmt::format("target ({})", scene.target_region));
    for (std::size_t n = 1; n < scene.regions.size(); ++n)
        if (scene.regions[n].held_temperature && scene.regions[n].name != scene.target_region)
            entry(held_colour,
                  fmt::format("{} ({} °C)", scene.regions[n].name, number_text(*scene.regions[n].held_temperature, 1)));
    if (!scene.needles.empty()) {
        entry(needle_colour, scene.needles.size() == 1 ? "probe, active zone" : "probes, active zone");
        entry(shaft_colour, "shaft");
    }
    return y - top_left.y;
}

Canvas scene_picture(SceneRenderer& renderer, const SceneData& scene, int frame, const std::vector<double>& isotherms) {
    const double time = scene.frame_times[std::size_t(frame)];
    const Canvas view = renderer.draw(scene.read_frame(frame));
    const int legend = 270, header = 60, footer = 60;
    Canvas canvas(view.width() + legend, view.height() + header + footer);
    canvas.paste(view, 0, header);
    canvas.text({24, 32}, scene.title, {.size = 22, .bold = true});
    canvas.text({double(canvas.width() - 24), 32}, clock_text(scene, time), {.size = 22, .horizontal = Align::end});
    draw_scene_legend(canvas, {double(view.width()), double(header + 40)}, scene, isotherms, time);
    draw_timeline(canvas, {24, double(canvas.height() - 44), double(canvas.width() - 48), 26}, scene, time);
    return canvas;
}

}  // namespace iceball
