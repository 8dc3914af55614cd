#include "view/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/error.hpp"
#include "view/film.hpp"
#include "view/film_picture.hpp"

namespace iceball {
namespace {

constexpr int pictures_per_second = 12;

std::string picture_name(const char* kind, double time) {
    return fmt::format("{}_{:05}s.png", kind, std::lround(time));
}

std::vector<int> chosen_frames(const SceneData& scene, const std::vector<double>& times) {
    if (times.empty()) return stage_end_frames(scene);
    std::vector<int> frames;
    for (double time : times) {
        const int frame = nearest_frame(scene, time);
        const double first = scene.frame_times.front(), last = scene.frame_times.back();
        if (time < first - 0.5 || time > last + 0.5)
            throw InputError(fmt::format("there is no picture of {} s: the frames of the run reach from {} s to {} s",
                                         time, first, last));
        if (std::find(frames.begin(), frames.end(), frame) == frames.end()) frames.push_back(frame);
    }
    return frames;
}

// Evenly spread, first and last included.
std::vector<int> film_frames(const SceneData& scene, int at_most) {
    const int count = int(scene.frame_times.size()), shown = std::min(count, std::max(at_most, 2));
    std::vector<int> frames;
    for (int n = 0; n < shown; ++n)
        frames.push_back(shown > 1 ? int(std::lround(double(n) * (count - 1) / (shown - 1))) : 0);
    return frames;
}

}  // namespace

std::vector<std::filesystem::path> render(const SceneData& scene, const RenderOptions& options,
                                          const RenderProgress& progress) {
    const std::vector<int> frames = chosen_frames(scene, options.times);
    const bool pictures = !frames.empty(), stills = pictures && (options.scenes || options.slices);
    const bool charts = options.charts && !time_charts(scene).empty();
    const bool film = options.film && pictures;
    if (options.film && !pictures) nearest_frame(scene, 0);  // says that there are no frames
    if (!stills && !charts && !film)
        throw InputError("the run has neither temperature frames nor metrics, so there is nothing to draw");

    std::vector<std::filesystem::path> planned;
    for (int frame : frames) {
        const double time = scene.frame_times[std::size_t(frame)];
        if (options.scenes) planned.push_back(options.folder / picture_name("scene", time));
        if (options.slices) planned.push_back(options.folder / picture_name("slices", time));
    }
    if (charts) planned.push_back(options.folder / "charts.png");
    const bool mp4 = film && mp4_possible();
    if (film) planned.push_back(options.folder / "film.ogv");
    if (mp4) planned.push_back(options.folder / "film.mp4");
    if (!options.force)
        for (const auto& path : planned)
            if (std::filesystem::exists(path))
                throw FileError(
                    fmt::format("{} exists and is kept; give another folder (-o) or replace the pictures (--force)",
                                path.string()));

    const std::vector<int> shown = film ? film_frames(scene, options.film_pictures) : std::vector<int>{};
    const double total = double(planned.size()) + double(shown.size());
    double done = 0;
    const auto step = [&](const std::string& what) {
        if (progress) progress(what, done / total);
        done += 1;
    };
    const SliceView view = pictures ? slice_view(scene) : SliceView{};
    SceneStyle style;
    style.isotherms = view.isotherms;
    // Made before the folder, so that a missing display leaves nothing behind.
    std::unique_ptr<SceneRenderer> renderer;
    const Window window = pictures ? interesting_window(scene, true) : Window{};
    if (options.scenes && stills) renderer = std::make_unique<SceneRenderer>(scene, window, style, 900, 700);

    std::error_code error;
    std::filesystem::create_directories(options.folder, error);
    if (error) throw FileError(fmt::format("cannot make the folder {}: {}", options.folder.string(), error.message()));
    for (int frame : frames) {
        const double time = scene.frame_times[std::size_t(frame)];
        if (options.scenes) {
            step(picture_name("scene", time));
            write_png(scene_picture(*renderer, scene, frame, view.isotherms),
                      options.folder / picture_name("scene", time));
        }
        if (options.slices) {
            step(picture_name("slices", time));
            write_png(slice_picture(scene, frame, view), options.folder / picture_name("slices", time));
        }
    }
    if (charts) {
        step("charts.png");
        write_png(*time_chart_picture(scene), options.folder / "charts.png");
    }
    if (film) {
        renderer.reset();
        if (options.scenes)
            renderer = std::make_unique<SceneRenderer>(scene, window, style, film_view_width, film_view_height);
        const std::vector<TimeChart> all = time_charts(scene);
        std::vector<std::unique_ptr<Film>> films;
        films.push_back(make_theora_film(options.folder / "film.ogv", film_width, film_height, pictures_per_second));
        if (mp4)
            films.push_back(make_mp4_film(options.folder / "film.mp4", film_width, film_height, pictures_per_second));
        for (int frame : shown) {
            step("film");
            const Canvas picture = film_picture(renderer.get(), scene, frame, view, all);
            for (auto& one : films) one->add(picture);
        }
        for (auto& one : films) one->finish();
    }
    if (progress) progress("done", 1.0);
    return planned;
}

}  // namespace iceball
