// The sections of a case file, one function (and file) each. For folder case only.
//
// Every function reads its section from the root table into the Case and reports what is wrong. They are called in the
// order in which they stand here, because later ones refer to names of earlier ones.
#pragma once

#include <array>

#include "case/case.hpp"
#include "case/reader.hpp"

namespace iceball {

// Keys of [boundary], in the order of enum Face.
inline constexpr std::array face_names{"x_min", "x_max", "y_min", "y_max", "z_min", "z_max"};

// What a preset gives to a probe.
struct ProbeRow {
    std::string name;
    double diameter = 0, active_length = 0, active_start = 0;  // [m]
    ExchangeSettings exchange;
    double metal_heat_capacity = 0;  // [J/m/K]
    double metal_conductance = 0;    // [W m/K]
};

// Names that later sections refer to, also those whose own definition is wrong, so that one error is reported once.
struct Names {
    std::vector<NamedTissue> library_tissues;  // rows of the library files that the case names
    std::vector<ProbeRow> library_probes;
    std::vector<NamedTissue> tissues;  // defined by the case
    std::vector<std::string> regions, probes, contacts;
    std::vector<std::string> always_on;  // probes that stages do not name
};

void read_blood(TableReader& root, Case& c);                  // [blood]
void read_libraries(TableReader& root, const Case& c, Names& names);  // library = [...], before all that use them
// One row: [tissue.define.NAME] of a case and [tissue.NAME] of a library file; [probe.NAME] of a library file. case_or_file
// says where files are looked for.
NamedTissue read_tissue_row(const std::string& name, TableReader& table, const Names& names);
std::optional<ProbeRow> read_probe_row(const std::string& name, TableReader& table, const Case& case_or_file,
                                       const Names& names);
// Reports what is wrong with the tissue that a row floods into, once all rows are known.
void check_flooding(TableReader& table, const NamedTissue& tissue, const Names& names);
void read_tissues(TableReader& root, Case& c, Names& names);  // [tissue] define and background
// Of all tissues that a case may name, its own first.
std::vector<std::string> tissue_names(const Names& names);
// Index into c.tissues of a library or defined tissue, taking it up there at first use; reports an unknown name.
std::optional<int> use_tissue(TableReader& table, std::string_view key, Case& c, const Names& names);
// The same by name, for one that is known to exist.
int take_up_tissue(const std::string& name, Case& c, const Names& names);
// A name that regions have not yet; reports it otherwise.
bool take_region_name(TableReader& table, std::string_view key, const std::string& name, Names& names);

void read_domain(TableReader& root, Case& c, Names& names);  // [domain], after read_tissues
void read_surroundings(TableReader& root, Case& c);          // [initial], [boundary]
void read_regions(TableReader& root, Case& c, Names& names);  // [[tissue.region]]
// The key "start" of a region, of a label or with a shape; reports it beside "held".
std::optional<double> read_start_temperature(TableReader& region);
void read_sources(TableReader& root, Case& c);               // [[source]] or [source.NAME]
void read_probes(TableReader& root, Case& c, Names& names);  // [probe.NAME]
void read_contacts(TableReader& root, Case& c, Names& names);  // [contact.NAME], after read_probes
// Reports an exchange that gives no plate temperature; returns whether it is right.
bool check_contact_exchange(TableReader& table, std::string_view key, const ExchangeSettings& exchange);
void read_protocol(TableReader& root, Case& c, const Names& names);  // [protocol], adds schedules to probes
void read_target(TableReader& root, Case& c, const Names& names);
void read_sensors(TableReader& root, Case& c);
void read_injury(TableReader& root, Case& c, const Names& names);  // [injury.NAME]
void read_output(TableReader& root, Case& c);

// Where a table "exchange" stands: times of its tables count from the start of the run, or of the stage, unless it says.
enum class ExchangePlace { probe, stage };
// The table "exchange" of a probe or of a stage. own: what the probe has without it (of its preset, or of its own), of
// which a table without "model" changes only what it names; null if there is nothing yet.
std::optional<ExchangeSettings> read_exchange(TableReader& table, const Case& c, const ExchangeSettings* own,
                                              ExchangePlace place);

// A quantity over time: `key` alone (constant), or, in the same table or as a table at `key`: `times` and `plural`, or
// `csv` with `time_column` and `<key>_column` (default: the first two columns).
std::optional<TimeSeries> read_time_series(TableReader& table, const std::string& key, const std::string& plural,
                                           const Quantity& kind, const Range& allowed, const Case& c);

// Path of a file named in the case, relative to its folder; reports a file that is not there.
std::optional<std::filesystem::path> read_file_name(TableReader& table, std::string_view key, const Case& c);
// The same of a name that has been read.
std::optional<std::filesystem::path> existing_file(TableReader& table, std::string_view key, const std::string& name,
                                                   const Case& c);

void read_labels(TableReader& domain, Case& c, Names& names);  // the keys of [domain] about images

// The resolved case: everything after defaults, in the form of the file.
nlohmann::json resolve(const Case& c);
// [injury] of it.
nlohmann::json resolve(const std::vector<InjuryLawSettings>& laws);

}  // namespace iceball
