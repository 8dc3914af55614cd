#include "store/run_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "store/atomic_file.hpp"
#include "store/injury_layout.hpp"
#include "store/run_layout.hpp"
#include "store/run_reader.hpp"
#include "store/series.hpp"
#include "store/xdmf.hpp"

namespace iceball {

std::string to_string(RunStatus status) {
    switch (status) {
        case RunStatus::running: return "running";
        case RunStatus::complete: return "complete";
        case RunStatus::interrupted: return "interrupted";
        case RunStatus::failed: return "failed";
    }
    return "";
}

namespace {

std::string without_spaces(std::string name) {
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

Series metrics_series(const RunInfo& info) {
    const std::size_t isotherms = info.isotherms.size(), needles = info.needles.size();
    if (isotherms == 0) return {"/metrics", {}};
    const std::string isotherm = "/metrics/isotherm";
    std::vector<Series::Column> columns{
        {"volume", "m3", "volume below the isotherm, without the needles", {isotherms}, {isotherm}},
        {"volume_with_needles", "m3", "volume below the isotherm, with the needles", {isotherms}, {isotherm}},
        {"extent", "m", "extent along x, y, z", {isotherms, 3}, {isotherm, "/metrics/axis"}},
        {"parts", "1", "connected parts", {isotherms}, {isotherm}, true}};
    if (needles > 0)
        columns.push_back({"extent_along_needle", "m", "extent along the axis of each probe", {isotherms, needles},
                           {isotherm, "/metrics/probe"}});
    return {"/metrics", columns};
}

Series target_series(const RunInfo& info) {
    const std::size_t isotherms = info.isotherms.size();
    if (!with_target_series(info)) return {target_over_time, {}};
    const std::string isotherm = "/target/isotherm";
    std::vector<Series::Column> columns{
        {"fraction_inside", "1", "share of the target below the isotherm", {isotherms}, {isotherm}},
        {"minimum_margin", "m", "smallest depth of the target below the isotherm", {isotherms}, {isotherm}},
        {"healthy_tissue_lost", "m3", "volume below the isotherm outside the target", {isotherms}, {isotherm}}};
    if (const std::size_t organs = info.target->at_risk.size(); organs > 0)
        columns.push_back({"distance_to_risk", "m", "from the isotherm to each organ at risk", {isotherms, organs},
                           {isotherm, "/target/organ"}});
    return {target_over_time, columns};
}

Series ledger_series(const RunInfo& info) {
    std::vector<Series::Column> columns{
        {"residual", "1", "heat that the ledger misses, relative", {}, {}},
        {"stored", "J", "heat stored in the tissue since the start", {}, {}}};
    for (const std::string& term : info.ledger_terms)
        columns.push_back({without_spaces(term), "J", fmt::format("heat into the tissue so far: {}", term), {}, {}});
    return {"/ledger", columns};
}

Series probe_series(const RunInfo& info, const Needle& needle) {
    const std::size_t nodes = std::size_t(wall_node_count(needle.geometry, info.grid.spacing()));
    return {"/probes/" + needle.name,
            {{"power", "W", "heat flow into the tissue, negative while it freezes", {}, {}},
             {"heat", "J", "heat into the tissue so far", {}, {}},
             {"wall_temperature", "degC", "temperature of the wall nodes, from the tip end", {nodes},
              {"/probes/" + needle.name + "/node"}}}};
}

Series contact_series(const Contact& contact) {
    return {"/contacts/" + contact.name,
            {{"power", "W", "heat flow into the tissue, negative while it freezes", {}, {}},
             {"heat", "J", "heat into the tissue so far", {}, {}},
             {"temperature", "degC", "temperature of the plate; of the tissue under it while it does not act", {}, {}}}};
}

}  // namespace

struct RunWriter::Parts {
    std::filesystem::path path;
    Grid grid;
    bool xdmf;
    h5::File file;
    std::vector<double> times;  // of the frames
    Series metrics, target, ledger;
    bool with_metrics, with_target;
    std::vector<Series> probes, contacts, sensors;

    Parts(const std::filesystem::path& file_path, const RunInfo& info, h5::File opened)
        : path(file_path), grid(info.grid), xdmf(info.xdmf), file(std::move(opened)), metrics(metrics_series(info)),
          target(target_series(info)), ledger(ledger_series(info)), with_metrics(!info.isotherms.empty()),
          with_target(with_target_series(info)) {
        for (const Needle& needle : info.needles) probes.push_back(probe_series(info, needle));
        for (const Contact& contact : info.contacts) contacts.push_back(contact_series(contact));
        for (const Sensor& sensor : info.sensors)
            sensors.push_back({"/sensors/" + sensor.name, {{"temperature", "degC", "temperature", {}, {}}}});
    }

    // Opens the file of an interrupted run and drops what comes after `time`.
    static std::unique_ptr<Parts> cut_back(const std::filesystem::path& path, const RunInfo& info, double time);

    template <class Action>
    void for_each_series(Action&& action) {
        if (with_metrics) action(metrics);
        if (with_target) action(target);
        action(ledger);
        for (Series& series : probes) action(series);
        for (Series& series : contacts) action(series);
        for (Series& series : sensors) action(series);
    }

    void commit() {
        for_each_series([&](Series& series) { series.flush(file); });
        file.flush();
        // Only now: a reader must never be told of a frame that is not whole.
        file.set_attribute("/", "frames_committed", std::int64_t(times.size()));
        file.flush();
        if (xdmf && !times.empty()) write_xdmf(path, grid, times);
    }
};

RunWriter::RunWriter(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
RunWriter::~RunWriter() = default;
RunWriter::RunWriter(RunWriter&&) noexcept = default;
RunWriter& RunWriter::operator=(RunWriter&&) noexcept = default;

RunWriter::RunWriter(const std::filesystem::path& path, const RunInfo& info, bool replace) {
    if (!replace && std::filesystem::exists(path))
        throw FileError(fmt::format("{} exists already and is kept: choose another name, or --force to replace it or "
                                    "--resume to go on with it",
                                    path.string()));
    const std::filesystem::path temporary = temporary_name(path);
    try {
        parts_ = std::make_unique<Parts>(path, info, h5::File(temporary, h5::Mode::create, path));
        create_run_layout(parts_->file, info);
        parts_->for_each_series([&](Series& series) { series.create(parts_->file); });
        parts_->file.flush();
        sync_and_rename(temporary, path);
        std::error_code ignored;
        std::filesystem::remove(xdmf_path(path), ignored);  // of the file that was replaced
    } catch (...) {
        parts_.reset();
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throw;
    }
}

std::unique_ptr<RunWriter::Parts> RunWriter::Parts::cut_back(const std::filesystem::path& path, const RunInfo& info,
                                                             double time) {
    auto parts = std::make_unique<Parts>(path, info, h5::File(path, h5::Mode::write));
    h5::File& file = parts->file;
    const std::vector<double> times = file.read<double>("/time");
    const auto committed = std::size_t(file.number_attribute("/", "frames_committed"));
    const auto end = times.begin() + std::ptrdiff_t(std::min(committed, times.size()));
    parts->times.assign(times.begin(), std::upper_bound(times.begin(), end, time));
    const std::size_t frames = parts->times.size();
    file.set_attribute("/", "frames_committed", std::int64_t(frames));
    file.set_attribute("/", "status", to_string(RunStatus::running));
    file.flush();
    for (const char* dataset : {"/time", "/VTKHDF/Steps/Values", "/VTKHDF/Steps/CellDataOffsets/temperature",
                                temperature_dataset})
        file.set_rows(dataset, frames);
    file.set_attribute("/VTKHDF/Steps", "NSteps", std::int64_t(frames));
    for (const std::string& name : file.members("/frames"))
        if (std::stoul(name) >= frames) file.remove("/frames/" + name);
    for (const char* group : {"/history", "/injury"})
        if (file.exists(group)) file.remove(group);
    for (const std::string& name : written_target_arrays(file)) file.remove("/target/" + name);
    parts->for_each_series([&](Series& series) { series.resume(file, time); });
    parts->commit();
    return parts;
}

RunWriter RunWriter::open_for_resume(const std::filesystem::path& path, const RunInfo& info, double time) {
    {
        const RunReader before(path);
        const auto refuse = [&](const std::string& why) {
            throw FileError(fmt::format("cannot go on with {}: {}", path.string(), why));
        };
        if (before.status() == to_string(RunStatus::complete)) refuse("it is complete");
        const Grid& grid = before.grid();
        if (grid.cells() != info.grid.cells() || grid.spacing() != info.grid.spacing() ||
            grid.lower() != info.grid.lower())
            refuse("its grid is not that of this case");
        if (before.case_resolved() != info.case_resolved)
            refuse("it holds another case; use the case and the --set options that it was started with");
    }
    // Cut back and closed before anything is added: HDF5 loses count where space that it has just freed is used again
    // ("duplicate entry in cache").
    Parts::cut_back(path, info, time);
    return RunWriter(Parts::cut_back(path, info, time));
}

const std::vector<double>& RunWriter::frame_times() const { return parts_->times; }

void RunWriter::append_frame(double time, std::span<const float> temperature) {
    std::vector<double>& times = parts_->times;
    h5::File& file = parts_->file;
    if (temperature.size() != parts_->grid.cell_count())
        throw FileError(fmt::format("a frame has {} values for {} cells", temperature.size(), parts_->grid.cell_count()));
    if (!times.empty() && !(time > times.back()))
        throw FileError(fmt::format("a frame at {} s comes after one at {} s", time, times.back()));
    const std::size_t frame = times.size();
    const std::int64_t offset = std::int64_t(frame);
    file.write_rows<float>(temperature_dataset, frame, temperature);
    file.create_view_of_row<float>(frame_dataset(frame), temperature_dataset, frame);
    file.set_attribute(frame_dataset(frame), "units", std::string("degC"));
    file.set_attribute(frame_dataset(frame), "time", time);
    file.write_rows<double>("/time", frame, std::span(&time, 1));
    file.write_rows<double>("/VTKHDF/Steps/Values", frame, std::span(&time, 1));
    file.write_rows<std::int64_t>("/VTKHDF/Steps/CellDataOffsets/temperature", frame, std::span(&offset, 1));
    file.set_attribute("/VTKHDF/Steps", "NSteps", std::int64_t(frame + 1));
    times.push_back(time);
    parts_->commit();
}

void RunWriter::append_metrics(const MetricsSample& sample) {
    if (!parts_->with_metrics) throw FileError("this run file was created without isotherms, so without metrics");
    std::vector<std::vector<double>> values{sample.volume, sample.volume_with_needles, sample.extent,
                                            std::vector<double>(sample.parts.begin(), sample.parts.end())};
    if (!parts_->probes.empty()) values.push_back(sample.extent_along_needle);
    parts_->metrics.append(sample.time, std::move(values));
}

void RunWriter::append_needles(double time, std::span<const NeedleState> needles) {
    for (std::size_t n = 0; n < parts_->probes.size(); ++n)
        parts_->probes[n].append(time, {{needles[n].power}, {needles[n].heat}, needles[n].wall_temperature});
}

void RunWriter::append_contacts(double time, std::span<const ContactState> contacts) {
    for (std::size_t n = 0; n < parts_->contacts.size(); ++n)
        parts_->contacts[n].append(time, {{contacts[n].power}, {contacts[n].heat}, {contacts[n].temperature}});
}

void RunWriter::append_sensors(double time, std::span<const double> temperatures) {
    for (std::size_t n = 0; n < parts_->sensors.size(); ++n) parts_->sensors[n].append(time, {{temperatures[n]}});
}

void RunWriter::append_target(const TargetSample& sample) {
    if (!parts_->with_target) throw FileError("this run file was created without a target or without isotherms");
    std::vector<std::vector<double>> values{sample.fraction_inside, sample.minimum_margin, sample.healthy_tissue_lost};
    if (!sample.distance_to_risk.empty()) values.push_back(sample.distance_to_risk);
    parts_->target.append(sample.time, std::move(values));
}

void RunWriter::append_ledger(const LedgerSample& sample) {
    std::vector<std::vector<double>> values{{sample.residual}, {sample.stored}};
    for (const double heat : sample.heat) values.push_back({heat});
    parts_->ledger.append(sample.time, std::move(values));
}

void RunWriter::commit() { parts_->commit(); }

void RunWriter::write_history(const HistoryInfo& info, std::span<const float> values) {
    const std::string group = info.cycle == 0 ? "/history" : fmt::format("/history/cycle_{}", info.cycle);
    const std::string dataset = group + "/" + info.name;
    h5::File& file = parts_->file;
    if (!file.exists(dataset)) {
        file.make_group(group);
        create_cell_field<float>(file, parts_->grid, dataset, info.units.empty() ? "1" : info.units, info.long_name);
    }
    file.write<float>(dataset, values);
}

void RunWriter::write_target(const std::vector<NamedArray>& arrays) {
    h5::File& file = parts_->file;
    if (!parts_->with_target) throw FileError("this run file was created without a target or without isotherms");
    for (const std::string& name : written_target_arrays(file)) file.remove("/target/" + name);
    for (const NamedArray& array : arrays) {
        const std::string path = "/target/" + array.name;
        write_array(file, path, array.shape, array.values, array.units.empty() ? "1" : array.units, array.long_name);
        file.attach_scale(path, 0, "/target/isotherm");
        if (array.shape.size() > 1) file.attach_scale(path, 1, "/target/organ");
    }
}

void RunWriter::write_injury(const InjuryRecord& injury) {
    write_injury_tables(parts_->file, injury);
}

void RunWriter::write_injury_field(const InjuryLawInfo& law, int cycle, std::span<const float> destroyed) {
    iceball::write_injury_field(parts_->file, parts_->grid, law, cycle, destroyed);
}

void RunWriter::write_disagreement(int cycle, std::span<const float> difference) {
    write_disagreement_field(parts_->file, parts_->grid, cycle, difference);
}

void RunWriter::set_status(RunStatus status) {
    parts_->commit();
    parts_->file.set_attribute("/", "status", to_string(status));
    parts_->file.flush();
}

void RunWriter::close() { parts_->file.close(); }

}  // namespace iceball
