// Fills the data of a picture from a run file, finished or not.
#pragma once

#include <filesystem>

#include "view/scene_data.hpp"

namespace iceball {

// The file stays open as long as the scene (or a copy of it) lives, since frames are read when they are drawn. Throws
// FileError where the file is missing, not a run file or damaged.
SceneData read_scene(const std::filesystem::path& run_file);

}  // namespace iceball
