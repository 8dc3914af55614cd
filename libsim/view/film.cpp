#include "view/film.hpp"

#include <fmt/format.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkOggTheoraWriter.h>

#include "core/error.hpp"
#include "view/child_process.hpp"
#include "view/output_file.hpp"
#include "view/quiet_vtk.hpp"

namespace iceball {
namespace {

void check_size(const Canvas& picture, int width, int height) {
    if (picture.width() != width || picture.height() != height)
        throw InputError(fmt::format("a film's pictures all have its size, {} x {} pixels; given {} x {}", width,
                                     height, picture.width(), picture.height()));
}

void check_even(int width, int height) {
    if (width % 2 || height % 2)
        throw InputError(
            fmt::format("a film's width and height are even numbers of pixels; given {} x {}", width, height));
}

class TheoraFilm : public Film {
 public:
    TheoraFilm(const std::filesystem::path& path, int width, int height, int frames_per_second)
        : path_(path), output_(path), width_(width), height_(height) {
        check_even(width, height);
        writer_->SetFileName(output_.temporary().c_str());
        writer_->SetRate(frames_per_second);
        writer_->SetQuality(2);
        writer_->SetSubsampling(0);
    }
    ~TheoraFilm() override {
        if (started_) writer_->End();
    }

    void add(const Canvas& picture) override {
        check_size(picture, width_, height_);
        const QuietVtk quiet;
        vtkNew<vtkImageData> image;
        picture.copy_to(*image);
        writer_->SetInputData(image);
        if (!started_) {
            writer_->Start();
            started_ = true;
        }
        writer_->Write();
        check();
    }

    void finish() override {
        if (!started_) throw InputError(fmt::format("the film {} has no pictures", path_.string()));
        started_ = false;
        writer_->End();
        check();
        output_.commit();
    }

 private:
    void check() const {
        if (writer_->GetError() || writer_->GetErrorCode() != 0)
            throw FileError(
                fmt::format("cannot write {}; check the folder's rights and the free space", path_.string()));
    }

    std::filesystem::path path_;
    OutputFile output_;
    vtkNew<vtkOggTheoraWriter> writer_;
    int width_, height_;
    bool started_ = false;
};

class Mp4Film : public Film {
 public:
    Mp4Film(const std::filesystem::path& path, int width, int height, int frames_per_second)
        : path_(path), output_(path), width_(width), height_(height) {
        check_even(width, height);
        const std::string program = find_program("ffmpeg");
        if (program.empty())
            throw FileError("MP4 films need the program ffmpeg; install it (apt install ffmpeg) or use the .ogv film");
        encoder_ = ChildProcess::start({program,
                                        "-y",
                                        "-loglevel",
                                        "error",
                                        "-f",
                                        "rawvideo",
                                        "-pix_fmt",
                                        "rgb24",
                                        "-s",
                                        fmt::format("{}x{}", width, height),
                                        "-r",
                                        fmt::format("{}", frames_per_second),
                                        "-i",
                                        "-",
                                        "-c:v",
                                        "libx264",
                                        "-pix_fmt",
                                        "yuv420p",
                                        "-crf",
                                        "18",
                                        "-movflags",
                                        "+faststart",
                                        "-f",
                                        "mp4",
                                        output_.temporary().string()});
    }

    void add(const Canvas& picture) override {
        check_size(picture, width_, height_);
        if (!encoder_.write(picture.bytes().data(), picture.bytes().size())) fail();
    }

    void finish() override {
        if (!encoder_.finish()) fail();
        output_.commit();
    }

 private:
    [[noreturn]] void fail() const {
        throw FileError(fmt::format(
            "ffmpeg stopped while it wrote {}; check the free space and that this ffmpeg has the encoder libx264",
            path_.string()));
    }

    std::filesystem::path path_;
    OutputFile output_;
    ChildProcess encoder_;
    int width_, height_;
};

}  // namespace

std::unique_ptr<Film> make_theora_film(const std::filesystem::path& path, int width, int height,
                                       int frames_per_second) {
    return std::make_unique<TheoraFilm>(path, width, height, frames_per_second);
}

std::unique_ptr<Film> make_mp4_film(const std::filesystem::path& path, int width, int height, int frames_per_second) {
    return std::make_unique<Mp4Film>(path, width, height, frames_per_second);
}

bool mp4_possible() {
    return !find_program("ffmpeg").empty();
}

}  // namespace iceball
