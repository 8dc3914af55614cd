// A raster to draw labelled pictures on without any display: anti-aliased lines, rectangles, text, PNG.
//
// Coordinates are pixels, x to the right, y downwards, (0, 0) the upper left corner of the upper left pixel. Colours
// are sRGB with an opacity; mixing is done on the sRGB values. Lines are covered by their distance from the pixel's
// middle (one pixel wide ramp). Text comes from FreeType through VTK's text renderer, which needs no OpenGL. Not
// modelled: gamma-correct mixing, clipping to anything but a rectangle.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "view/colours.hpp"

class vtkImageData;

namespace iceball {

struct Point2 {
    double x = 0, y = 0;
};

struct Rectangle {
    double left = 0, top = 0, width = 0, height = 0;

    double right() const { return left + width; }
    double bottom() const { return top + height; }
};

enum class Align { begin, middle, end };  // of a text against its anchor: left/top, centre, right/bottom

struct TextStyle {
    int size = 18;  // height of the font [px]
    Colour colour = ink;
    Align horizontal = Align::begin;
    Align vertical = Align::middle;
    bool bold = false;
    bool upwards = false;  // turned by 90 degrees, read from below
};

struct LineStyle {
    Colour colour = ink;
    double width = 1.5;               // [px]
    std::vector<double> dashes = {};  // lengths drawn and left out in turn [px]; empty: solid
    double casing = 0;  // width of a pale rim on either side that keeps the line visible on any ground [px]
    Colour casing_colour = paper;
};

class Canvas {
 public:
    // Throws InputError if a size is not between 1 and 16384.
    Canvas(int width, int height, Colour background = paper);

    int width() const { return width_; }
    int height() const { return height_; }
    Colour pixel(int x, int y) const;
    void set_pixel(int x, int y, Colour colour);

    // Nothing is drawn outside the clip rectangle; the default is the whole canvas.
    void set_clip(const Rectangle& clip);
    void reset_clip();

    void fill(const Rectangle& area, Colour colour);
    void frame(const Rectangle& area, const LineStyle& style);
    void line(Point2 from, Point2 to, const LineStyle& style);
    void polyline(const std::vector<Point2>& points, const LineStyle& style);
    void disc(Point2 centre, double radius, Colour colour);
    // Draws UTF-8 text; returns its width [px].
    double text(Point2 anchor, const std::string& utf8, const TextStyle& style = {});
    double text_width(const std::string& utf8, const TextStyle& style = {}) const;
    // Copies another canvas with its upper left corner at (x, y).
    void paste(const Canvas& other, int x, int y);

    // RGB rows from the top.
    const std::vector<std::uint8_t>& bytes() const { return rgb_; }
    std::vector<std::uint8_t>& bytes() { return rgb_; }
    // Copies the picture into a VTK image (rows from the bottom, RGB).
    void copy_to(vtkImageData& image) const;

 private:
    void blend(int x, int y, Colour colour, double coverage);
    void stroke(const std::vector<Point2>& points, double width, Colour colour);

    int width_, height_;
    Rectangle clip_;
    std::vector<std::uint8_t> rgb_;
};

// Writes a PNG under a temporary name beside `path` and renames it when it is whole. Throws FileError.
void write_png(const Canvas& canvas, const std::filesystem::path& path);

}  // namespace iceball
