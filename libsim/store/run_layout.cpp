#include "store/run_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include "core/error.hpp"
#include "store/pack.hpp"

namespace iceball {

namespace {

using Numbers = std::vector<double>;

void check_names(const char* what, const std::vector<std::string>& names) {
    std::set<std::string> seen;
    for (const std::string& name : names) {
        if (name.empty() || name == "." || name.find('/') != std::string::npos || name.find('\0') != std::string::npos)
            throw InputError(fmt::format("the {} name '{}' cannot be kept in a run file: give it a name without '/'",
                                         what, name));
        if (!seen.insert(name).second) throw InputError(fmt::format("two {}s are called '{}'", what, name));
    }
}

void write_root(h5::File& file, const RunInfo& info) {
    file.set_attribute("/", "format", std::string(run_format));
    file.set_attribute("/", "format_version", run_format_version);
    file.set_attribute("/", "iceball_version", info.iceball_version);
    file.set_attribute("/", "Conventions", std::string("CF-1.8"));
    file.set_attribute("/", "title", info.title);
    file.set_attribute("/", "status", to_string(RunStatus::running));
    file.set_attribute("/", "frames_committed", std::int64_t(0));
}

void write_coordinates(h5::File& file, const Grid& grid) {
    const char* names[] = {"x", "y", "z"};
    for (int axis = 0; axis < 3; ++axis) {
        Numbers centres;
        for (int n = 0; n < grid.cells()[std::size_t(axis)]; ++n)
            centres.push_back(grid.lower()[axis] + grid.spacing() * (n + 0.5));
        const std::string dataset = fmt::format("/{}", names[axis]);
        write_array(file, dataset, {centres.size()}, centres, "m", fmt::format("{} of cell centres, RAS", names[axis]));
        const char* letters[] = {"X", "Y", "Z"};
        file.set_attribute(dataset, "axis", std::string(letters[axis]));
        file.make_scale(dataset);
    }
    file.create<double>("/time", {0}, {.growing = true, .chunk = {256}});
    file.set_attribute("/time", "units", std::string("s"));
    file.set_attribute("/time", "long_name", std::string("time since the start of the run"));
    file.set_attribute("/time", "axis", std::string("T"));
    file.make_scale("/time");
}

// VTKHDF 2.0, temporal ImageData (docs.vtk.org, "VTKHDF File Format").
void write_vtkhdf(h5::File& file, const Grid& grid) {
    const std::int64_t nx = grid.nx(), ny = grid.ny(), nz = grid.nz();
    file.make_group("/VTKHDF/CellData");
    file.make_group("/VTKHDF/Steps/CellDataOffsets");
    file.set_attribute("/VTKHDF", "Version", std::span<const std::int64_t>(std::vector<std::int64_t>{2, 0}));
    file.set_ascii_attribute("/VTKHDF", "Type", "ImageData");
    file.set_attribute("/VTKHDF", "WholeExtent",
                       std::span<const std::int64_t>(std::vector<std::int64_t>{0, nx, 0, ny, 0, nz}));
    const Vector3& lower = grid.lower();
    file.set_attribute("/VTKHDF", "Origin", std::span<const double>(Numbers{lower.x(), lower.y(), lower.z()}));
    file.set_attribute("/VTKHDF", "Spacing", std::span<const double>(Numbers(3, grid.spacing())));
    file.set_attribute("/VTKHDF", "Direction", std::span<const double>(Numbers{1, 0, 0, 0, 1, 0, 0, 0, 1}));
    file.set_attribute("/VTKHDF/Steps", "NSteps", std::int64_t(0));
    file.create<double>("/VTKHDF/Steps/Values", {0}, {.growing = true, .chunk = {256}});
    file.create<std::int64_t>("/VTKHDF/Steps/CellDataOffsets/temperature", {0}, {.growing = true, .chunk = {256}});
    file.create<float>(temperature_dataset, {0, std::size_t(nz), std::size_t(ny), std::size_t(nx)},
                       cell_layout(grid, true));
    file.set_attribute(temperature_dataset, "units", std::string("degC"));
    file.set_attribute(temperature_dataset, "long_name", std::string("temperature"));
    file.link(temperature_dataset, "/temperature");
    const char* scales[] = {"/time", "/z", "/y", "/x"};
    for (std::size_t axis = 0; axis < 4; ++axis) file.attach_scale("/temperature", axis, scales[axis]);
    file.make_group("/frames");
}

void write_regions(h5::File& file, const RunInfo& info) {
    create_cell_field<std::uint8_t>(file, info.grid, "/labels", "1", "region number, a row of /regions");
    file.write<std::uint8_t>("/labels", pack<std::uint8_t>(info.grid, info.regions.region));
    std::vector<std::string> names, tissues;
    Numbers held;
    for (const Region& region : info.regions.regions) {
        names.push_back(region.name);
        tissues.push_back(info.tissue_names.at(std::size_t(region.tissue)));
        held.push_back(region.held_temperature.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    file.make_group("/regions");
    file.write_texts("/regions/name", names);
    file.make_scale("/regions/name");
    file.write_texts("/regions/tissue", tissues);
    write_array(file, "/regions/held_temperature", {held.size()}, held, "degC", "held temperature, NaN where not held");
    for (const char* column : {"/regions/tissue", "/regions/held_temperature"})
        file.attach_scale(column, 0, "/regions/name");
}

void write_probes(h5::File& file, const RunInfo& info, const std::vector<std::string>& names) {
    file.make_group("/probes");
    file.set_attribute("/probes", "names", names);
    for (const Needle& needle : info.needles) {
        const std::string group = "/probes/" + needle.name;
        const NeedleGeometry& geometry = needle.geometry;
        const Numbers tip(geometry.tip.begin(), geometry.tip.end());
        const Numbers direction(geometry.direction.begin(), geometry.direction.end());
        file.make_group(group);
        file.set_attribute(group, "tip", std::span<const double>(tip));
        file.set_attribute(group, "direction", std::span<const double>(direction));
        file.set_attribute(group, "radius", geometry.radius);
        file.set_attribute(group, "active_start", geometry.active_start);
        file.set_attribute(group, "active_length", geometry.active_length);
        file.set_attribute(group, "insulated_shaft", std::int64_t(geometry.insulated_shaft));
        file.set_attribute(group, "metal_heat_capacity", needle.metal_heat_capacity);
        file.set_attribute(group, "always_on", std::int64_t(needle.always_on));
        file.set_attribute(group, "exchange", needle.exchange ? needle.exchange->name() : std::string());
        const int nodes = wall_node_count(geometry, info.grid.spacing());
        Numbers behind_tip;
        for (int node = 0; node < nodes; ++node)
            behind_tip.push_back(geometry.active_start + geometry.active_length * (node + 0.5) / nodes);
        write_array(file, group + "/node", {behind_tip.size()}, behind_tip, "m", "middle of the wall node behind the tip");
        file.make_scale(group + "/node");
    }
}

void write_contacts(h5::File& file, const RunInfo& info) {
    if (info.contacts.empty()) return;
    constexpr std::array faces{"x_min", "x_max", "y_min", "y_max", "z_min", "z_max"};
    std::vector<std::string> names;
    for (const Contact& contact : info.contacts) names.push_back(contact.name);
    check_names("contact", names);
    file.make_group("/contacts");
    file.set_attribute("/contacts", "names", names);
    for (const Contact& contact : info.contacts) {
        const std::string group = "/contacts/" + contact.name;
        const FacePoint centre = std::visit([](const auto& patch) { return patch.centre; }, contact.patch);
        file.make_group(group);
        file.set_attribute(group, "face", std::string(faces[std::size_t(contact.face)]));
        file.set_attribute(group, "centre", std::span<const double>(centre));
        if (const auto* disc = std::get_if<Disc>(&contact.patch))
            file.set_attribute(group, "radius", disc->radius);
        else
            file.set_attribute(group, "size", std::span<const double>(std::get<FaceRectangle>(contact.patch).size));
        file.set_attribute(group, "conductance", contact.conductance);
        file.set_attribute(group, "exchange", contact.exchange ? contact.exchange->name() : std::string());
    }
}

void write_protocol(h5::File& file, const RunInfo& info, const std::vector<std::string>& probes) {
    std::vector<std::string> kinds;
    Numbers start, duration, duty;
    std::vector<std::int32_t> cycle;
    std::vector<std::uint8_t> on;
    for (const Stage& stage : info.protocol.stages) {
        kinds.push_back(to_string(stage.kind));
        start.push_back(stage.start);
        duration.push_back(stage.duration);
        cycle.push_back(stage.cycle);
        for (std::size_t probe = 0; probe < probes.size(); ++probe) {
            on.push_back(stage.probes.at(probe).on);
            duty.push_back(stage.probes.at(probe).duty);
        }
    }
    const std::size_t stages = kinds.size();
    file.make_group("/protocol");
    file.set_attribute("/protocol", "probes", probes);
    file.write_texts("/protocol/kind", kinds);
    write_array(file, "/protocol/start", {stages}, start, "s", "start of the stage");
    file.make_scale("/protocol/start");
    write_array(file, "/protocol/duration", {stages}, duration, "s", "duration of the stage");
    file.create<std::int32_t>("/protocol/cycle", {stages});
    file.write<std::int32_t>("/protocol/cycle", cycle);
    file.create<std::uint8_t>("/protocol/on", {stages, probes.size()});
    file.write<std::uint8_t>("/protocol/on", on);
    write_array(file, "/protocol/duty", {stages, probes.size()}, duty, "1", "share of the time that a probe acts");
    for (const char* column : {"/protocol/kind", "/protocol/duration", "/protocol/cycle", "/protocol/on", "/protocol/duty"})
        file.attach_scale(column, 0, "/protocol/start");
    if (probes.empty()) return;
    file.write_texts("/protocol/probe", probes);
    file.make_scale("/protocol/probe");
    for (const char* column : {"/protocol/on", "/protocol/duty"}) file.attach_scale(column, 1, "/protocol/probe");
}

void write_sensors(h5::File& file, const RunInfo& info, const std::vector<std::string>& names) {
    file.make_group("/sensors");
    file.set_attribute("/sensors", "names", names);
    for (const Sensor& sensor : info.sensors) {
        const Numbers position(sensor.position.begin(), sensor.position.end());
        file.make_group("/sensors/" + sensor.name);
        file.set_attribute("/sensors/" + sensor.name, "position", std::span<const double>(position));
    }
}

// Scales that the series of the metrics share.
void write_metrics_axes(h5::File& file, const RunInfo& info, const std::vector<std::string>& probes) {
    if (info.isotherms.empty()) return;
    file.make_group("/metrics");
    write_array(file, "/metrics/isotherm", {info.isotherms.size()}, info.isotherms, "degC", "isotherm");
    file.make_scale("/metrics/isotherm");
    file.write_texts("/metrics/axis", {"x", "y", "z"});
    file.make_scale("/metrics/axis");
    if (probes.empty()) return;
    file.write_texts("/metrics/probe", probes);
    file.make_scale("/metrics/probe");
}

void write_target_info(h5::File& file, const RunInfo& info) {
    if (!info.target) return;
    file.make_group("/target");
    file.set_attribute("/target", "region", info.target->region);
    file.set_attribute("/target", "margin", info.target->margin);
    file.set_attribute("/target", "at_risk", info.target->at_risk);
    if (!with_target_series(info)) return;
    write_array(file, "/target/isotherm", {info.isotherms.size()}, info.isotherms, "degC", "isotherm");
    file.make_scale("/target/isotherm");
    if (info.target->at_risk.empty()) return;
    file.write_texts("/target/organ", info.target->at_risk);
    file.make_scale("/target/organ");
}

}  // namespace

bool with_target_series(const RunInfo& info) { return info.target && !info.isotherms.empty(); }

std::vector<std::string> written_target_arrays(const h5::File& file) {
    std::vector<std::string> names;
    if (!file.exists("/target")) return names;
    for (const std::string& name : file.members("/target"))
        if (name != "isotherm" && name != "organ" && !file.is_group("/target/" + name)) names.push_back(name);
    return names;
}

h5::Layout cell_layout(const Grid& grid, bool with_frames) {
    const std::size_t plane = std::size_t(grid.nx()) * std::size_t(grid.ny()) * sizeof(float);
    const std::size_t slab = std::clamp<std::size_t>((std::size_t(8) << 20) / plane, 1, std::size_t(grid.nz()));
    h5::Shape chunk{slab, std::size_t(grid.ny()), std::size_t(grid.nx())};
    if (with_frames) chunk.insert(chunk.begin(), 1);
    return {.growing = with_frames, .compressed = true, .checked = true, .chunk = chunk};
}

void write_array(h5::File& file, const std::string& dataset, const h5::Shape& shape, std::span<const double> values,
                 const std::string& units, const std::string& long_name) {
    file.create<double>(dataset, shape);
    file.write<double>(dataset, values);
    file.set_attribute(dataset, "units", units);
    file.set_attribute(dataset, "long_name", long_name);
}

void create_run_layout(h5::File& file, const RunInfo& info) {
    std::vector<std::string> probes, sensors;
    for (const Needle& needle : info.needles) probes.push_back(needle.name);
    for (const Sensor& sensor : info.sensors) sensors.push_back(sensor.name);
    check_names("probe", probes);
    check_names("sensor", sensors);
    write_root(file, info);
    write_coordinates(file, info.grid);
    write_vtkhdf(file, info.grid);
    write_regions(file, info);
    write_probes(file, info, probes);
    write_contacts(file, info);
    write_protocol(file, info, probes);
    write_sensors(file, info, sensors);
    write_metrics_axes(file, info, probes);
    write_target_info(file, info);
    file.make_group("/case");
    file.write_text("/case/source", info.case_source);
    file.write_text("/case/resolved", info.case_resolved);
    file.make_group("/provenance");
    for (const auto& [name, text] : info.provenance) file.set_attribute("/provenance", name, text);
}

}  // namespace iceball
