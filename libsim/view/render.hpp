// All pictures of a run: which there are, what they are called, and the order in which they are made.
//
// For every chosen time scene_TTTTTs.png (3D) and slices_TTTTTs.png; charts.png; film.ogv and, where ffmpeg is
// installed, film.mp4. Files appear whole or not at all.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "view/scene_data.hpp"

namespace iceball {

struct RenderOptions {
    std::filesystem::path folder;
    std::vector<double> times;  // [s]; empty: the end of every stage
    bool scenes = true;         // 3D, needs a display
    bool slices = true;
    bool charts = true;
    bool film = false;
    int film_pictures = 150;  // at most; fewer where the run has fewer frames
    bool force = false;       // replace files that exist
};

// Told what is being made and how much of all is done (0 to 1).
using RenderProgress = std::function<void(const std::string& what, double done)>;

// Returns the files made. Throws FileError where a file exists and `force` is not set (before anything is drawn), a
// file cannot be written, or there is no display for the 3D pictures; InputError where the run has nothing to draw or a
// time lies outside the run.
std::vector<std::filesystem::path> render(const SceneData& scene, const RenderOptions& options,
                                          const RenderProgress& progress);

}  // namespace iceball
