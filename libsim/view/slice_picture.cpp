#include "view/slice_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "view/contour.hpp"

namespace iceball {
namespace {

constexpr std::array<const char*, 3> axis_names{"x", "y", "z"};

// Horizontal and vertical axis of a panel.
std::array<int, 2> panel_axes(int normal) {
    return normal == 0 ? std::array{1, 2} : normal == 1 ? std::array{0, 2} : std::array{0, 1};
}

// Cell values interpolated linearly between cell middles, constant beyond the outermost.
class Sampler {
 public:
    Sampler(const Grid& grid, const std::vector<float>& values) : grid_(grid), values_(values) {}

    double operator()(const Vector3& point) const {
        std::array<int, 3> below;
        std::array<double, 3> t;
        for (int axis = 0; axis < 3; ++axis) {
            const int last = grid_.cells()[std::size_t(axis)] - 1;
            const double at =
                std::clamp((point[axis] - grid_.lower()[axis]) / grid_.spacing() - 0.5, 0.0, double(last));
            below[std::size_t(axis)] = std::min(int(at), std::max(last - 1, 0));
            t[std::size_t(axis)] = at - below[std::size_t(axis)];
        }
        double sum = 0;
        for (int corner = 0; corner < 8; ++corner) {
            double weight = 1;
            std::array<int, 3> cell = below;
            for (int axis = 0; axis < 3; ++axis) {
                const bool upper = (corner >> axis) & 1;
                weight *= upper ? t[std::size_t(axis)] : 1 - t[std::size_t(axis)];
                cell[std::size_t(axis)] += upper;
            }
            if (weight > 0)
                sum += weight * values_[(std::size_t(cell[2]) * std::size_t(grid_.ny()) + std::size_t(cell[1])) *
                                            std::size_t(grid_.nx()) +
                                        std::size_t(cell[0])];
        }
        return sum;
    }

 private:
    const Grid& grid_;
    const std::vector<float>& values_;
};

// Maps a panel's millimetres to pixels and back.
struct Panel {
    Axes axes;
    int u, v, normal;
    double position;

    Vector3 point(double x, double y) const {
        Vector3 p;
        p[u] = 1e-3 * (axes.x_low + (x - axes.area.left) / axes.area.width * (axes.x_high - axes.x_low));
        p[v] = 1e-3 * (axes.y_low + (axes.area.bottom() - y) / axes.area.height * (axes.y_high - axes.y_low));
        p[normal] = position;
        return p;
    }
    Point2 pixel(const Vector3& p) const { return axes.at(1e3 * p[u], 1e3 * p[v]); }
};

// Contours of a cell field in a panel, found on a lattice of half a cell.
std::vector<std::vector<Point2>> panel_contours(const Panel& panel, const Grid& grid, const std::vector<float>& field,
                                                double level) {
    const double width = 1e-3 * (panel.axes.x_high - panel.axes.x_low),
                 height = 1e-3 * (panel.axes.y_high - panel.axes.y_low);
    const int columns = std::max(2, int(std::lround(2 * width / grid.spacing())) + 1);
    const int rows = std::max(2, int(std::lround(2 * height / grid.spacing())) + 1);
    const Sampler sample(grid, field);
    const Rectangle& area = panel.axes.area;
    const auto to_pixel = [&](Point2 p) {
        return Point2{area.left + area.width * p.x / (columns - 1), area.bottom() - area.height * p.y / (rows - 1)};
    };
    std::vector<float> lattice(std::size_t(columns) * std::size_t(rows));
    for (int j = 0; j < rows; ++j)
        for (int i = 0; i < columns; ++i) {
            const Point2 at = to_pixel({double(i), double(j)});
            lattice[std::size_t(j) * std::size_t(columns) + std::size_t(i)] = float(sample(panel.point(at.x, at.y)));
        }
    auto lines = contour_lines(lattice, columns, rows, level);
    for (auto& line : lines)
        for (Point2& p : line) p = to_pixel(p);
    return lines;
}

void draw_needle(Canvas& canvas, const Panel& panel, const SceneNeedle& needle) {
    const Vector3 from = needle.active_from(), to = needle.active_to();
    // Distance of the active zone's axis from the slice; the sign changes where it crosses.
    const double a = from[panel.normal] - panel.position, b = to[panel.normal] - panel.position;
    const bool crosses = a * b <= 0 || std::min(std::abs(a), std::abs(b)) <= needle.radius;
    LineStyle style{.colour = needle_colour, .width = 1.6, .casing = 1.0};
    if (!crosses) {
        style.dashes = {6, 4};
        style.casing = 0;
        style.colour = soft_ink;
    }
    Vector3 along = needle.direction;
    along[panel.normal] = 0;
    const double radius = needle.radius;
    if (along.norm() < 0.05) {  // seen end on
        std::vector<Point2> circle;
        for (int n = 0; n <= 48; ++n) {
            Vector3 p = 0.5 * (from + to);
            p[panel.u] += radius * std::cos(n * 2 * M_PI / 48);
            p[panel.v] += radius * std::sin(n * 2 * M_PI / 48);
            circle.push_back(panel.pixel(p));
        }
        canvas.polyline(circle, style);
        return;
    }
    along.normalize();
    Vector3 across = Vector3::Zero();
    across[panel.u] = -along[panel.v];
    across[panel.v] = along[panel.u];
    const auto corner = [&](const Vector3& end, double side) { return panel.pixel(end + side * radius * across); };
    canvas.polyline({corner(from, -1), corner(from, 1), corner(to, 1), corner(to, -1), corner(from, -1)}, style);
    // The shaft behind the active zone, up to the edge of the panel.
    LineStyle shaft = style;
    shaft.width = 1.0;
    shaft.casing = 0;
    shaft.colour = needle_colour.with_opacity(0.7);
    for (double side : {-1.0, 1.0}) canvas.line(corner(to, side), corner(to + 1.0 * needle.direction, side), shaft);
}

bool has_other_regions(const SceneData& scene) {
    for (std::size_t n = 1; n < scene.regions.size(); ++n)
        if (scene.regions[n].name != scene.target_region && !scene.regions[n].held_temperature) return true;
    return false;
}

LineStyle region_line(const SceneData& scene, const SceneRegion& region) {
    if (region.name == scene.target_region) return {.colour = target_colour, .width = 2.6, .casing = 1.2};
    if (region.held_temperature) return {.colour = held_colour, .width = 1.8, .casing = 0.8};
    return {.colour = region_colour, .width = 1.0};
}

}  // namespace

LineStyle isotherm_line(int number) {
    LineStyle style{.colour = Colour{0, 0, 0}, .width = 1.8, .casing = 1.2, .casing_colour = paper.with_opacity(0.85)};
    const std::vector<double> dashes[] = {{}, {12, 6}, {3, 5}, {12, 5, 3, 5}, {24, 6}, {12, 5, 3, 5, 3, 5}};
    style.dashes = dashes[std::size_t(number) % std::size(dashes)];
    return style;
}

SliceView slice_view(const SceneData& scene) {
    SliceView view;
    view.window = interesting_window(scene);
    view.focus = focus(scene);
    if (!scene.metrics.isotherms.empty()) view.isotherms = scene.metrics.isotherms;
    double coldest = 0, warmest = 0;
    const auto widen = [&](const std::vector<float>& field) {
        for (float value : field)
            if (std::isfinite(value))
                coldest = std::min(coldest, double(value)), warmest = std::max(warmest, double(value));
    };
    widen(scene.minimum_temperature);
    if (scene.read_frame)
        for (int frame : stage_end_frames(scene)) widen(scene.read_frame(frame));
    view.scale = round_scale(coldest, warmest);
    return view;
}

Rectangle slice_area(const SliceView& view, int axis, const Rectangle& room) {
    const auto [u, v] = panel_axes(axis);
    const Vector3 size = view.window.size();
    const double scale = std::min(room.width / size[u], room.height / size[v]);
    const double width = std::floor(scale * size[u]), height = std::floor(scale * size[v]);
    return {std::floor(room.left + 0.5 * (room.width - width)), std::floor(room.top + 0.5 * (room.height - height)),
            width, height};
}

void draw_slice(Canvas& canvas, const Rectangle& area, const SceneData& scene, const std::vector<float>& temperature,
                int axis, const SliceView& view, int text_size) {
    const auto [u, v] = panel_axes(axis);
    const Panel panel{{area, 1e3 * view.window.lower[u], 1e3 * view.window.upper[u], 1e3 * view.window.lower[v],
                       1e3 * view.window.upper[v]},
                      u,
                      v,
                      axis,
                      view.focus[axis]};
    const Sampler sample(scene.grid, temperature);
    canvas.set_clip(area);
    for (int y = int(area.top); y < int(area.bottom()); ++y)
        for (int x = int(area.left); x < int(area.right()); ++x)
            canvas.set_pixel(x, y, view.scale(sample(panel.point(x + 0.5, y + 0.5))));
    const auto outline = [&](const SceneRegion& region) {
        const std::vector<float> mask = region_mask(scene, region.name);
        if (mask.empty()) return;
        for (const auto& line : panel_contours(panel, scene.grid, mask, 0.5))
            canvas.polyline(line, region_line(scene, region));
    };
    for (std::size_t n = 1; n < scene.regions.size(); ++n)
        if (scene.regions[n].name != scene.target_region) outline(scene.regions[n]);
    for (std::size_t n = 0; n < view.isotherms.size(); ++n)
        for (const auto& line : panel_contours(panel, scene.grid, temperature, view.isotherms[n]))
            canvas.polyline(line, isotherm_line(int(n)));
    for (const SceneRegion& region : scene.regions)
        if (region.name == scene.target_region) outline(region);
    for (const SceneNeedle& needle : scene.needles) draw_needle(canvas, panel, needle);
    canvas.reset_clip();
    draw_axes(canvas, panel.axes,
              {.x_title = fmt::format("{} [mm]", axis_names[std::size_t(u)]),
               .y_title = fmt::format("{} [mm]", axis_names[std::size_t(v)]),
               .x_ticks = 5,
               .y_ticks = 5,
               .size = text_size,
               .grid_lines = false});
}

void draw_colour_bar(Canvas& canvas, const Rectangle& bar, const SliceView& view, int text_size) {
    const double low = view.scale.coldest(), high = view.scale.warmest();
    const auto at = [&](double temperature) { return bar.bottom() - bar.height * (temperature - low) / (high - low); };
    for (int y = int(bar.top); y < int(bar.bottom()); ++y)
        canvas.fill({bar.left, double(y), bar.width, 1},
                    view.scale(low + (bar.bottom() - y - 0.5) / bar.height * (high - low)));
    for (std::size_t n = 0; n < view.isotherms.size(); ++n)
        if (view.isotherms[n] > low && view.isotherms[n] < high)
            canvas.line({bar.left, at(view.isotherms[n])}, {bar.right(), at(view.isotherms[n])}, isotherm_line(int(n)));
    canvas.frame(bar, {.width = 1});
    const double step = round_step(low, high, 11);
    for (double tick : round_ticks(low, high, 11)) {
        canvas.line({bar.right(), at(tick)}, {bar.right() + 5, at(tick)}, {.width = 1});
        canvas.text({bar.right() + 9, at(tick)}, number_text(tick, step), {.size = text_size});
    }
    canvas.text({bar.left, bar.top - 1.4 * text_size}, "Temperature [°C]", {.size = text_size});
}

std::vector<LegendEntry> slice_legend(const SceneData& scene, const SliceView& view) {
    std::vector<LegendEntry> entries;
    for (std::size_t n = 0; n < view.isotherms.size(); ++n)
        entries.push_back({number_text(view.isotherms[n], 1) + " °C", isotherm_line(int(n))});
    if (!region_mask(scene, scene.target_region).empty()) {
        const std::string name =
            scene.target_region == "target" ? "target" : fmt::format("target ({})", scene.target_region);
        entries.push_back({name, region_line(scene, {scene.target_region, {}})});
    }
    for (std::size_t n = 1; n < scene.regions.size(); ++n)
        if (const SceneRegion& region = scene.regions[n]; region.held_temperature && region.name != scene.target_region)
            entries.push_back({fmt::format("{}, held at {} °C", region.name, number_text(*region.held_temperature, 1)),
                               region_line(scene, region)});
    if (has_other_regions(scene)) entries.push_back({"other tissues", {.colour = region_colour, .width = 1.0}});
    if (!scene.needles.empty()) {
        entries.push_back({"probe in the slice", {.colour = needle_colour, .width = 1.6}});
        entries.push_back({"beside it, projected", {.colour = soft_ink, .width = 1.6, .dashes = {6, 4}}});
    }
    return entries;
}

Canvas slice_picture(const SceneData& scene, int frame, const SliceView& view) {
    constexpr int panel = 420, left = 80, between = 95, top = 110, bar_room = 140;
    constexpr int width = left + 3 * panel + 2 * between + 55 + bar_room, height = top + panel + 140;
    Canvas canvas(width, height);
    const std::vector<float> temperature = scene.read_frame(frame);
    canvas.text({double(left), 30}, scene.title, {.size = 22, .bold = true});
    canvas.text({double(width - 30), 30}, clock_text(scene, scene.frame_times[std::size_t(frame)]),
                {.size = 22, .horizontal = Align::end});
    for (int n = 0; n < 3; ++n) {
        const int axis = 2 - n;
        const Rectangle room{double(left + n * (panel + between)), double(top), double(panel), double(panel)};
        const Rectangle area = slice_area(view, axis, room);
        draw_slice(canvas, area, scene, temperature, axis, view);
        canvas.text(
            {area.left, area.top - 18},
            fmt::format("slice at {} = {} mm", axis_names[std::size_t(axis)], number_text(1e3 * view.focus[axis], 0.1)),
            {.size = 17});
    }
    draw_colour_bar(canvas, {double(left + 3 * panel + 2 * between + 55), double(top + 10), 26, double(panel - 10)},
                    view);
    draw_legend(canvas, {double(left), double(top + panel + 70)}, width - left - 30, slice_legend(scene, view), 17);
    return canvas;
}

}  // namespace iceball
