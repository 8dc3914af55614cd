// Films from pictures: Ogg/Theora through VTK, MP4 (H.264) through the program ffmpeg where it is installed.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "view/canvas.hpp"

namespace iceball {

// Takes pictures one by one, all of one size. What was written is dropped unless finish() is called.
class Film {
 public:
    virtual ~Film() = default;
    // Throws FileError when the film cannot be written, InputError when the picture has another size.
    virtual void add(const Canvas& picture) = 0;
    // Completes the film and gives it its name. Throws FileError.
    virtual void finish() = 0;
};

// width and height must be even: both formats halve the colours' resolution.
std::unique_ptr<Film> make_theora_film(const std::filesystem::path& path, int width, int height, int frames_per_second);
std::unique_ptr<Film> make_mp4_film(const std::filesystem::path& path, int width, int height, int frames_per_second);
bool mp4_possible();

}  // namespace iceball
