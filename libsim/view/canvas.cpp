#include "view/canvas.hpp"

#include <fmt/format.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkTextProperty.h>
#include <vtkTextRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/error.hpp"
#include "store/atomic_file.hpp"

namespace iceball {
namespace {

constexpr int text_dpi = 72;  // one point is one pixel

std::uint8_t mix(std::uint8_t below, std::uint8_t above, double opacity) {
    return std::uint8_t(std::lround(below + opacity * (above - below)));
}

double distance_to_segment(Point2 p, Point2 a, Point2 b) {
    const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    const double t = length2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0.0;
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

// Cuts a polyline into its drawn dashes.
std::vector<std::vector<Point2>> cut_dashes(const std::vector<Point2>& points, const std::vector<double>& dashes) {
    std::vector<std::vector<Point2>> pieces;
    std::size_t dash = 0;
    double left = dashes[0];
    std::vector<Point2> piece{points[0]};
    for (std::size_t n = 1; n < points.size(); ++n) {
        Point2 from = points[n - 1];
        double length = std::hypot(points[n].x - from.x, points[n].y - from.y);
        while (length > left) {
            const double t = left / length;
            from = {from.x + t * (points[n].x - from.x), from.y + t * (points[n].y - from.y)};
            length -= left;
            if (dash % 2 == 0) {
                piece.push_back(from);
                pieces.push_back(piece);
            }
            piece = {from};
            ++dash;
            left = dashes[dash % dashes.size()];
        }
        left -= length;
        if (dash % 2 == 0) piece.push_back(points[n]);
    }
    if (dash % 2 == 0 && piece.size() > 1) pieces.push_back(piece);
    return pieces;
}

vtkNew<vtkTextProperty> text_property(const TextStyle& style) {
    vtkNew<vtkTextProperty> property;
    property->SetFontFamilyToArial();
    property->SetFontSize(style.size);
    property->SetBold(style.bold);
    property->SetOrientation(style.upwards ? 90.0 : 0.0);
    property->SetColor(style.colour.red / 255.0, style.colour.green / 255.0, style.colour.blue / 255.0);
    property->SetOpacity(style.colour.opacity);
    return property;
}

vtkTextRenderer& text_renderer() {
    vtkTextRenderer* renderer = vtkTextRenderer::GetInstance();
    if (!renderer)
        throw Error(ExitCode::file_trouble,
                    "this build of VTK has no FreeType text renderer, pictures cannot be labelled");
    renderer->SetDefaultBackend(vtkTextRenderer::FreeType);
    return *renderer;
}

double shift(Align align, double length) {
    return align == Align::begin ? 0.0 : align == Align::middle ? 0.5 * length : length;
}

}  // namespace

Canvas::Canvas(int width, int height, Colour background) : width_(width), height_(height) {
    if (width < 1 || height < 1 || width > 16384 || height > 16384)
        throw InputError(fmt::format("a picture is 1 to 16384 pixels wide and high; given {} x {}", width, height));
    rgb_.resize(std::size_t(3) * std::size_t(width) * std::size_t(height));
    for (std::size_t n = 0; n < rgb_.size(); n += 3) {
        rgb_[n] = background.red;
        rgb_[n + 1] = background.green;
        rgb_[n + 2] = background.blue;
    }
    reset_clip();
}

void Canvas::set_clip(const Rectangle& clip) {
    clip_ = clip;
}
void Canvas::reset_clip() {
    clip_ = {0, 0, double(width_), double(height_)};
}

Colour Canvas::pixel(int x, int y) const {
    const std::size_t n = 3 * (std::size_t(y) * std::size_t(width_) + std::size_t(x));
    return {rgb_[n], rgb_[n + 1], rgb_[n + 2]};
}

void Canvas::set_pixel(int x, int y, Colour colour) {
    blend(x, y, colour, 1.0);
}

void Canvas::blend(int x, int y, Colour colour, double coverage) {
    if (x < 0 || y < 0 || x >= width_ || y >= height_) return;
    if (x + 0.5 < clip_.left || x + 0.5 > clip_.right() || y + 0.5 < clip_.top || y + 0.5 > clip_.bottom()) return;
    const double opacity = coverage * colour.opacity;
    std::uint8_t* at = &rgb_[3 * (std::size_t(y) * std::size_t(width_) + std::size_t(x))];
    at[0] = mix(at[0], colour.red, opacity);
    at[1] = mix(at[1], colour.green, opacity);
    at[2] = mix(at[2], colour.blue, opacity);
}

void Canvas::fill(const Rectangle& area, Colour colour) {
    const int left = int(std::floor(area.left)), right = int(std::ceil(area.right()));
    const int top = int(std::floor(area.top)), bottom = int(std::ceil(area.bottom()));
    for (int y = std::max(top, 0); y < std::min(bottom, height_); ++y) {
        const double rows = std::min(area.bottom(), y + 1.0) - std::max(area.top, double(y));
        for (int x = std::max(left, 0); x < std::min(right, width_); ++x)
            blend(x, y, colour, rows * (std::min(area.right(), x + 1.0) - std::max(area.left, double(x))));
    }
}

void Canvas::frame(const Rectangle& area, const LineStyle& style) {
    polyline({{area.left, area.top},
              {area.right(), area.top},
              {area.right(), area.bottom()},
              {area.left, area.bottom()},
              {area.left, area.top}},
             style);
}

void Canvas::line(Point2 from, Point2 to, const LineStyle& style) {
    polyline({from, to}, style);
}

void Canvas::polyline(const std::vector<Point2>& points, const LineStyle& style) {
    if (points.size() < 2) return;
    std::vector<std::vector<Point2>> pieces{points};
    if (!style.dashes.empty()) pieces = cut_dashes(points, style.dashes);
    if (style.casing > 0)
        for (const auto& piece : pieces) stroke(piece, style.width + 2 * style.casing, style.casing_colour);
    for (const auto& piece : pieces) stroke(piece, style.width, style.colour);
}

// One coverage mask for the whole stroke, so that joints of a translucent line are not darker than its middle.
void Canvas::stroke(const std::vector<Point2>& points, double width, Colour colour) {
    const double reach = 0.5 * width + 0.5;
    double left = clip_.right(), right = clip_.left, top = clip_.bottom(), bottom = clip_.top;
    for (const Point2& p : points) {
        if (!std::isfinite(p.x) || !std::isfinite(p.y)) return;
        left = std::min(left, p.x - reach), right = std::max(right, p.x + reach);
        top = std::min(top, p.y - reach), bottom = std::max(bottom, p.y + reach);
    }
    const int x0 = int(std::floor(std::max({left, clip_.left, 0.0}))),
              x1 = int(std::ceil(std::min({right, clip_.right(), double(width_)})));
    const int y0 = int(std::floor(std::max({top, clip_.top, 0.0}))),
              y1 = int(std::ceil(std::min({bottom, clip_.bottom(), double(height_)})));
    if (x0 >= x1 || y0 >= y1) return;
    const std::size_t columns = std::size_t(x1 - x0);
    std::vector<float> mask(columns * std::size_t(y1 - y0), 0.0f);
    for (std::size_t n = 1; n < points.size(); ++n) {
        const Point2 a = points[n - 1], b = points[n];
        const auto bound = [](double value, int low, int high) {
            return int(std::clamp(std::floor(value), double(low), double(high)));
        };
        const int sx0 = bound(std::min(a.x, b.x) - reach, x0, x1), sx1 = bound(std::max(a.x, b.x) + reach + 1, x0, x1);
        const int sy0 = bound(std::min(a.y, b.y) - reach, y0, y1), sy1 = bound(std::max(a.y, b.y) + reach + 1, y0, y1);
        for (int y = sy0; y < sy1; ++y)
            for (int x = sx0; x < sx1; ++x) {
                const double distance = distance_to_segment({x + 0.5, y + 0.5}, a, b);
                const float cover = float(std::clamp(0.5 * width + 0.5 - distance, 0.0, std::min(1.0, width)));
                float& value = mask[std::size_t(y - y0) * columns + std::size_t(x - x0)];
                value = std::max(value, cover);
            }
    }
    for (int y = y0; y < y1; ++y)
        for (int x = x0; x < x1; ++x)
            if (const float cover = mask[std::size_t(y - y0) * columns + std::size_t(x - x0)]; cover > 0)
                blend(x, y, colour, cover);
}

void Canvas::disc(Point2 centre, double radius, Colour colour) {
    stroke({centre, centre}, 2 * radius, colour);
}

double Canvas::text_width(const std::string& utf8, const TextStyle& style) const {
    if (utf8.empty()) return 0;
    int box[4];
    TextStyle flat = style;
    flat.upwards = false;
    if (!text_renderer().GetBoundingBox(text_property(flat), utf8, box, text_dpi)) return 0;
    return box[1] - box[0] + 1;
}

double Canvas::text(Point2 anchor, const std::string& utf8, const TextStyle& style) {
    if (utf8.empty()) return 0;
    vtkNew<vtkImageData> image;
    int size[2];
    const vtkNew<vtkTextProperty> property = text_property(style);
    if (!text_renderer().RenderString(property, utf8, image, size, text_dpi))
        throw Error(ExitCode::file_trouble, fmt::format("VTK cannot draw the text '{}'", utf8));
    // The height of a line is the same for every text of a size, so that neighbours share a base line.
    int box[4], line_box[4];
    TextStyle flat = style;
    flat.upwards = false;
    text_renderer().GetBoundingBox(text_property(flat), utf8, box, text_dpi);
    text_renderer().GetBoundingBox(text_property(flat), "0", line_box, text_dpi);
    const double width = box[1] - box[0] + 1, below = -box[2], digit = line_box[3] - line_box[2] + 1;
    double origin_x, origin_y;  // of the image's lower left corner
    if (style.upwards) {
        // Base line runs upwards; the text's height extends to the left of it.
        origin_x = std::round(anchor.x + digit - shift(style.vertical, digit) - (box[3] + 1));
        origin_y = std::round(anchor.y + shift(style.horizontal, width));
    } else {
        origin_x = std::round(anchor.x - shift(style.horizontal, width));
        origin_y = std::round(anchor.y + digit - shift(style.vertical, digit) + below);
    }
    int extent[6];
    image->GetExtent(extent);
    for (int v = 0; v < size[1]; ++v)
        for (int u = 0; u < size[0]; ++u) {
            const auto* rgba =
                static_cast<const unsigned char*>(image->GetScalarPointer(extent[0] + u, extent[2] + v, 0));
            if (rgba[3] > 0)
                blend(int(origin_x) + u, int(origin_y) - 1 - v, {rgba[0], rgba[1], rgba[2]}, rgba[3] / 255.0);
        }
    return width;
}

void Canvas::paste(const Canvas& other, int x, int y) {
    for (int v = 0; v < other.height_; ++v)
        for (int u = 0; u < other.width_; ++u) blend(x + u, y + v, other.pixel(u, v), 1.0);
}

void Canvas::copy_to(vtkImageData& image) const {
    image.SetDimensions(width_, height_, 1);
    image.AllocateScalars(VTK_UNSIGNED_CHAR, 3);
    auto* to = static_cast<unsigned char*>(image.GetScalarPointer());
    const std::size_t row = std::size_t(3) * std::size_t(width_);
    for (int y = 0; y < height_; ++y)
        std::copy_n(rgb_.data() + row * std::size_t(height_ - 1 - y), row, to + row * std::size_t(y));
}

void write_png(const Canvas& canvas, const std::filesystem::path& path) {
    vtkNew<vtkImageData> image;
    canvas.copy_to(*image);
    vtkNew<vtkPNGWriter> writer;
    writer->SetInputData(image);
    writer->WriteToMemoryOn();
    writer->Write();
    vtkUnsignedCharArray* png = writer->GetResult();
    if (!png || png->GetNumberOfValues() == 0)
        throw FileError(fmt::format("VTK cannot encode the picture {}", path.string()));
    const std::string_view bytes(reinterpret_cast<const char*>(png->GetPointer(0)),
                                 std::size_t(png->GetNumberOfValues()));
    write_text_file(path, bytes, false);
}

}  // namespace iceball
