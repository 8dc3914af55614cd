#include "store/run_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "store/error_bar_layout.hpp"
#include "store/hdf5.hpp"
#include "store/injury_layout.hpp"
#include "store/run_layout.hpp"
#include "store/xdmf.hpp"

namespace iceball {

namespace {

h5::File open_run(const std::filesystem::path& path) {
    h5::File file(path, h5::Mode::read);
    const auto is_run = [&] {
        try {
            return file.has_attribute("/", "format") && file.text_attribute("/", "format") == run_format;
        } catch (const FileError&) {
            return false;  // an attribute of that name that is no text
        }
    };
    if (!is_run())
        throw FileError(fmt::format("{} is an HDF5 file but not a run file of Iceball (no attribute format = \"{}\")",
                                    path.string(), run_format));
    const double version = file.number_attribute("/", "format_version");
    if (version > double(run_format_version))
        throw FileError(fmt::format("{} has version {} of the run file format, this Iceball reads up to {}: use a newer "
                                    "Iceball",
                                    path.string(), version, run_format_version));
    return file;
}

Grid read_grid(const h5::File& file) {
    const std::vector<double> extent = file.numbers_attribute("/VTKHDF", "WholeExtent");
    const std::vector<double> spacing = file.numbers_attribute("/VTKHDF", "Spacing");
    const std::vector<double> origin = file.numbers_attribute("/VTKHDF", "Origin");
    if (extent.size() != 6 || spacing.size() != 3 || origin.size() != 3)
        throw FileError(fmt::format("{} is damaged: the grid in /VTKHDF is not three-dimensional", file.path().string()));
    return Grid({int(extent[1]), int(extent[3]), int(extent[5])}, spacing[0], Vector3(origin[0], origin[1], origin[2]));
}

// How many of these times count: a writer killed within a flush can leave zeros at the end.
std::size_t increasing(const std::vector<double>& times) {
    std::size_t count = times.empty() ? 0 : 1;
    while (count < times.size() && times[count] > times[count - 1]) ++count;
    return count;
}

std::vector<double> series_times(const h5::File& file, const std::string& group) {
    std::vector<double> times = file.read<double>(group + "/time");
    times.resize(increasing(times));
    return times;
}

Vector3 vector_attribute(const h5::File& file, const std::string& object, const std::string& name) {
    const std::vector<double> values = file.numbers_attribute(object, name);
    if (values.size() != 3)
        throw FileError(fmt::format("attribute '{}' of '{}' of {} is no 3-vector", name, object, file.path().string()));
    return {values[0], values[1], values[2]};
}

std::string history_path(const std::string& name, int cycle) {
    return cycle == 0 ? "/history/" + name : fmt::format("/history/cycle_{}/{}", cycle, name);
}

}  // namespace

struct RunReader::Parts {
    std::filesystem::path path;
    h5::File file;
    Grid grid;
    std::string title, status, version;
    std::vector<double> times;
    std::vector<RegionRecord> regions;

    explicit Parts(const std::filesystem::path& file_path)
        : path(file_path), file(open_run(file_path)), grid(read_grid(file)), title(file.text_attribute("/", "title")),
          status(file.text_attribute("/", "status")), version(file.text_attribute("/", "iceball_version")),
          times(file.read<double>("/time")) {
        times.resize(std::min(times.size(), std::size_t(file.number_attribute("/", "frames_committed"))));
        const auto names = file.read_texts("/regions/name"), tissues = file.read_texts("/regions/tissue");
        const auto held = file.read<double>("/regions/held_temperature");
        if (names.size() != tissues.size() || names.size() != held.size())
            throw FileError(fmt::format("{} is damaged: the columns of /regions differ in length", path.string()));
        for (std::size_t n = 0; n < names.size(); ++n)
            regions.push_back({names[n], tissues[n], std::isnan(held[n]) ? std::nullopt : std::optional(held[n])});
    }

    std::vector<float> cells(const std::string& dataset) const {
        std::vector<float> values = file.read<float>(dataset);
        if (values.size() != grid.cell_count())
            throw FileError(fmt::format("'{}' of {} has not as many values as there are cells", dataset, path.string()));
        return values;
    }
};

RunReader::RunReader(const std::filesystem::path& path) : parts_(std::make_unique<Parts>(path)) {}
RunReader::~RunReader() = default;
RunReader::RunReader(RunReader&&) noexcept = default;
RunReader& RunReader::operator=(RunReader&&) noexcept = default;

const std::filesystem::path& RunReader::path() const { return parts_->path; }
const std::string& RunReader::title() const { return parts_->title; }
const std::string& RunReader::status() const { return parts_->status; }
const std::string& RunReader::iceball_version() const { return parts_->version; }
const Grid& RunReader::grid() const { return parts_->grid; }
const std::vector<double>& RunReader::times() const { return parts_->times; }
const std::vector<RegionRecord>& RunReader::regions() const { return parts_->regions; }

std::size_t RunReader::frame_at(double time) const {
    const std::vector<double>& all = times();
    if (all.empty()) throw FileError(fmt::format("{} has no frames: it was run with frames = \"none\"", path().string()));
    const auto after = std::lower_bound(all.begin(), all.end(), time);
    if (after == all.begin()) return 0;
    if (after == all.end()) return all.size() - 1;
    const auto number = std::size_t(after - all.begin());
    return time - all[number - 1] <= all[number] - time ? number - 1 : number;
}

std::vector<float> RunReader::frame(std::size_t number) const {
    if (number >= frame_count())
        throw FileError(fmt::format("{} has {} frames, no frame {}", path().string(), frame_count(), number));
    return parts_->file.read_rows<float>(temperature_dataset, number, 1);
}

std::vector<std::uint8_t> RunReader::labels() const { return parts_->file.read<std::uint8_t>("/labels"); }

std::vector<HistoryInfo> RunReader::history_list() const {
    const h5::File& file = parts_->file;
    std::vector<HistoryInfo> list;
    const auto take = [&](const std::string& group, int cycle) {
        for (const std::string& name : file.members(group))
            if (const std::string dataset = group + "/" + name; !file.is_group(dataset))
                list.push_back({name, cycle, file.text_attribute(dataset, "units"),
                                file.text_attribute(dataset, "long_name")});
    };
    if (!file.exists("/history")) return list;
    take("/history", 0);
    for (int cycle = 1; file.exists(fmt::format("/history/cycle_{}", cycle)); ++cycle)
        take(fmt::format("/history/cycle_{}", cycle), cycle);
    return list;
}

bool RunReader::has_history(const std::string& name, int cycle) const {
    return parts_->file.exists(history_path(name, cycle));
}

std::vector<float> RunReader::history(const std::string& name, int cycle) const {
    if (!has_history(name, cycle)) {
        std::string known;
        for (const HistoryInfo& info : history_list())
            if (info.cycle == cycle) known += (known.empty() ? "" : ", ") + info.name;
        throw FileError(fmt::format("{} has no history field '{}'{}; it has: {}", path().string(), name,
                                    cycle == 0 ? "" : fmt::format(" of cycle {}", cycle), known.empty() ? "none" : known));
    }
    return parts_->cells(history_path(name, cycle));
}

std::vector<std::string> RunReader::probe_names() const { return parts_->file.texts_attribute("/probes", "names"); }

std::vector<ProbeRecord> RunReader::probes() const {
    const h5::File& file = parts_->file;
    std::vector<ProbeRecord> all;
    for (const std::string& name : probe_names()) {
        const std::string group = "/probes/" + name;
        ProbeRecord probe;
        probe.name = name;
        probe.geometry = {vector_attribute(file, group, "tip"), vector_attribute(file, group, "direction"),
                          file.number_attribute(group, "radius"), file.number_attribute(group, "active_start"),
                          file.number_attribute(group, "active_length")};
        probe.metal_heat_capacity = file.number_attribute(group, "metal_heat_capacity");
        probe.exchange = file.text_attribute(group, "exchange");
        probe.times = series_times(file, group);
        const std::size_t count = probe.times.size();
        probe.power = file.read_rows<double>(group + "/power", 0, count);
        probe.heat = file.read_rows<double>(group + "/heat", 0, count);
        probe.nodes = file.shape(group + "/wall_temperature").at(1);
        probe.wall_temperature = file.read_rows<double>(group + "/wall_temperature", 0, count);
        all.push_back(std::move(probe));
    }
    return all;
}

std::vector<ContactRecord> RunReader::contacts() const {
    const h5::File& file = parts_->file;
    std::vector<ContactRecord> all;
    if (!file.exists("/contacts")) return all;
    for (const std::string& name : file.texts_attribute("/contacts", "names")) {
        const std::string group = "/contacts/" + name;
        ContactRecord contact{name, file.text_attribute(group, "face"), series_times(file, group), {}, {}, {}};
        const std::size_t count = contact.times.size();
        contact.power = file.read_rows<double>(group + "/power", 0, count);
        contact.heat = file.read_rows<double>(group + "/heat", 0, count);
        contact.temperature = file.read_rows<double>(group + "/temperature", 0, count);
        all.push_back(std::move(contact));
    }
    return all;
}

Protocol RunReader::protocol() const {
    const h5::File& file = parts_->file;
    const auto kinds = file.read_texts("/protocol/kind");
    const auto start = file.read<double>("/protocol/start"), duration = file.read<double>("/protocol/duration"),
               duty = file.read<double>("/protocol/duty");
    const auto cycle = file.read<std::int32_t>("/protocol/cycle");
    const auto on = file.read<std::uint8_t>("/protocol/on");
    const std::size_t probes = probe_names().size();
    Protocol protocol;
    for (std::size_t n = 0; n < kinds.size(); ++n) {
        Stage stage{StageKind::freeze, start.at(n), duration.at(n), cycle.at(n), {}};
        for (const StageKind kind : {StageKind::thaw, StageKind::warm})
            if (kinds[n] == to_string(kind)) stage.kind = kind;
        if (kinds[n] != to_string(stage.kind))
            throw FileError(fmt::format("{} has a stage of unknown kind '{}'", path().string(), kinds[n]));
        for (std::size_t probe = 0; probe < probes; ++probe)
            stage.probes.push_back({on.at(n * probes + probe) != 0, duty.at(n * probes + probe)});
        protocol.stages.push_back(stage);
    }
    return protocol;
}

MetricsRecord RunReader::metrics() const {
    const h5::File& file = parts_->file;
    MetricsRecord metrics;
    if (!file.exists("/metrics/time")) return metrics;
    metrics.times = series_times(file, "/metrics");
    const std::size_t count = metrics.times.size();
    metrics.isotherms = file.read<double>("/metrics/isotherm");
    metrics.needles = probe_names().size();
    metrics.volume = file.read_rows<double>("/metrics/volume", 0, count);
    metrics.volume_with_needles = file.read_rows<double>("/metrics/volume_with_needles", 0, count);
    metrics.extent = file.read_rows<double>("/metrics/extent", 0, count);
    if (metrics.needles > 0) metrics.extent_along_needle = file.read_rows<double>("/metrics/extent_along_needle", 0, count);
    metrics.parts = file.read_rows<std::int32_t>("/metrics/parts", 0, count);
    return metrics;
}

LedgerRecord RunReader::ledger() const {
    const h5::File& file = parts_->file;
    LedgerRecord ledger;
    ledger.times = series_times(file, "/ledger");
    const std::size_t count = ledger.times.size();
    ledger.residual = file.read_rows<double>("/ledger/residual", 0, count);
    ledger.stored = file.read_rows<double>("/ledger/stored", 0, count);
    for (const std::string& name : file.members("/ledger")) {
        if (name == "time" || name == "residual" || name == "stored") continue;
        ledger.terms.push_back(name);
        ledger.heat.push_back(file.read_rows<double>("/ledger/" + name, 0, count));
    }
    return ledger;
}

std::vector<SensorRecord> RunReader::sensors() const {
    const h5::File& file = parts_->file;
    std::vector<SensorRecord> all;
    for (const std::string& name : file.texts_attribute("/sensors", "names")) {
        const std::string group = "/sensors/" + name;
        SensorRecord record{{name, vector_attribute(file, group, "position")}, series_times(file, group), {}};
        record.temperature = file.read_rows<double>(group + "/temperature", 0, record.times.size());
        all.push_back(std::move(record));
    }
    return all;
}

std::optional<TargetRecord> RunReader::target() const {
    const h5::File& file = parts_->file;
    if (!file.exists("/target")) return std::nullopt;
    TargetRecord target{{file.text_attribute("/target", "region"), file.number_attribute("/target", "margin"),
                         file.texts_attribute("/target", "at_risk")}, {}, {}};
    for (const std::string& name : written_target_arrays(file)) {
        const std::string dataset = "/target/" + name;
        target.arrays.push_back({name, file.text_attribute(dataset, "units"), file.text_attribute(dataset, "long_name"),
                                 file.shape(dataset), file.read<double>(dataset)});
    }
    const std::string group = target_over_time;
    if (!file.exists(group)) return target;
    TargetSeries& series = target.over_time;
    series.times = series_times(file, group);
    series.isotherms = file.read<double>("/target/isotherm");
    const auto read = [&](const char* name) { return file.read_rows<double>(group + name, 0, series.times.size()); };
    series.fraction_inside = read("/fraction_inside");
    series.minimum_margin = read("/minimum_margin");
    series.healthy_tissue_lost = read("/healthy_tissue_lost");
    if (!target.info.at_risk.empty()) series.distance_to_risk = read("/distance_to_risk");
    return target;
}

std::optional<InjuryRecord> RunReader::injury() const { return read_injury(parts_->file); }

std::vector<float> RunReader::injury_field(const std::string& law, int cycle) const {
    const std::string dataset = injury_dataset(law, cycle);
    if (!parts_->file.exists(dataset) || parts_->file.is_group(dataset)) {
        const auto record = injury();
        std::string known;
        if (record)
            for (const InjuryLawInfo& info : record->laws) known += (known.empty() ? "" : ", ") + info.name;
        throw FileError(fmt::format("{} has no injury field '{}'{}; it has: {}", path().string(), law,
                                    cycle == 0 ? "" : fmt::format(" of cycle {}", cycle),
                                    record ? known : "none, because its run has not ended"));
    }
    return parts_->cells(dataset);
}

std::optional<ErrorBarRecord> RunReader::error_bars() const { return read_error_bars(parts_->file); }

std::string RunReader::case_source() const { return parts_->file.read_text("/case/source"); }
std::string RunReader::case_resolved() const { return parts_->file.read_text("/case/resolved"); }

Provenance RunReader::provenance() const {
    Provenance all;
    for (const std::string& name : parts_->file.attribute_names("/provenance"))
        all[name] = parts_->file.text_attribute("/provenance", name);
    return all;
}

}  // namespace iceball
