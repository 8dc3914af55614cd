#include <catch2/catch.hpp>

#include "core/error.hpp"
#include "support/synthetic_scene.hpp"
#include "view/probe_chart.hpp"
#include "view/time_chart.hpp"

using namespace iceball;

TEST_CASE("charts hold volumes in ml, heat drawn as a positive number and the sensors", "[view]") {
    const SceneData scene = testing::synthetic_scene(8);
    const auto charts = time_charts(scene);
    REQUIRE(charts.size() == 3);
    REQUIRE(charts[0].lines.size() == 3);
    CHECK(charts[0].lines[1].value[60] == Approx(1e6 * scene.metrics.volume[60 * 3 + 1]));
    CHECK(charts[1].lines[0].value[0] == Approx(14.0));
    CHECK(charts[2].lines[1].name == "TC2");
    const auto picture = time_chart_picture(scene);
    REQUIRE(picture);
    // The ground of the plots changes from freeze to thaw at 10 of 36 min.
    const int y = 250,  // between the curves and the lines of the grid there
        boundary = 110 + int(860 * 10.0 / 36.0);
    CHECK(picture->pixel(boundary - 8, y) == stage_colour("freeze"));
    CHECK(picture->pixel(boundary + 8, y) == stage_colour("thaw"));
    SceneData empty;
    CHECK_FALSE(time_chart_picture(empty));
}

TEST_CASE("a line of a chart passes through its values", "[view]") {
    SceneData scene;
    scene.stages = {{"freeze", 0, 600, 1}};
    Canvas canvas(400, 300);
    const Rectangle area{50, 20, 300, 200};
    TimeChart chart{"", "V", {}, true};
    chart.lines.resize(1);
    chart.lines[0].style.colour = {200, 0, 0};
    chart.lines[0].time = {0, 300, 600};
    chart.lines[0].value = {0, 10, 20};
    draw_time_chart(canvas, area, scene, chart, true);
    // The axis ends 6 % above 20, so the middle of the line lies at 10 / 21.2 of the height.
    const Colour middle = canvas.pixel(200, int(220 - 200 * 10 / 21.2));
    CHECK((middle.red > 180 && middle.green < 80));
    // A value that is not a number leaves a gap.
    Canvas gap(400, 300);
    chart.lines[0].value[1] = std::nan("");
    draw_time_chart(gap, area, scene, chart, true);
    CHECK(gap.pixel(200, int(220 - 200 * 10 / 21.2)).green > 200);
}

TEST_CASE("volumes are linear between samples and absent outside", "[view]") {
    SceneMetrics metrics;
    metrics.time = {0, 10, 20};
    metrics.isotherms = {0, -20};
    metrics.volume = {0, 0, 2, 1, 6, 3};
    CHECK(*volume_at(metrics, 0, 15) == Approx(4));
    CHECK(*volume_at(metrics, 1, 20) == Approx(3));
    CHECK(*volume_at(metrics, 1, 0) == Approx(0));
    CHECK_FALSE(volume_at(metrics, 0, 21));
    CHECK_FALSE(volume_at(metrics, 2, 10));
}

TEST_CASE("the probe chart states width across and length along the probe", "[view]") {
    SceneData scene = testing::synthetic_scene(8);
    CHECK_THROWS_WITH(probe_chart_entry(scene, 600), Catch::Contains("one probe"));
    scene.needles.resize(1);
    const ProbeChartEntry entry = probe_chart_entry(scene, 600);
    REQUIRE(entry.sizes.size() == 3);
    // Extents of the made-up run: 2 r + 15 mm and 2 r + 4 mm across, 2 r + 30 mm along, r = 18 mm for 0 degC.
    CHECK(entry.sizes[0].width == Approx(2 * 0.018 + 0.0095));
    CHECK(entry.sizes[0].length == Approx(2 * 0.018 + 0.030));
    const ProbeChartEntry between = probe_chart_entry(scene, 595);
    CHECK(between.sizes[0].length == Approx(0.030 + testing::ball_radius(590) + testing::ball_radius(600)));
    CHECK_THROWS_AS(probe_chart_entry(scene, 1e5), InputError);
    scene.needles[0].direction = Vector3(0.6, 0, 0.8);
    CHECK_THROWS_WITH(probe_chart_entry(scene, 600), Catch::Contains("along x, y or z"));
    const Canvas chart = probe_chart_picture({entry, entry}, "Ice after 10 min");
    CHECK(chart.width() == 95 + 2 * 330 + 30);
    CHECK_THROWS_AS(probe_chart_picture({}, ""), InputError);
}
