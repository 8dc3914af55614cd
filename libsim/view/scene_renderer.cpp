#include <fmt/format.h>
#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkFloatArray.h>
#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkLightKit.h>
#include <vtkLineSource.h>
#include <vtkNew.h>
#include <vtkOutlineSource.h>
#include <vtkPointData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkTubeFilter.h>
#include <vtkUnsignedCharArray.h>
#include <vtkWindowedSincPolyDataFilter.h>
#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>

#include "view/axes.hpp"
#include "view/display.hpp"
#include "view/export_surface.hpp"
#include "view/scene_picture.hpp"

namespace iceball {
namespace {

constexpr double to_mm = 1e3;  // VTK's tolerances suit numbers of order one

void set_colour(vtkActor& actor, Colour colour, double opacity) {
    vtkProperty* property = actor.GetProperty();
    property->SetColor(colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0);
    property->SetOpacity(opacity);
    property->SetAmbient(0.32);
    property->SetDiffuse(0.72);
    property->SetSpecular(0.15);
    property->SetSpecularPower(25);
}

void add_tube(vtkRenderer& renderer, const Vector3& from, const Vector3& to, double radius, Colour colour) {
    vtkNew<vtkLineSource> line;
    line->SetPoint1(Vector3(to_mm * from).eval().data());
    line->SetPoint2(Vector3(to_mm * to).eval().data());
    vtkNew<vtkTubeFilter> tube;
    tube->SetInputConnection(line->GetOutputPort());
    tube->SetRadius(to_mm * radius);
    tube->SetNumberOfSides(32);
    tube->CappingOn();
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputConnection(tube->GetOutputPort());
    vtkNew<vtkActor> actor;
    actor->SetMapper(mapper);
    set_colour(*actor, colour, 1.0);
    renderer.AddActor(actor);
}

// The mask without what lies outside the window: a vessel may run through the whole box.
std::vector<float> cut(std::vector<float> mask, const Grid& grid, const Window& window) {
    std::size_t n = 0;
    for_each_cell(grid, [&](const Index3& cell, std::ptrdiff_t) {
        const Vector3 p = grid.cell_centre(cell[0], cell[1], cell[2]);
        if (n < mask.size() && ((p - window.lower).minCoeff() < 0 || (window.upper - p).minCoeff() < 0)) mask[n] = 0;
        ++n;
    });
    return mask;
}

// The surface around the cells of a mask, without the steps of the cells.
void add_mask(vtkRenderer& renderer, const Grid& grid, const std::vector<float>& mask, Colour colour, double opacity) {
    if (mask.empty()) return;
    vtkNew<vtkImageData> image;
    fill_image(*image, grid, mask, "mask", to_mm);
    vtkNew<vtkFlyingEdges3D> edges;
    edges->SetInputData(image);
    edges->SetValue(0, 0.5);
    edges->ComputeNormalsOff();
    vtkNew<vtkWindowedSincPolyDataFilter> smooth;
    smooth->SetInputConnection(edges->GetOutputPort());
    smooth->SetNumberOfIterations(30);
    smooth->SetPassBand(0.05);
    smooth->NormalizeCoordinatesOn();
    smooth->BoundarySmoothingOff();
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputConnection(smooth->GetOutputPort());
    mapper->ScalarVisibilityOff();
    vtkNew<vtkActor> actor;
    actor->SetMapper(mapper);
    set_colour(*actor, colour, opacity);
    renderer.AddActor(actor);
}

}  // namespace

struct SceneRenderer::Parts {
    Display display;  // first, so that the window is gone before the display is
    const SceneData& scene;
    Window window;
    SceneStyle style;
    vtkNew<vtkImageData> image;
    vtkNew<vtkRenderer> renderer;
    vtkNew<vtkRenderWindow> render_window;
    Vector3 right, up, forward;  // of the camera
    double pixels_per_mm = 1;

    Parts(const SceneData& scene_, const Window& window_, SceneStyle style_)
        : scene(scene_), window(window_), style(std::move(style_)) {}

    void add_outline() {
        vtkNew<vtkOutlineSource> outline;
        outline->SetBounds(to_mm * window.lower[0], to_mm * window.upper[0], to_mm * window.lower[1],
                           to_mm * window.upper[1], to_mm * window.lower[2], to_mm * window.upper[2]);
        vtkNew<vtkPolyDataMapper> mapper;
        mapper->SetInputConnection(outline->GetOutputPort());
        vtkNew<vtkActor> actor;
        actor->SetMapper(mapper);
        actor->GetProperty()->SetColor(0.72, 0.72, 0.72);
        actor->GetProperty()->LightingOff();
        renderer->AddActor(actor);
    }

    void add_needles() {
        for (const SceneNeedle& needle : scene.needles) {
            // The shaft ends where it leaves the window.
            const Vector3 end = needle.active_to();
            double length = 1.0;
            for (int axis = 0; axis < 3; ++axis) {
                const double slope = needle.direction[axis];
                if (std::abs(slope) < 1e-9) continue;
                const double wall = slope > 0 ? window.upper[axis] : window.lower[axis];
                length = std::min(length, (wall - end[axis]) / slope);
            }
            add_tube(*renderer, needle.active_from(), end, needle.radius, needle_colour);
            if (length > 0) add_tube(*renderer, end, end + length * needle.direction, needle.radius, shaft_colour);
            if (needle.active_start > 0)
                add_tube(*renderer, needle.tip, needle.active_from(), needle.radius, shaft_colour);
        }
    }

    void add_ice() {
        const int count = int(style.isotherms.size());
        for (int n = count - 1; n >= 0; --n) {  // from the inside
            vtkNew<vtkFlyingEdges3D> edges;
            edges->SetInputData(image);
            edges->SetValue(0, style.isotherms[std::size_t(n)]);
            edges->ComputeScalarsOff();
            vtkNew<vtkPolyDataMapper> mapper;
            mapper->SetInputConnection(edges->GetOutputPort());
            mapper->ScalarVisibilityOff();
            vtkNew<vtkActor> actor;
            actor->SetMapper(mapper);
            set_colour(*actor, isotherm_colour(n, count), isotherm_opacity(n, count));
            actor->GetProperty()
                ->FrontfaceCullingOn();  // the triangles are wound towards the cold: these are their backs
            renderer->AddActor(actor);
        }
    }

    void place_camera(int width, int height) {
        const double degree = M_PI / 180;
        const double azimuth = style.azimuth * degree, elevation = style.elevation * degree;
        forward = -Vector3(std::cos(elevation) * std::cos(azimuth), std::cos(elevation) * std::sin(azimuth),
                           std::sin(elevation));
        right = forward.cross(Vector3::UnitZ()).normalized();
        up = right.cross(forward);
        const Vector3 middle = to_mm * 0.5 * (window.lower + window.upper), half = to_mm * 0.5 * window.size();
        // Half width and height of the window's box as the camera sees it.
        const double half_width = half.dot(right.cwiseAbs()), half_height = half.dot(up.cwiseAbs());
        const double scale = 1.04 * std::max(half_height, half_width * height / width);
        vtkCamera* camera = renderer->GetActiveCamera();
        camera->ParallelProjectionOn();
        camera->SetParallelScale(scale);
        camera->SetFocalPoint(middle.data());
        camera->SetPosition(Vector3(middle - 4 * half.norm() * forward).data());
        camera->SetViewUp(up.data());
        camera->SetClippingRange(0.5 * half.norm(), 8 * half.norm());
        pixels_per_mm = height / (2 * scale);
    }
};

SceneRenderer::SceneRenderer(const SceneData& scene, const Window& window, SceneStyle style, int width, int height)
    : parts_(std::make_unique<Parts>(scene, window, std::move(style))) {
    Parts& p = *parts_;
    fill_image(*p.image, scene.grid, std::vector<float>(scene.grid.cell_count(), 37.0f), "temperature", to_mm);
    p.renderer->SetBackground(1, 1, 1);
    p.render_window->SetOffScreenRendering(1);
    p.render_window->SetMultiSamples(0);
    p.render_window->SetAlphaBitPlanes(1);
    p.render_window->SetSize(width, height);
    p.render_window->AddRenderer(p.renderer);
    p.renderer->SetUseFXAA(true);
    p.renderer->SetUseDepthPeeling(true);
    p.renderer->SetMaximumNumberOfPeels(12);
    p.renderer->SetOcclusionRatio(0.0);
    vtkNew<vtkLightKit> lights;
    lights->SetKeyLightElevation(28);
    lights->SetKeyLightAzimuth(-20);
    lights->SetKeyLightIntensity(0.9);
    lights->AddLightsToRenderer(p.renderer);
    p.add_outline();
    p.add_needles();
    if (p.style.show_ice) p.add_ice();
    add_mask(*p.renderer, scene.grid, region_mask(scene, scene.target_region), target_colour, 0.6);
    for (std::size_t n = 1; n < scene.regions.size(); ++n)
        if (scene.regions[n].held_temperature && scene.regions[n].name != scene.target_region)
            add_mask(*p.renderer, scene.grid, cut(region_mask(scene, scene.regions[n].name), scene.grid, window),
                     held_colour, 0.9);
    p.place_camera(width, height);
}

SceneRenderer::~SceneRenderer() = default;

Canvas SceneRenderer::draw(const std::vector<float>& temperature) {
    Parts& p = *parts_;
    fill_image(*p.image, p.scene.grid, temperature, "temperature", to_mm);
    p.render_window->Render();
    const int width = p.render_window->GetSize()[0], height = p.render_window->GetSize()[1];
    vtkNew<vtkUnsignedCharArray> pixels;
    p.render_window->GetPixelData(0, 0, width - 1, height - 1, 0, pixels);
    Canvas canvas(width, height);
    const std::size_t row = std::size_t(3) * std::size_t(width);
    for (int y = 0; y < height; ++y)
        std::copy_n(pixels->GetPointer(0) + row * std::size_t(height - 1 - y), row,
                    canvas.bytes().data() + row * std::size_t(y));
    // A round length of about a sixth of the picture.
    const double length = round_step(0, width / 6.0 / p.pixels_per_mm, 1);
    const Point2 origin{70, height - 75.0};
    const std::array<const char*, 3> names{"x", "y", "z"};
    for (int axis = 0; axis < 3; ++axis) {
        const Point2 arrow{38 * p.right[axis], -38 * p.up[axis]};
        const Point2 end{origin.x + arrow.x, origin.y + arrow.y};
        canvas.line(origin, end, {.colour = ink, .width = 1.8});
        canvas.text({origin.x + 1.35 * arrow.x, origin.y + 1.35 * arrow.y}, names[std::size_t(axis)],
                    {.size = 16, .horizontal = Align::middle});
    }
    const double left = 150, bar = length * p.pixels_per_mm, y = height - 45.0;
    canvas.line({left, y}, {left + bar, y}, {.colour = ink, .width = 3});
    canvas.text({left + 0.5 * bar, y - 16}, number_text(length, 1) + " mm", {.size = 16, .horizontal = Align::middle});
    return canvas;
}

}  // namespace iceball
