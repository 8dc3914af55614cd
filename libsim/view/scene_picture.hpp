// The ice ball in 3D: nested isosurfaces with needles, target and held vessels, by VTK's OpenGL renderer.
//
// Parallel projection, so that the scale bar holds everywhere in the picture. Surfaces interpolate the stored
// temperature linearly between cell middles (flying edges); where ice reaches the outer face of the box they are open.
// Translucency by depth peeling with multisampling off: VTK 9.1 on Mesa silently drops translucent surfaces when both
// are on. Smooth edges come from FXAA.
#pragma once

#include <memory>
#include <vector>

#include "view/canvas.hpp"
#include "view/scene_data.hpp"

namespace iceball {

struct SceneStyle {
    std::vector<double> isotherms{0, -20, -40};  // [degC], from the warmest
    double azimuth = -60, elevation = 22;        // where the viewer stands [degree]: azimuth from +x towards +y
    bool show_ice = true;
};

class SceneRenderer {
 public:
    // Makes sure of a display (view/display.hpp) and sets the scene up once for all frames. width, height [px] of the
    // 3D view. Throws FileError where there is no display to be had.
    SceneRenderer(const SceneData& scene, const Window& window, SceneStyle style, int width, int height);
    ~SceneRenderer();
    SceneRenderer(const SceneRenderer&) = delete;
    SceneRenderer& operator=(const SceneRenderer&) = delete;

    // One frame with scale bar and axes. temperature: x fastest [degC].
    Canvas draw(const std::vector<float>& temperature);

 private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

// Opacity of the isotherm's surface: the outer ones let the inner ones be seen.
double isotherm_opacity(int number, int count);

// Bands of the stages with a mark at the time.
void draw_timeline(Canvas& canvas, const Rectangle& area, const SceneData& scene, double time, int text_size = 15);
// Isotherms with their volumes, target, vessels and probes, one below the other; returns the height used.
double draw_scene_legend(Canvas& canvas, Point2 top_left, const SceneData& scene, const std::vector<double>& isotherms,
                         double time, int text_size = 18);

// The whole picture: view, legend, clock, timeline.
Canvas scene_picture(SceneRenderer& renderer, const SceneData& scene, int frame, const std::vector<double>& isotherms);

}  // namespace iceball
