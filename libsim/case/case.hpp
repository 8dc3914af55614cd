// Case: everything that a case file says, checked, in SI and degC, defaults filled in. Plain data.
//
// case.toml -> load_case -> Case -> build_model -> Model. docs/case_format.md describes the file. Folder `case` is the
// only place that knows the names of its keys.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/vector3.hpp"
#include "grid/boundary.hpp"
#include "grid/shape.hpp"
#include "outcome/injury/law_settings.hpp"
#include "probe/along_table.hpp"
#include "probe/needle.hpp"
#include "protocol/protocol.hpp"
#include "solver/model.hpp"
#include "tissue/library.hpp"

namespace iceball {

// A quantity over time as given: linear between, constant outside. One entry: constant.
struct TimeSeries {
    std::vector<double> times;   // [s]
    std::vector<double> values;  // SI or degC
    std::string file;            // the CSV file it came from, "" if it stands in the case

    TimeTable table() const { return TimeTable(times, values); }
    bool constant() const { return times.size() == 1; }
};

struct NamedTissue {
    std::string name;
    std::string base;  // library tissue it came from; "" if every number is the case's own
    TissueProperties properties;
    std::string perfusion_from;  // "ablation", "resting" or "case"
};

// What a label of the image, or air among the unlabelled, becomes.
struct LabelledRegion {
    std::string name;
    int tissue = 0;  // index into Case::tissues
    std::optional<double> held_temperature;
    std::optional<double> start_temperature = std::nullopt;
};

struct LabelSettings {
    std::filesystem::path file;
    std::map<int, LabelledRegion> labels;  // label 0 is the background unless it stands here
    std::string form = "by code";          // NIfTI: "by code", "sform", "qform"
    std::string coordinates = "file";      // MetaImage, NRRD: "file", "RAS", "LPS"
    // CT: unlabelled cells below the threshold become `air`.
    std::optional<std::filesystem::path> ct_file;
    double air_below = -300;  // [HU]
    LabelledRegion air;
};

struct DomainSettings {
    Index3 cells{};
    double spacing = 0;  // [m]
    Vector3 lower = Vector3::Zero();
    std::optional<LabelSettings> labels;

    Grid grid() const { return Grid(cells, spacing, lower); }
};

struct RegionSettings {
    std::string name;
    Shape shape;
    int tissue = 0;  // index into Case::tissues
    std::optional<double> held_temperature;
    std::optional<double> start_temperature = std::nullopt;
};

enum class ExchangeKind { wall_temperature, convective, power_limited };

struct ExchangeSettings {
    ExchangeKind kind = ExchangeKind::wall_temperature;
    TimeSeries temperature;  // of the wall, or of the gas; without entries where the power is limited
    // Times of `temperature` count from the start of every stage in which the probe is on, else from that of the run.
    bool stage_clock = true;
    double ramp = 0;            // [s] from the wall's temperature at the start of the stage; of the power
    AlongTable conductance{0};  // convective: from gas to wall, per length of the active zone [W/K/m]
    AlongTable gas_rise{0};     // convective: of the gas along the active zone [K]
    std::vector<double> wall_temperatures, powers;  // power-limited: [degC], [W] of the whole active zone
    std::optional<double> largest_power;            // power-limited [W]
    std::optional<double> warm_temperature;         // wall in stages of kind warm [degC]
    std::optional<double> warm_power;               // heater in stages of kind warm [W]
};

struct ProbeSettings {
    std::string name;
    std::string preset;  // "" if none
    NeedleGeometry geometry;
    ExchangeSettings exchange;
    double metal_heat_capacity = 0;  // [J/m/K]
    double metal_conductance = 0;    // along the axis [W m/K]
    bool always_on = false;
    std::vector<ExchangeSettings> schedules{};  // of stages that drive it otherwise (ProbeAction::schedule)
};

struct ContactSettings {
    std::string name;
    Face face = Face::z_max;
    Patch patch;
    std::optional<double> conductance;  // [W/m2/K]; none: perfect contact
    ExchangeSettings exchange;
    std::vector<ExchangeSettings> schedules{};  // of stages that drive it otherwise
};

struct TargetSettings {
    std::string region;
    double margin = 0;                 // [m]
    std::vector<std::string> at_risk;  // regions
};

struct SensorSettings {
    std::string name;
    Vector3 position;  // [m]
};

struct OutputSettings {
    double every = 15;                      // [s] between frames and between samples of the metrics
    std::vector<double> isotherms{0, -20, -40};  // [degC]
    bool frames = true;                     // temperature fields are written
};

// A case that comes from a run file does without the images that it names: the run holds what they gave.
enum class CaseOrigin { case_file, run_file };

struct Case {
    std::filesystem::path path;
    CaseOrigin origin = CaseOrigin::case_file;
    std::string text;                    // of the file, as given
    std::vector<std::string> overrides;  // --set, as given
    nlohmann::json resolved;             // everything after defaults, in the form of the file

    std::string title;
    DomainSettings domain;
    double initial_temperature = 37;  // [degC]
    Boundaries boundaries;
    Blood blood;
    std::vector<NamedTissue> tissues;  // those in use; the background is the first
    std::vector<RegionSettings> regions;  // in the order of painting
    std::vector<HeatSource> sources;
    std::vector<TimeSeries> source_powers;  // of each source, as given
    std::vector<ProbeSettings> probes;
    std::vector<ContactSettings> contacts;
    Protocol protocol;         // cycles laid out
    int stages_per_cycle = 0;  // as the file lists them
    std::optional<TargetSettings> target;
    std::vector<SensorSettings> sensors;
    std::vector<InjuryLawSettings> injury_laws;  // beside those of the program
    OutputSettings output;
};

// Reads and checks a case. overrides: "path=value" each (case/overrides.hpp). Throws FileError if the file cannot be
// read and InputError with all errors of meaning, a line each, otherwise.
Case load_case(const std::filesystem::path& path, const std::vector<std::string>& overrides = {});
// The same from text, for tests and templates; files named in it are looked for in folder.
Case load_case_text(const std::string& text, const std::filesystem::path& folder = ".",
                    const std::vector<std::string>& overrides = {});

// The model that the case means; reads the images it names. Throws InputError or FileError: labels without a tissue, a
// target without a cell, images that cannot be read. notes (if not null) get a sentence for everything that was assumed
// of an image or resampled.
Model build_model(const Case& c, std::vector<std::string>* notes = nullptr);

}  // namespace iceball
