#include "view/scene_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace iceball {
namespace {

// Box of all cells for which belongs(n) holds, n counting x fastest; false if there is none.
template <class Belongs>
bool grow(const Grid& grid, Belongs&& belongs, Window& window) {
    bool any = false;
    std::size_t n = 0;
    for_each_cell(grid, [&](const Index3& cell, std::ptrdiff_t) {
        if (!belongs(n++)) return;
        const Vector3 centre = grid.cell_centre(cell[0], cell[1], cell[2]);
        const Vector3 half = Vector3::Constant(0.5 * grid.spacing());
        window.lower = window.lower.cwiseMin(centre - half);
        window.upper = window.upper.cwiseMax(centre + half);
        any = true;
    });
    return any;
}

template <class Belongs>
std::optional<Vector3> centroid(const Grid& grid, Belongs&& belongs) {
    Vector3 sum = Vector3::Zero();
    std::size_t n = 0, count = 0;
    for_each_cell(grid, [&](const Index3& cell, std::ptrdiff_t) {
        if (!belongs(n++)) return;
        sum += grid.cell_centre(cell[0], cell[1], cell[2]);
        ++count;
    });
    if (count == 0) return std::nullopt;
    return Vector3(sum / double(count));
}

int region_number(const SceneData& scene, const std::string& region) {
    for (std::size_t n = 0; n < scene.regions.size(); ++n)
        if (scene.regions[n].name == region) return int(n);
    return -1;
}

}  // namespace

const SceneStage* stage_at(const SceneData& scene, double time) {
    const SceneStage* found = nullptr;
    for (const SceneStage& stage : scene.stages)
        if (time > stage.start || !found) found = &stage;
    return found;
}

std::string clock_text(const SceneData& scene, double time) {
    const long seconds = std::lround(time);
    std::string text = fmt::format("{}:{:02} min", seconds / 60, seconds % 60);
    if (const SceneStage* stage = stage_at(scene, time))
        text += fmt::format("   cycle {}, {}", stage->cycle, stage->kind);
    return text;
}

std::optional<double> volume_at(const SceneMetrics& metrics, std::size_t isotherm, double time) {
    const auto& times = metrics.time;
    if (times.empty() || isotherm >= metrics.isotherms.size()) return std::nullopt;
    const double slack = 1e-6 * (1.0 + std::abs(time));
    if (time < times.front() - slack || time > times.back() + slack) return std::nullopt;
    const auto after = std::lower_bound(times.begin(), times.end(), time);
    const std::size_t columns = metrics.isotherms.size();
    const auto row = [&](std::size_t n) { return metrics.volume[n * columns + isotherm]; };
    if (after == times.end()) return row(times.size() - 1);
    const std::size_t n = std::size_t(after - times.begin());
    if (n == 0 || *after == time) return row(n);
    const double t = (time - times[n - 1]) / (times[n] - times[n - 1]);
    return row(n - 1) + t * (row(n) - row(n - 1));
}

int nearest_frame(const SceneData& scene, double time) {
    if (scene.frame_times.empty())
        throw InputError(
            "the run has no temperature frames to draw; run the case with [output] every = \"15 s\" instead of frames "
            "= \"none\"");
    int nearest = 0;
    for (std::size_t n = 1; n < scene.frame_times.size(); ++n)
        if (std::abs(scene.frame_times[n] - time) < std::abs(scene.frame_times[std::size_t(nearest)] - time))
            nearest = int(n);
    return nearest;
}

std::vector<int> stage_end_frames(const SceneData& scene) {
    std::vector<int> frames;
    if (scene.frame_times.empty()) return frames;
    for (const SceneStage& stage : scene.stages) {
        if (stage.end() > scene.frame_times.back() + 0.5) break;  // the run stopped before
        const int frame = nearest_frame(scene, stage.end());
        if (frames.empty() || frames.back() != frame) frames.push_back(frame);
    }
    if (frames.empty()) frames.push_back(int(scene.frame_times.size()) - 1);
    return frames;
}

std::vector<float> region_mask(const SceneData& scene, const std::string& region) {
    const int number = region_number(scene, region);
    if (number < 0 || scene.labels.size() != scene.grid.cell_count()) return {};
    std::vector<float> mask(scene.labels.size());
    std::transform(scene.labels.begin(), scene.labels.end(), mask.begin(),
                   [&](std::uint8_t label) { return label == number ? 1.0f : 0.0f; });
    return mask;
}

Window interesting_window(const SceneData& scene, bool tight) {
    const Grid& grid = scene.grid;
    Window window{grid.upper(), grid.lower()};
    bool any = false;
    const auto add_field = [&](const std::vector<float>& field) {
        if (field.size() == grid.cell_count())
            any |= grow(
                grid, [&](std::size_t n) { return field[n] < 0; }, window);
    };
    if (!scene.minimum_temperature.empty())
        add_field(scene.minimum_temperature);
    else if (scene.read_frame)
        for (int frame : stage_end_frames(scene)) add_field(scene.read_frame(frame));
    for (const SceneNeedle& needle : scene.needles) {
        for (const Vector3& end : {needle.active_from(), needle.active_to()}) {
            window.lower = window.lower.cwiseMin(end);
            window.upper = window.upper.cwiseMax(end);
        }
        any = true;
    }
    if (const std::vector<float> mask = region_mask(scene, scene.target_region); !mask.empty())
        any |= grow(
            grid, [&](std::size_t n) { return mask[n] > 0; }, window);
    if (!any) return {grid.lower(), grid.upper()};
    // Shifted into the box, cut only where the box is smaller.
    const double largest = window.size().maxCoeff();
    for (int axis = 0; axis < 3; ++axis) {
        const double edge = (tight ? window.size()[axis] + 0.15 * largest : 1.25 * largest) + 4 * grid.spacing();
        const double low = grid.lower()[axis], high = grid.upper()[axis];
        const double middle = 0.5 * (window.lower[axis] + window.upper[axis]);
        const double from = std::clamp(middle - 0.5 * edge, low, std::max(low, high - edge));
        window.lower[axis] = from;
        window.upper[axis] = std::min(from + edge, high);
    }
    return window;
}

Vector3 focus(const SceneData& scene) {
    const Grid& grid = scene.grid;
    if (const std::vector<float> mask = region_mask(scene, scene.target_region); !mask.empty())
        if (const auto middle = centroid(grid, [&](std::size_t n) { return mask[n] > 0; })) return *middle;
    if (scene.minimum_temperature.size() == grid.cell_count())
        if (const auto middle = centroid(grid, [&](std::size_t n) { return scene.minimum_temperature[n] < 0; }))
            return *middle;
    if (!scene.needles.empty()) {
        Vector3 sum = Vector3::Zero();
        for (const SceneNeedle& needle : scene.needles) sum += 0.5 * (needle.active_from() + needle.active_to());
        return sum / double(scene.needles.size());
    }
    return 0.5 * (grid.lower() + grid.upper());
}

}  // namespace iceball
