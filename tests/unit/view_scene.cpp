#include <catch2/catch.hpp>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/error.hpp"
#include "support/scratch_folder.hpp"
#include "support/synthetic_scene.hpp"
#include "view/display.hpp"
#include "view/film.hpp"
#include "view/scene_picture.hpp"

using namespace iceball;

namespace {

// Sets an environment variable for as long as it lives; null takes the variable away.
class Environment {
 public:
    Environment(const char* name, const char* value) : name_(name) {
        const char* before = std::getenv(name);
        had_ = before != nullptr;
        before_ = before ? before : "";
        value ? ::setenv(name, value, 1) : ::unsetenv(name);
    }
    ~Environment() { had_ ? ::setenv(name_, before_.c_str(), 1) : ::unsetenv(name_); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

 private:
    const char* name_;
    std::string before_;
    bool had_;
};

// Pixels by which two pictures differ by more than a step of the colours.
int difference(const Canvas& a, const Canvas& b) {
    int count = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const Colour p = a.pixel(x, y), q = b.pixel(x, y);
            count += std::abs(p.red - q.red) + std::abs(p.green - q.green) + std::abs(p.blue - q.blue) > 12;
        }
    return count;
}

Canvas drawn(const SceneData& scene, int frame, std::vector<double> isotherms, bool ice = true) {
    SceneStyle style;
    style.isotherms = std::move(isotherms);
    style.show_ice = ice;
    SceneRenderer renderer(scene, interesting_window(scene, true), style, 400, 320);
    return renderer.draw(scene.read_frame(frame));
}

// How many processes this one has started and not seen the end of.
int children() {
    int count = 0;
    for (const auto& process : std::filesystem::directory_iterator("/proc")) {
        std::ifstream status(process.path() / "status");
        for (std::string line; std::getline(status, line);)
            if (line == "PPid:\t" + std::to_string(::getpid())) ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("a display is started where there is none, and is gone afterwards", "[view][display]") {
    const Environment no_display("DISPLAY", nullptr);
    const int before = children();
    {
        const iceball::Display display;
        CHECK(display.own_server());
        REQUIRE(std::getenv("DISPLAY"));
        CHECK(display_answers(std::getenv("DISPLAY")));
        CHECK(children() == before + 1);
        // One that is there is used, not started again.
        const iceball::Display second;
        CHECK_FALSE(second.own_server());
    }
    CHECK(std::getenv("DISPLAY") == nullptr);
    // Not whether the display still answers: the server of another test may have taken its number by now.
    CHECK(children() == before);
}

TEST_CASE("a display that does not answer is replaced, and named again afterwards", "[view][display]") {
    const Environment dead("DISPLAY", ":7654");
    { CHECK(iceball::Display().own_server()); }
    CHECK(std::string(std::getenv("DISPLAY")) == ":7654");
}

TEST_CASE("without Xvfb the message says what to install", "[view][display]") {
    const Environment no_display("DISPLAY", nullptr);
    const Environment no_programs("PATH", "/nonexistent");
    const SceneData scene = testing::synthetic_scene(8);
    CHECK_THROWS_AS(SceneRenderer(scene, interesting_window(scene), {}, 100, 100), FileError);
    CHECK_THROWS_WITH(iceball::Display(), Catch::Contains("apt install xvfb") && Catch::Contains("--no-3d"));
}

TEST_CASE("a program that only pretends to be Xvfb is an error, not a hang", "[view][display]") {
    const ScratchFolder folder;
    std::filesystem::copy_file("/bin/true", folder / "Xvfb", std::filesystem::copy_options::overwrite_existing);
    {
        const Environment no_display("DISPLAY", nullptr);
        const Environment programs("PATH", folder.path().c_str());
        CHECK_THROWS_WITH(iceball::Display(), Catch::Contains("did not become ready"));
    }
}

TEST_CASE("every shell of the ice ball can be seen, the outer translucent one included", "[view]") {
    const SceneData scene = testing::synthetic_scene(40);
    const Canvas all = drawn(scene, 10, {0, -20, -40}), without_outer = drawn(scene, 10, {-20, -40}),
                 only_inner = drawn(scene, 10, {-40}), none = drawn(scene, 10, {}, false);
    // The shell of 0 degC (18 mm about two needles 15 mm apart, 30 mm long) covers a third of the picture; the colours
    // of the shells depend on their number, so all of what they cover differs.
    const int pixels = all.width() * all.height();
    CHECK(difference(all, without_outer) > pixels / 10);
    CHECK(difference(without_outer, only_inner) > pixels / 20);
    CHECK(difference(only_inner, none) > pixels / 50);
    CHECK(difference(none, drawn(scene, 10, {}, false)) == 0);
    // Beside the -20 degC shell, inside the 0 degC shell, the ground shines through: pale blue, neither white nor dark.
    int pale_blue = 0;
    for (int y = 0; y < all.height(); ++y)
        for (int x = 0; x < all.width(); ++x) {
            const Colour p = all.pixel(x, y);
            pale_blue += p.blue > p.red + 12 && p.red > 150;
        }
    CHECK(pale_blue > pixels / 50);
}

TEST_CASE("frames are drawn anew", "[view]") {
    const SceneData scene = testing::synthetic_scene(32);
    SceneRenderer renderer(scene, interesting_window(scene, true), {}, 400, 320);
    const Canvas early = renderer.draw(scene.read_frame(1)), late = renderer.draw(scene.read_frame(10)),
                 again = renderer.draw(scene.read_frame(1));
    CHECK(difference(early, late) > 5000);
    CHECK(difference(early, again) == 0);
}

TEST_CASE("a whole scene has legend, clock and timeline", "[view]") {
    const SceneData scene = testing::synthetic_scene(24);
    SceneRenderer renderer(scene, interesting_window(scene, true), {}, 400, 400);
    const Canvas picture = scene_picture(renderer, scene, 10, {0, -20, -40});
    CHECK(picture.width() == 670);
    CHECK(picture.height() == 520);
    const auto count = [&](const Rectangle& area, Colour colour) {
        int n = 0;
        for (int y = int(area.top); y < int(area.bottom()); ++y)
            for (int x = int(area.left); x < int(area.right()); ++x) n += picture.pixel(x, y) == colour;
        return n;
    };
    const Rectangle legend{400, 60, 270, 400}, timeline{0, 470, 670, 50};
    CHECK(count(legend, target_colour) > 300);
    CHECK(count(legend, held_colour) > 300);
    CHECK(count(legend, needle_colour) > 300);
    CHECK(count(timeline, stage_colour("freeze")) > 3000);
    CHECK(count(timeline, stage_colour("thaw")) > 3000);
}

TEST_CASE("a film is one Ogg file of all pictures and nothing is left of one that was not finished", "[view]") {
    const ScratchFolder folder;
    Canvas picture(64, 48);
    {
        const auto film = make_theora_film(folder / "film.ogv", 64, 48, 12);
        for (int n = 0; n < 5; ++n) {
            picture.fill({double(10 * n), 10, 10, 10}, {0, 0, 200});
            film->add(picture);
        }
        CHECK_FALSE(std::filesystem::exists(folder / "film.ogv"));
        film->finish();
    }
    std::ifstream file(folder / "film.ogv", std::ios::binary);
    std::string head(64, '\0');
    file.read(head.data(), 64);
    CHECK(head.substr(0, 4) == "OggS");
    CHECK(head.find("theora") != std::string::npos);
    {
        const auto film = make_theora_film(folder / "dropped.ogv", 64, 48, 12);
        film->add(picture);
        CHECK_THROWS_AS(film->add(Canvas(64, 50)), InputError);
    }
    CHECK_FALSE(std::filesystem::exists(folder / "dropped.ogv"));
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
    CHECK_THROWS_AS(make_theora_film(folder / "odd.ogv", 63, 48, 12), InputError);
    if (mp4_possible()) {
        const auto film = make_mp4_film(folder / "film.mp4", 64, 48, 12);
        for (int n = 0; n < 5; ++n) film->add(picture);
        film->finish();
        std::ifstream mp4(folder / "film.mp4", std::ios::binary);
        mp4.read(head.data(), 64);
        CHECK(head.substr(4, 4) == "ftyp");
    } else {
        CHECK_THROWS_WITH(make_mp4_film(folder / "film.mp4", 64, 48, 12), Catch::Contains("apt install ffmpeg"));
    }
}
