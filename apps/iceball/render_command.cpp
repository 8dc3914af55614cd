// iceball render: pictures, charts and films of a run.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "core/units.hpp"
#include "view/probe_chart.hpp"
#include "view/read_scene.hpp"
#include "view/render.hpp"

namespace iceball {
namespace {

struct Arguments {
    std::vector<std::string> runs;
    std::string folder, probe_chart_time = "10 min";
    std::vector<std::string> times;
    bool film = false, no_3d = false, force = false, probe_chart = false;
};

constexpr const char* examples =
    "Examples:\n"
    "  iceball render run.h5\n"
    "  iceball render run.h5 -o pictures --film --time '5 min' --time '10 min'\n"
    "  iceball render run.h5 --no-3d            (needs no X display and no Xvfb)\n"
    "  iceball render --probe-chart 17G.h5 2.4mm.h5";

void print_paths(const std::vector<std::filesystem::path>& paths, const Settings& settings) {
    if (settings.json) {
        nlohmann::json list = nlohmann::json::array();
        for (const auto& path : paths) list.push_back(path.string());
        fmt::print("{}\n", nlohmann::json{{"files", list}}.dump(2));
        return;
    }
    for (const auto& path : paths) fmt::print("{}\n", path.string());
}

std::filesystem::path chosen_folder(const Arguments& arguments) {
    if (!arguments.folder.empty()) return arguments.folder;
    const std::filesystem::path beside = std::filesystem::path(arguments.runs.front()).parent_path();
    return beside / "pictures";
}

void draw_probe_chart(const Arguments& arguments, const Settings& settings) {
    const double time = parse_quantity(arguments.probe_chart_time, quantity::time);
    std::vector<ProbeChartEntry> entries;
    for (const std::string& run : arguments.runs) {
        const SceneData scene = read_scene(run);
        entries.push_back(probe_chart_entry(scene, time));
        if (!scene.title.empty()) entries.back().name = scene.title;
    }
    const std::filesystem::path path = chosen_folder(arguments) / "probe_chart.png";
    if (!arguments.force && std::filesystem::exists(path))
        throw FileError(
            fmt::format("{} exists and is kept; give another folder (-o) or replace it (--force)", path.string()));
    const Canvas chart = probe_chart_picture(entries, "Ice ball sizes, width × length");
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error)
        throw FileError(fmt::format("cannot make the folder {}: {}", path.parent_path().string(), error.message()));
    write_png(chart, path);
    print_paths({path}, settings);
}

void draw_run(const Arguments& arguments, const Settings& settings) {
    if (arguments.runs.size() != 1)
        throw InputError(
            fmt::format("render draws one run at a time, {} were given; several go together only with --probe-chart",
                        arguments.runs.size()));
    RenderOptions options;
    options.folder = chosen_folder(arguments);
    for (const std::string& time : arguments.times) options.times.push_back(parse_quantity(time, quantity::time));
    options.scenes = !arguments.no_3d;
    options.film = arguments.film;
    options.force = arguments.force;
    const SceneData scene = read_scene(arguments.runs.front());
    const bool terminal = ::isatty(2) != 0;
    std::string last;
    const auto progress = [&](const std::string& what, double done) {
        if (settings.quiet) return;
        // One line that is rewritten on a terminal, one line a picture in a file.
        if (terminal)
            fmt::print(stderr, "\r{:3.0f} %  {:<24}{}", 100 * done, what, done >= 1 ? "\n" : "");
        else if (what != last)
            fmt::print(stderr, "{:3.0f} %  {}\n", 100 * done, what);
        std::fflush(stderr);
        last = what;
    };
    print_paths(render(scene, options, progress), settings);
}

}  // namespace

void add_render_command(CLI::App& app, Settings& settings) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = app.add_subcommand("render", "Draw pictures, charts and films of a run");
    command->footer(examples);
    command->add_option("run", arguments->runs, "Run file (several only with --probe-chart)")
        ->required()
        ->type_name("RUN.h5");
    command
        ->add_option("-o,--output", arguments->folder,
                     "Folder for the pictures (default: pictures/ beside the run file)")
        ->type_name("FOLDER");
    command
        ->add_option("--time", arguments->times,
                     "Time to draw, e.g. '10 min'; may be repeated (default: the end of every stage)")
        ->allow_extra_args(false)
        ->type_name("TIME");
    command->add_flag("--film", arguments->film, "Also make film.ogv, and film.mp4 where ffmpeg is installed");
    command->add_flag("--no-3d", arguments->no_3d, "Only what needs no display: slices, charts, a film of slices");
    command->add_flag("--probe-chart", arguments->probe_chart,
                      "Instead: width and length of the ice of runs with one probe, side by side");
    command->add_option("--at", arguments->probe_chart_time, "Time of the probe chart")
        ->type_name("TIME")
        ->capture_default_str();
    command->add_flag("--force", arguments->force, "Replace pictures that exist");
    command->callback([arguments, &settings] {
        if (arguments->probe_chart)
            draw_probe_chart(*arguments, settings);
        else
            draw_run(*arguments, settings);
    });
}

}  // namespace iceball
