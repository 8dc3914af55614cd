// iceball export: parts of a run file in the formats of other programs, told by the name of the output.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>

#include "commands.hpp"
#include "core/units.hpp"
#include "image/write_nifti.hpp"
#include "store/run_reader.hpp"
#include "store/run_tables.hpp"
#ifdef ICEBALL_WITH_VIEW
#include "view/export_surface.hpp"
#endif

namespace iceball {

namespace {

struct ExportOptions {
    std::string run, output;
    std::string series = "metrics";
    std::string field = "temperature";
    int cycle = 0;
    std::string time;
    std::string isotherm = "0 degC";
    bool force = false;
};

bool ends_with(const std::string& text, std::string_view end) {
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

void export_csv(const RunReader& run, const ExportOptions& options) {
    const std::map<std::string, std::function<Table(const RunReader&)>> kinds{
        {"metrics", metrics_table}, {"target", target_table}, {"probes", probes_table}, {"sensors", sensors_table}, {"ledger", ledger_table}};
    const Table table = kinds.at(options.series)(run);
    if (table.columns.size() < 2)
        throw InputError(fmt::format("{} has no {} to export", run.path().string(), options.series));
    write_csv(options.output, table);
}

std::size_t chosen_frame(const RunReader& run, const ExportOptions& options) {
    return options.time.empty() ? run.frame_at(1e300) : run.frame_at(parse_quantity(options.time, quantity::time));
}

std::vector<float> chosen_field(const RunReader& run, const ExportOptions& options, std::string& description) {
    if (options.field == "temperature") {
        const std::size_t frame = chosen_frame(run, options);
        description = fmt::format("temperature [degC] at {} s", run.times()[frame]);
        return run.frame(frame);
    }
    if (options.field == "labels") {
        const std::vector<std::uint8_t> labels = run.labels();
        description = "region numbers";
        return {labels.begin(), labels.end()};
    }
    description = options.field + (options.cycle > 0 ? fmt::format(" of cycle {}", options.cycle) : "");
    constexpr std::string_view injury = "injury/";
    if (options.field.starts_with(injury)) return run.injury_field(options.field.substr(injury.size()), options.cycle);
    return run.history(options.field, options.cycle);
}

void export_nifti(const RunReader& run, const ExportOptions& options) {
    std::string description;
    const std::vector<float> values = chosen_field(run, options, description);
    const ImageGeometry geometry = geometry_of(run.grid());
    if (options.field == "labels")
        write_nifti(options.output, geometry, std::vector<std::int16_t>(values.begin(), values.end()), description);
    else
        write_nifti(options.output, geometry, values, description);
}

#ifdef ICEBALL_WITH_VIEW
void export_isosurface(const RunReader& run, const ExportOptions& options) {
    if (options.field != "temperature" && options.field != "minimum_temperature")
        throw InputError(fmt::format("a surface is drawn around a temperature; --field is temperature or "
                                     "minimum_temperature, not {}",
                                     options.field));
    std::string description;
    const std::vector<float> values = chosen_field(run, options, description);
    export_surface(options.output, run.grid(), values, parse_quantity(options.isotherm, quantity::temperature));
}

void export_vti(const RunReader& run, const ExportOptions& options) {
    std::string description;
    export_image(options.output, run.grid(), {{options.field, chosen_field(run, options, description)}});
}

constexpr const char* vtk_formats =
    "  .vti            the same for ParaView and VTK\n"
    "  .vtp .stl       the surface around all that is colder than --isotherm, in mm (--time, or\n"
    "                  --field minimum_temperature)\n";
constexpr const char* vtk_examples =
    "\n  iceball export run.h5 -o ice.stl --isotherm '-20 degC' --time '10 min'";
#else
constexpr const char* vtk_formats = "  .vti .vtp .stl  need a build with VTK (ICEBALL_WITH_VIEW)\n";
constexpr const char* vtk_examples = "";
#endif

void run_export(const ExportOptions& options) {
    using Writer = void (*)(const RunReader&, const ExportOptions&);
    const std::pair<std::string_view, Writer> formats[] = {
        {".csv", export_csv},        {".nii", export_nifti},      {".nii.gz", export_nifti},
#ifdef ICEBALL_WITH_VIEW
        {".vti", export_vti},        {".vtp", export_isosurface}, {".stl", export_isosurface},
#endif
    };
    Writer writer = nullptr;
    std::string known;
    for (const auto& [suffix, candidate] : formats) {
        if (ends_with(options.output, suffix)) writer = candidate;
        known += (known.empty() ? "" : ", ") + std::string(suffix);
    }
    if (!writer)
        throw InputError(fmt::format("cannot tell from its name what '{}' is to be: end it in one of {}", options.output,
                                     known));
    if (!options.force && std::filesystem::exists(options.output))
        throw FileError(fmt::format("{} exists already and is kept: choose another name, or --force to replace it",
                                    options.output));
    writer(RunReader(options.run), options);
}

}  // namespace

void add_export_command(CLI::App& app, Settings&) {
    CLI::App* command = app.add_subcommand("export", "Write parts of a run file for other programs");
    command->footer(
        std::string("The end of the output's name chooses the format:\n"
                    "  .csv            a time series (--series)\n"
                    "  .nii .nii.gz    a field over the cells (--field, --time, --cycle)\n") +
        vtk_formats +
        "\nExamples:\n"
        "  iceball export run.h5 -o volumes.csv\n"
        "  iceball export run.h5 -o sensors.csv --series sensors\n"
        "  iceball export run.h5 -o margin.csv --series target\n"
        "  iceball export run.h5 -o destroyed.nii.gz --field injury/isotherm\n"
        "  iceball export run.h5 -o frozen.nii.gz --field time_frozen --cycle 1\n"
        "  iceball export run.h5 -o at10.nii.gz --time '10 min'" +
        vtk_examples);
    auto options = std::make_shared<ExportOptions>();
    command->add_option("run", options->run, "The run file, finished or not")->required()->type_name("RUN.h5");
    command->add_option("-o,--output", options->output, "File to write")->required()->type_name("FILE");
    command->add_option("--series", options->series, "Time series for .csv (default: metrics)")
        ->check(CLI::IsMember({"metrics", "target", "probes", "sensors", "ledger"}));
    command->add_option("--field", options->field,
                        "temperature (default), labels, a history field such as minimum_temperature or cooling_rate_-20, "
                        "injury/LAW, or injury/disagreement (of the laws)")
        ->type_name("NAME");
    command->add_option("--cycle", options->cycle, "Cycle of a history or injury field (default 0: the whole run)")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
    command->add_option("--time", options->time, "Frame nearest to this time, e.g. '10 min' (default: the last)")
        ->type_name("TIME");
#ifdef ICEBALL_WITH_VIEW
    command->add_option("--isotherm", options->isotherm, "Temperature of the surface (default: '0 degC')")
        ->type_name("TEMPERATURE");
#endif
    command->add_flag("--force", options->force, "Replace an existing file");
    command->callback([options] { run_export(*options); });
}

}  // namespace iceball
