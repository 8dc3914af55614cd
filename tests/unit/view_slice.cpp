#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/error.hpp"
#include "support/scratch_folder.hpp"
#include "support/synthetic_scene.hpp"
#include "view/axes.hpp"
#include "view/contour.hpp"
#include "view/slice_picture.hpp"

using namespace iceball;

namespace {

int count_colour(const Canvas& canvas, const Rectangle& area, Colour colour, int tolerance) {
    int count = 0;
    for (int y = int(area.top); y < int(area.bottom()); ++y)
        for (int x = int(area.left); x < int(area.right()); ++x) {
            const Colour p = canvas.pixel(x, y);
            count += std::abs(p.red - colour.red) <= tolerance && std::abs(p.green - colour.green) <= tolerance &&
                     std::abs(p.blue - colour.blue) <= tolerance;
        }
    return count;
}

}  // namespace

TEST_CASE("numbers on axes have a true minus sign, the step's decimals and no -0", "[view]") {
    CHECK(number_text(-20, 10) == "\u221220");
    CHECK(number_text(-0.0, 1) == "0");
    CHECK(number_text(-1e-17, 0.5) == "0.0");
    CHECK(number_text(0.25, 0.05) == "0.25");
    CHECK(round_ticks(-0.5, 1.0, 4) == std::vector<double>{-0.5, 0.0, 0.5, 1.0});
    CHECK(round_ticks(-150, 40, 10).front() == -140);
    for (double tick : round_ticks(-7.3, 11.1, 9)) CHECK((tick >= -7.3 && tick <= 11.1));
}

TEST_CASE("the temperature scale is blue below 0 degC, pale at 0 and warm above", "[view]") {
    const TemperatureScale scale(-150, 40);
    CHECK(scale(0).red == scale(0).blue);
    CHECK(scale(-40).blue > scale(-40).red);
    CHECK(scale(37).red > scale(37).blue);
    CHECK(scale(-500) == scale(-150));
    CHECK_THROWS_AS(TemperatureScale(10, 10), InputError);
    CHECK(round_scale(-143.2, 37).coldest() == -150);
    CHECK(round_scale(-143.2, 37).warmest() == 40);
}

TEST_CASE("a line covers as many pixels as it is long and wide", "[view]") {
    Canvas canvas(200, 100);
    canvas.line({20, 50}, {180, 50}, {.colour = {0, 0, 0}, .width = 3});
    double covered = 0;
    for (int y = 0; y < 100; ++y)
        for (int x = 0; x < 200; ++x) covered += (255 - canvas.pixel(x, y).red) / 255.0;
    CHECK(covered == Approx(160 * 3 + 7).margin(3));  // two round ends
    Canvas dashed(200, 100);
    dashed.line({20, 50}, {180, 50}, {.colour = {0, 0, 0}, .width = 3, .dashes = {20, 20}});
    CHECK(dashed.pixel(30, 50).red < 40);
    CHECK(dashed.pixel(50, 50).red == 255);
    Canvas clipped(200, 100);
    clipped.set_clip({0, 0, 100, 100});
    clipped.line({20, 50}, {180, 50}, {.colour = {0, 0, 0}, .width = 3});
    CHECK(clipped.pixel(99, 50).red < 40);
    CHECK(clipped.pixel(101, 50).red == 255);
    CHECK_THROWS_AS(Canvas(0, 10), InputError);
}

TEST_CASE("a contour of a circle lies on the circle", "[view]") {
    const int n = 41;
    std::vector<float> values;
    for (int j = 0; j < n; ++j)
        for (int i = 0; i < n; ++i) values.push_back(float(std::hypot(i - 20.0, j - 20.0)));
    const auto lines = contour_lines(values, n, n, 12.3);
    REQUIRE(lines.size() == 1);
    for (const Point2& p : lines[0]) CHECK(std::hypot(p.x - 20, p.y - 20) == Approx(12.3).margin(0.01));
}

TEST_CASE("slices are drawn, labelled and saved without a display", "[view]") {
    // The whole test runs without one: any use of a render window would end the process.
    const char* before = std::getenv("DISPLAY");
    const std::string display = before ? before : "";
    ::unsetenv("DISPLAY");
    const SceneData scene = testing::synthetic_scene(32);
    const SliceView view = slice_view(scene);
    const Canvas frozen = slice_picture(scene, 10, view), warm = slice_picture(scene, 0, view);
    CHECK(frozen.width() == 1725);
    CHECK(frozen.height() == 670);
    const Rectangle first_panel{80, 110, 420, 420};
    // The middle of the ball is blue, the rim of the window has body temperature's colour.
    // (Antialiased rims of lines have that colour too, some hundred pixels of them.)
    CHECK(count_colour(frozen, first_panel, view.scale(-40), 25) >
          10 * count_colour(warm, first_panel, view.scale(-40), 25));
    CHECK(count_colour(frozen, first_panel, target_colour, 12) > 300);
    CHECK(count_colour(warm, first_panel, view.scale(36.5), 6) > 50000);
    // The colour bar holds every temperature of the scale.
    const Rectangle bar{80 + 3 * 420 + 2 * 95 + 55, 120, 26, 410};
    for (double temperature : {-115.0, -80.0, -10.0, 30.0})
        CHECK(count_colour(frozen, bar, view.scale(temperature), 3) >= 26);

    const ScratchFolder folder;
    write_png(frozen, folder / "slices.png");
    std::ifstream file(folder / "slices.png", std::ios::binary);
    std::string head(24, '\0');
    file.read(head.data(), 24);
    CHECK(head.substr(1, 3) == "PNG");
    CHECK((static_cast<unsigned char>(head[18]) * 256 + static_cast<unsigned char>(head[19])) == frozen.width());
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
    CHECK_THROWS_AS(write_png(frozen, folder / "absent/slices.png"), FileError);
    if (before) ::setenv("DISPLAY", display.c_str(), 1);
}

TEST_CASE("an area cut by two needles shows lengths that agree with the axes", "[view]") {
    // Two points 20 mm apart in the window are 20 mm apart on the picture, along both axes of a panel.
    const SceneData scene = testing::synthetic_scene(32);
    const SliceView view = slice_view(scene);
    const Rectangle area = slice_area(view, 1, {0, 0, 400, 300});
    const Vector3 size = view.window.size();
    CHECK(area.width / size[0] == Approx(area.height / size[2]).epsilon(0.01));
    CHECK(area.width <= 400);
    CHECK(area.height <= 300);
}

TEST_CASE("the clock names the stage that ends at a boundary", "[view]") {
    const SceneData scene = testing::synthetic_scene(8);
    CHECK(clock_text(scene, 0) == "0:00 min   cycle 1, freeze");
    CHECK(clock_text(scene, 600) == "10:00 min   cycle 1, freeze");
    CHECK(clock_text(scene, 601) == "10:01 min   cycle 1, thaw");
    CHECK(clock_text(scene, 2160) == "36:00 min   cycle 2, thaw");
    CHECK(stage_end_frames(scene) == std::vector<int>{10, 18, 28, 36});
}
