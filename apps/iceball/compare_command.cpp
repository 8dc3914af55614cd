// iceball compare: a run against recorded temperatures, a segmentation or another run.
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "compare/runs.hpp"
#include "compare/segmentation.hpp"
#include "compare/sensors.hpp"
#include "core/text.hpp"
#include "core/units.hpp"

namespace iceball {
namespace {

struct CompareOptions {
    std::string run, other;
    // Recorded temperatures.
    std::vector<std::string> map;
    std::string time_column, shift, from, to;
    // Segmentation.
    int label = 1;
    std::string isotherm = "0 degC", time;
    bool coldest = false;
    // Limits; empty: none.
    std::string max_rms, max_error, max_distance, max_mean_distance;
    double min_dice = 0;
};

constexpr const char* examples =
    "Examples:\n"
    "  iceball compare run.h5 measured.csv --map ch3=TC1 --map ch4=TC2 --max-rms '3 K'\n"
    "  iceball compare run.h5 segmentation.nii.gz --label 2 --isotherm '-20 degC' --coldest\n"
    "  iceball compare run.h5 other.h5 --max-error '1e-6 K'\n\n"
    "With limits, the exit code is 1 if one of them is not kept.";

double parse(const char* option, const std::string& text, const Quantity& quantity) {
    try {
        return parse_quantity(text, quantity);
    } catch (const InputError& error) {
        throw InputError(fmt::format("{}: {}", option, error.what()));
    }
}

// Holds results against limits and tells on standard error which are not kept.
class Limits {
 public:
    explicit Limits(Settings& settings) : settings_(settings) {}
    void at_most(const char* what, const std::string& of, double value, const char* option, const std::string& limit,
                 const Quantity& quantity) {
        if (limit.empty()) return;
        // Negated, so that NaN does not pass.
        if (!(value <= parse(option, limit, quantity)))
            fail(fmt::format("{}{}: {:.4g} {} is above {} {}", what, of, value, quantity.si_unit, option, limit));
    }
    void at_least(const char* what, double value, const char* option, double limit) {
        if (!(value >= limit)) fail(fmt::format("{}: {:.4f} is below {} {:g}", what, value, option, limit));
    }

 private:
    void fail(const std::string& message) {
        std::fprintf(stderr, "iceball compare: %s\n", message.c_str());
        settings_.result = ExitCode::check_failed;
    }
    Settings& settings_;
};

// JSON has no NaN: null.
nlohmann::json number(double value) { return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(); }

void print(const nlohmann::json& json) { std::puts(json.dump(2).c_str()); }

void compare_with_recording(const CompareOptions& options, const RunReader& run, Settings& settings) {
    SensorComparisonSettings how;
    for (const std::string& pair : options.map) {
        const auto equals = pair.rfind('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size())
            throw InputError(fmt::format("--map: expected COLUMN=SENSOR, given {}", quote(pair)));
        how.column_of_sensor[pair.substr(equals + 1)] = pair.substr(0, equals);
    }
    if (!options.shift.empty()) how.shift = parse("--shift", options.shift, quantity::time);
    if (!options.from.empty()) how.from = parse("--from", options.from, quantity::time);
    if (!options.to.empty()) how.to = parse("--to", options.to, quantity::time);
    const auto comparisons = compare_sensors(run.sensors(), read_recording(options.other, options.time_column), how);

    Limits limits(settings);
    nlohmann::json json = nlohmann::json::array();
    if (!settings.json)
        fmt::print("{:<16} {:<20} {:>7} {:>9} {:>9} {:>10} {:>9} {:>10} {:>9}\n", "sensor", "column", "samples", "bias K",
                   "rms K", "largest K", "at s", "recorded", "run min");
    for (const SensorComparison& c : comparisons) {
        json.push_back({{"sensor", c.sensor}, {"column", c.column}, {"samples", c.samples}, {"bias_K", c.bias},
                        {"rms_K", c.rms}, {"largest_K", c.worst}, {"largest_at_s", c.worst_time},
                        {"recorded_minimum_degC", c.measured_minimum}, {"run_minimum_degC", c.run_minimum}});
        if (!settings.json)
            fmt::print("{:<16} {:<20} {:>7} {:>9.2f} {:>9.2f} {:>10.2f} {:>9.1f} {:>10.2f} {:>9.2f}\n", c.sensor, c.column,
                       c.samples, c.bias, c.rms, c.worst, c.worst_time, c.measured_minimum, c.run_minimum);
        limits.at_most("rms difference of sensor ", c.sensor, c.rms, "--max-rms", options.max_rms, quantity::temperature_difference);
        limits.at_most("largest difference of sensor ", c.sensor, std::abs(c.worst), "--max-error", options.max_error,
                       quantity::temperature_difference);
    }
    if (settings.json) print({{"sensors", json}});
}

void compare_with_segmentation(const CompareOptions& options, const RunReader& run, Settings& settings) {
    SegmentationSettings how;
    how.label = options.label;
    how.isotherm = parse("--isotherm", options.isotherm, quantity::temperature);
    how.coldest = options.coldest;
    if (!options.time.empty()) how.time = parse("--time", options.time, quantity::time);
    if (how.time && how.coldest) throw InputError("--time and --coldest exclude each other");
    const SegmentationComparison c = compare_segmentation(run, read_label_image(options.other), how);
    const MaskComparison& m = c.masks;
    const double inside = m.volume_b / c.label_volume;
    if (!settings.quiet)
        for (const std::string& note : c.notes) std::fprintf(stderr, "%s: %s\n", options.other.c_str(), note.c_str());
    if (settings.json) {
        print({{"label", how.label}, {"isotherm_degC", how.isotherm}, {"time_s", how.coldest ? nlohmann::json() : number(c.time)},
               {"ice_volume_m3", m.volume_a}, {"label_volume_m3", c.label_volume}, {"label_volume_on_grid_m3", m.volume_b},
               {"label_covered", m.common / m.volume_b}, {"dice", m.dice}, {"hausdorff_m", number(m.hausdorff)},
               {"mean_surface_distance_m", number(m.mean_distance)}, {"centroid_distance_m", number(m.centroid_distance)}});
    } else {
        fmt::print("isotherm              {:g} degC, {}\n", how.isotherm,
                   how.coldest ? std::string("coldest of the run") : fmt::format("at {:g} s", c.time));
        fmt::print("ice volume            {:.3f} ml\n", 1e6 * m.volume_a);
        fmt::print("label {:<15} {:.3f} ml; on the grid of the run {:.3f} ml ({:.1f} %)\n", how.label, 1e6 * c.label_volume,
                   1e6 * m.volume_b, 100 * inside);
        fmt::print("label inside the ice  {:.2f} %\n", 100 * m.common / m.volume_b);
        fmt::print("Dice                  {:.4f}\n", m.dice);
        fmt::print("Hausdorff distance    {:.2f} mm\n", 1e3 * m.hausdorff);
        fmt::print("mean surface distance {:.2f} mm\n", 1e3 * m.mean_distance);
        fmt::print("centroid distance     {:.2f} mm\n", 1e3 * m.centroid_distance);
    }
    Limits limits(settings);
    limits.at_least("Dice", m.dice, "--min-dice", options.min_dice);
    limits.at_most("Hausdorff distance", "", m.hausdorff, "--max-distance", options.max_distance, quantity::length);
    limits.at_most("mean surface distance", "", m.mean_distance, "--max-mean-distance", options.max_mean_distance,
                   quantity::length);
}

void compare_with_run(const CompareOptions& options, const RunReader& run, Settings& settings) {
    const RunComparison c = compare_runs(run, RunReader(options.other));
    if (settings.json) {
        nlohmann::json frames = nlohmann::json::array(), volumes = nlohmann::json::array();
        for (const FieldComparison& f : c.frames)
            frames.push_back({{"time_s", f.time}, {"rms_K", f.rms}, {"largest_K", f.worst},
                              {"largest_at_m", {f.worst_at.x(), f.worst_at.y(), f.worst_at.z()}}});
        for (const VolumeComparison& v : c.volumes)
            volumes.push_back({{"isotherm_degC", v.isotherm}, {"first_m3", v.first}, {"second_m3", v.second},
                               {"largest_difference_m3", v.worst}, {"largest_at_s", v.worst_time}});
        print({{"same_grid", c.same_grid}, {"cells", c.cells}, {"rms_K", c.rms()}, {"largest_K", c.worst()},
               {"frames", frames}, {"volumes", volumes}});
    } else {
        fmt::print("{} cells compared, {}; {} shared frames\n", c.cells,
                   c.same_grid ? "same grid" : "second run interpolated onto the grid of the first", c.frames.size());
        if (!c.frames.empty()) {
            fmt::print("{:>10} {:>12} {:>12}  at x, y, z mm\n", "time s", "rms K", "largest K");
            for (const FieldComparison& f : c.frames)
                fmt::print("{:>10.1f} {:>12.3g} {:>12.3g}  {:.1f}, {:.1f}, {:.1f}\n", f.time, f.rms, f.worst,
                           1e3 * f.worst_at.x(), 1e3 * f.worst_at.y(), 1e3 * f.worst_at.z());
        }
        if (!c.volumes.empty()) {
            fmt::print("{:>10} {:>12} {:>12} {:>14} {:>9}\n", "isotherm", "first ml", "second ml", "largest diff ml", "at s");
            for (const VolumeComparison& v : c.volumes)
                fmt::print("{:>5g} degC {:>12.4f} {:>12.4f} {:>14.3g} {:>9.1f}\n", v.isotherm, 1e6 * v.first, 1e6 * v.second,
                           1e6 * v.worst, v.worst_time);
        }
    }
    if (c.frames.empty() && !(options.max_rms.empty() && options.max_error.empty()))
        throw InputError("--max-rms and --max-error need frames at the same times in both runs; there are none");
    Limits limits(settings);
    limits.at_most("rms difference", "", c.rms(), "--max-rms", options.max_rms, quantity::temperature_difference);
    limits.at_most("largest difference", "", c.worst(), "--max-error", options.max_error, quantity::temperature_difference);
}

void compare(const CompareOptions& options, Settings& settings) {
    const auto ends_in = [&](const char* suffix) { return options.other.ends_with(suffix); };
    const RunReader run(options.run);
    if (ends_in(".csv")) return compare_with_recording(options, run, settings);
    if (ends_in(".h5")) return compare_with_run(options, run, settings);
    for (const char* suffix : {".nii", ".nii.gz", ".mha", ".mhd", ".nrrd", ".nhdr"})
        if (ends_in(suffix)) return compare_with_segmentation(options, run, settings);
    throw InputError(fmt::format("compare: {} must end in .csv (recorded temperatures), .nii, .nii.gz, .mha, .mhd, .nrrd, .nhdr "
                                 "(segmentation) or .h5 (run)",
                                 quote(options.other, 200)));
}

}  // namespace

void add_compare_command(CLI::App& app, Settings& settings) {
    const auto options = std::make_shared<CompareOptions>();
    CLI::App* command = app.add_subcommand("compare", "Compare a run with recorded temperatures, a segmentation or another run");
    command->footer(examples);
    command->add_option("run", options->run, "The run (.h5)")->required()->type_name("RUN");
    command->add_option("other", options->other, "Recording (.csv), segmentation (.nii.gz ...) or run (.h5)")
        ->required()
        ->type_name("FILE");
    const char* recording = "With a recording";
    const auto repeated = [&](const char* name, auto& value, const char* what) {
        return command->add_option(name, value, what)->allow_extra_args(false);
    };
    repeated("--map", options->map, "Which column is which sensor; may be repeated (default: equal names)")
        ->type_name("COLUMN=SENSOR")->group(recording);
    command->add_option("--time-column", options->time_column, "Column of the time in s (default: the first)")
        ->type_name("COLUMN")->group(recording);
    command->add_option("--shift", options->shift, "Time of the run minus time of the recording")->type_name("TIME")->group(recording);
    command->add_option("--from", options->from, "Leave out what was recorded before")->type_name("TIME")->group(recording);
    command->add_option("--to", options->to, "Leave out what was recorded after")->type_name("TIME")->group(recording);
    const char* segmentation = "With a segmentation";
    command->add_option("--label", options->label, "Label to compare with")->capture_default_str()->group(segmentation);
    command->add_option("--isotherm", options->isotherm, "What counts as ice")->capture_default_str()->type_name("TEMPERATURE")
        ->group(segmentation);
    command->add_option("--time", options->time, "Frame nearest to this time (default: the last)")->type_name("TIME")
        ->group(segmentation);
    command->add_flag("--coldest", options->coldest, "The coldest temperature of the whole run instead of a frame")
        ->group(segmentation);
    const char* limits = "Limits";
    command->add_option("--max-rms", options->max_rms, "Largest rms difference, of every sensor or of a run")
        ->type_name("KELVIN")->group(limits);
    command->add_option("--max-error", options->max_error, "Largest difference, of every sensor or of a run")
        ->type_name("KELVIN")->group(limits);
    command->add_option("--min-dice", options->min_dice, "Smallest Dice coefficient")->group(limits);
    command->add_option("--max-distance", options->max_distance, "Largest Hausdorff distance")->type_name("LENGTH")->group(limits);
    command->add_option("--max-mean-distance", options->max_mean_distance, "Largest mean surface distance")
        ->type_name("LENGTH")->group(limits);
    command->callback([options, &settings] { compare(*options, settings); });
}

}  // namespace iceball
