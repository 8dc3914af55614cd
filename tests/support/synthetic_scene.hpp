// A made-up run for tests of pictures: two needles along z whose ball grows and shrinks by a formula, a sphere as
// target.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "view/scene_data.hpp"

namespace iceball::testing {

// Distance from the segment between two points.
inline double segment_distance(const Vector3& p, const Vector3& a, const Vector3& b) {
    const double t = std::clamp((p - a).dot(b - a) / (b - a).squaredNorm(), 0.0, 1.0);
    return (p - a - t * (b - a)).norm();
}

// The ball's 0 degC radius about each needle [m]: grows over a freeze of 600 s, shrinks over a thaw of 480 s; two
// cycles.
inline double ball_radius(double time) {
    const double in_cycle = std::fmod(time, 1080.0);
    const bool last = time >= 2160.0;
    if (!last && in_cycle <= 600.0) return 0.002 + 0.016 * std::sqrt(in_cycle / 600.0);
    return 0.018 - 0.010 * (last ? 480.0 : in_cycle - 600.0) / 480.0;
}

inline SceneData synthetic_scene(int cells = 48) {
    SceneData scene;
    scene.title = "Kidney tumour, two probes, 10-8-10-8";
    scene.status = "complete";
    const double edge = 0.096;
    scene.grid = Grid({cells, cells, cells}, edge / cells, Vector3::Constant(-0.5 * edge));
    scene.needles = {{"A", {-0.0075, 0, -0.020}, {0, 0, 1}, 0.0012, 0, 0.030},
                     {"B", {0.0075, 0.004, -0.020}, {0, 0, 1}, 0.0012, 0, 0.030}};
    scene.regions = {{"background", {}}, {"tumour", {}}, {"vena cava", 37.0}};
    scene.target_region = "tumour";
    const Vector3 middle(0.004, 0, -0.004);
    for_each_cell(scene.grid, [&](const Index3& c, std::ptrdiff_t) {
        const Vector3 p = scene.grid.cell_centre(c[0], c[1], c[2]);
        const bool vessel = std::hypot(p.x() - 0.030, p.y() - 0.012) < 0.007;
        scene.labels.push_back(vessel ? 2 : (p - middle).norm() < 0.014 ? 1 : 0);
    });
    for (int cycle = 1; cycle <= 2; ++cycle) {
        const double start = 1080.0 * (cycle - 1);
        scene.stages.push_back({"freeze", start, 600, cycle});
        scene.stages.push_back({"thaw", start + 600, 480, cycle});
    }
    for (int n = 0; n <= 36; ++n) scene.frame_times.push_back(60.0 * n);
    const auto temperature = [needles = scene.needles](const Vector3& p, double time) {
        const double radius = ball_radius(time);
        double nearest = 1;
        for (const SceneNeedle& needle : needles)
            nearest = std::min(nearest, segment_distance(p, needle.active_from(), needle.active_to()));
        const double wall = 0.0012, r = std::max(nearest, wall);
        // Logarithmic inside the ice, exponential approach to 37 degC outside.
        if (r < radius) return -120.0 * std::log(radius / r) / std::log(radius / wall);
        return 37.0 * (1 - std::exp(-(r - radius) / 0.008));
    };
    scene.read_frame = [grid = scene.grid, times = scene.frame_times, temperature](int frame) {
        std::vector<float> values;
        values.reserve(grid.cell_count());
        for_each_cell(grid, [&](const Index3& c, std::ptrdiff_t) {
            values.push_back(float(temperature(grid.cell_centre(c[0], c[1], c[2]), times[std::size_t(frame)])));
        });
        return values;
    };
    scene.minimum_temperature = scene.read_frame(10);
    scene.metrics.isotherms = {0, -20, -40};
    scene.power = {{"A", {}, {}}, {"B", {}, {}}};
    scene.sensors = {{"TC1", {}, {}}, {"TC2", {}, {}}};
    for (int n = 0; n <= 216; ++n) {
        const double time = 10.0 * n, radius = ball_radius(time);
        const bool freezing = std::fmod(time, 1080.0) <= 600.0 && time < 2160.0;
        scene.metrics.time.push_back(time);
        for (double level : scene.metrics.isotherms) {
            const double r = radius * std::pow(0.0012 / radius, -level / 120.0);
            scene.metrics.volume.push_back(2 * M_PI * r * r * (0.030 + 4.0 / 3.0 * r));
            for (double extent : {2 * r + 0.015, 2 * r + 0.004, 2 * r + 0.030}) scene.metrics.extent.push_back(extent);
            for (int needle = 0; needle < 2; ++needle) scene.metrics.extent_along_needle.push_back(2 * r + 0.030);
        }
        for (int p = 0; p < 2; ++p) {
            scene.power[std::size_t(p)].time.push_back(time);
            scene.power[std::size_t(p)].value.push_back(freezing ? -(14.0 - p) / (1 + std::fmod(time, 1080.0) / 400.0)
                                                                 : 0.0);
            scene.sensors[std::size_t(p)].time.push_back(time);
            scene.sensors[std::size_t(p)].value.push_back(temperature(Vector3(0.012 + 0.006 * p, 0, 0), time));
        }
    }
    return scene;
}

}  // namespace iceball::testing
