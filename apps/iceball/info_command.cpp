// iceball info: what is in a run file.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "describe_error_bars.hpp"
#include "describe_injury.hpp"
#include "store/run_reader.hpp"

namespace iceball {

namespace {

using Json = nlohmann::ordered_json;

Json list(const Vector3& v) { return Json{v.x(), v.y(), v.z()}; }

// "12:30" for 750 s.
std::string clock(double seconds) {
    const long total = std::lround(seconds);
    return fmt::format("{}:{:02}", total / 60, total % 60);
}

std::string point(const Vector3& v) { return fmt::format("({:g}, {:g}, {:g})", 1e3 * v.x(), 1e3 * v.y(), 1e3 * v.z()); }

// Over the whole run, and the best moment: when most of the target was below the isotherm, and when its margin was widest.
Json describe(const TargetRecord& target) {
    const TargetSeries& series = target.over_time;
    Json out{{"region", target.info.region}, {"margin", target.info.margin}, {"at_risk", target.info.at_risk},
             {"isotherm", series.isotherms}};
    for (const NamedArray& array : target.arrays) out[array.name] = array.values;
    out["at_best"] = Json::array();
    const std::size_t isotherms = series.isotherms.size();
    for (std::size_t i = 0; i < isotherms && !series.times.empty(); ++i) {
        std::size_t fullest = 0, widest = 0;
        const auto value = [&](const std::vector<double>& values, std::size_t sample) { return values[sample * isotherms + i]; };
        for (std::size_t n = 1; n < series.times.size(); ++n) {
            if (value(series.fraction_inside, n) > value(series.fraction_inside, fullest)) fullest = n;
            // Not a number where there is no ice.
            if (!(value(series.minimum_margin, n) <= value(series.minimum_margin, widest))) widest = n;
            if (std::isnan(value(series.minimum_margin, widest))) widest = 0;
        }
        out["at_best"].push_back({{"isotherm", series.isotherms[i]},
                                  {"fraction_inside", value(series.fraction_inside, fullest)},
                                  {"fullest_at", series.times[fullest]},
                                  {"minimum_margin", value(series.minimum_margin, widest)},
                                  {"widest_at", series.times[widest]}});
    }
    return out;
}

void print_target(const TargetRecord& target, const Json& described) {
    fmt::print("target   {}, margin {:g} mm; by the coldest of the run:\n", target.info.region, 1e3 * target.info.margin);
    if (target.arrays.empty()) fmt::print("target   not known before the run ends\n");
    const auto array = [&](const char* name) {
        for (const NamedArray& one : target.arrays)
            if (one.name == name) return one.values;
        return std::vector<double>();
    };
    const std::vector<double> inside = array("fraction_inside"), margin = array("minimum_margin"),
                              healthy = array("healthy_tissue_lost"), risk = array("distance_to_risk");
    const std::size_t organs = target.info.at_risk.size();
    for (std::size_t n = 0; n < inside.size(); ++n) {
        std::string line = fmt::format("{:.1f} % inside, least margin {:.2f} mm, {:.2f} ml of healthy tissue lost",
                                       100 * inside[n], 1e3 * margin[n], 1e6 * healthy[n]);
        for (std::size_t organ = 0; organ < organs; ++organ)
            line += fmt::format(", {:.2f} mm to {}", 1e3 * risk[n * organs + organ], target.info.at_risk[organ]);
        const Json& best = described["at_best"][n];
        fmt::print("target   {:>4g} degC: {}; at one time at most {:.1f} % ({} min)\n", target.over_time.isotherms[n], line,
                   100 * best["fraction_inside"].get<double>(), clock(best["fullest_at"]));
    }
}

void print_injury(const Json& injury, bool with_target) {
    for (const Json& law : injury) {
        fmt::print("injury   {}: {}\n", law["law"].get<std::string>(), law["criterion"].get<std::string>());
        for (const Json& entry : law["cycles"]) {
            const int cycle = entry["cycle"];
            if (cycle > 0 && law["cycles"].size() == 2) continue;  // one cycle is the whole run
            std::string line = fmt::format("{:.2f} ml destroyed", 1e6 * entry["destroyed"].get<double>());
            if (with_target)
                line += fmt::format(", {:.1f} % of the target, {:.2f} ml outside it",
                                    100 * entry["target_fraction"].get<double>(), 1e6 * entry["healthy"].get<double>());
            if (entry.contains("distance_to_risk"))
                for (const auto& [organ, distance] : entry["distance_to_risk"].items())
                    if (std::isfinite(distance.get<double>()))
                        line += fmt::format(", {:.2f} mm to {}", 1e3 * distance.get<double>(), organ);
            fmt::print("injury     {}: {}\n", cycle == 0 ? "whole run" : fmt::format("cycle {} alone", cycle), line);
        }
    }
}

// Everything in SI and degC.
Json describe(const RunReader& run) {
    const Grid& grid = run.grid();
    Json out{{"file", run.path().string()},
             {"title", run.title()},
             {"status", run.status()},
             {"iceball_version", run.iceball_version()},
             {"size", std::filesystem::file_size(run.path())}};
    out["grid"] = {{"cells", grid.cells()}, {"spacing", grid.spacing()}, {"lower", list(grid.lower())},
                   {"upper", list(grid.upper())}};
    out["regions"] = Json::array();
    for (const RegionRecord& region : run.regions()) {
        Json entry{{"name", region.name}, {"tissue", region.tissue}};
        if (region.held_temperature) entry["held_temperature"] = *region.held_temperature;
        out["regions"].push_back(entry);
    }
    const std::vector<std::string> names = run.probe_names();
    out["stages"] = Json::array();
    const Protocol protocol = run.protocol();
    for (const Stage& stage : protocol.stages) {
        Json on = Json::object();
        for (std::size_t n = 0; n < names.size(); ++n)
            if (stage.probes[n].on) on[names[n]] = stage.probes[n].duty;
        out["stages"].push_back({{"kind", to_string(stage.kind)}, {"cycle", stage.cycle}, {"start", stage.start},
                                 {"duration", stage.duration}, {"duty", on}});
    }
    out["frames"] = {{"count", run.frame_count()}, {"times", run.times()}};
    out["history"] = Json::array();
    for (const HistoryInfo& info : run.history_list())
        out["history"].push_back({{"name", info.name}, {"cycle", info.cycle}, {"units", info.units}});

    const MetricsRecord metrics = run.metrics();
    out["metrics"] = Json::array();
    const std::size_t isotherms = metrics.isotherms.size();
    for (std::size_t i = 0; i < isotherms && !metrics.times.empty(); ++i) {
        const std::size_t at = (metrics.times.size() - 1) * isotherms + i;
        const auto extent = metrics.extent.begin() + std::ptrdiff_t(3 * at);
        std::size_t largest = i;
        for (std::size_t n = i; n < metrics.volume.size(); n += isotherms)
            if (metrics.volume[n] > metrics.volume[largest]) largest = n;
        out["metrics"].push_back({{"isotherm", metrics.isotherms[i]},
                                  {"time", metrics.times.back()},
                                  {"volume", metrics.volume[at]},
                                  {"volume_with_needles", metrics.volume_with_needles[at]},
                                  {"extent", std::vector<double>(extent, extent + 3)},
                                  {"parts", metrics.parts[at]},
                                  {"largest_volume", metrics.volume[largest]},
                                  {"largest_at", metrics.times[largest / isotherms]}});
    }
    out["probes"] = Json::array();
    for (const ProbeRecord& probe : run.probes()) {
        Json entry{{"name", probe.name}, {"tip", list(probe.geometry.tip)}, {"direction", list(probe.geometry.direction)},
                   {"diameter", 2 * probe.geometry.radius}, {"active_length", probe.geometry.active_length},
                   {"exchange", probe.exchange}};
        if (!probe.times.empty()) {
            entry["power"] = probe.power.back();
            entry["heat"] = probe.heat.back();
            entry["strongest_cooling"] = *std::min_element(probe.power.begin(), probe.power.end());
        }
        out["probes"].push_back(entry);
    }
    for (const ContactRecord& contact : run.contacts()) {
        Json entry{{"name", contact.name}, {"face", contact.face}};
        if (!contact.times.empty()) {
            entry["power"] = contact.power.back();
            entry["heat"] = contact.heat.back();
            entry["temperature"] = contact.temperature.back();
        }
        out["contacts"].push_back(entry);
    }
    out["sensors"] = Json::array();
    for (const SensorRecord& record : run.sensors()) {
        Json entry{{"name", record.sensor.name}, {"position", list(record.sensor.position)}};
        if (!record.temperature.empty()) entry["temperature"] = record.temperature.back();
        out["sensors"].push_back(entry);
    }
    const LedgerRecord ledger = run.ledger();
    if (!ledger.times.empty()) {
        out["ledger"] = {{"time", ledger.times.back()}, {"residual", ledger.residual.back()},
                         {"stored", ledger.stored.back()}};
        for (std::size_t n = 0; n < ledger.terms.size(); ++n) out["ledger"][ledger.terms[n]] = ledger.heat[n].back();
    }
    if (const auto target = run.target()) out["target"] = describe(*target);
    if (const auto bars = run.error_bars()) out["error_bars"] = describe_error_bars(*bars);
    if (const auto injury = run.injury()) out["injury"] = describe_injury(*injury, run.regions());
    return out;
}

void print_text(const RunReader& run, const Json& info) {
    const Grid& grid = run.grid();
    fmt::print("{}\n", run.title().empty() ? "(no title)" : run.title());
    fmt::print("{}: {}, written by Iceball {}, {:.1f} MB\n", run.path().string(), run.status(), run.iceball_version(),
               info["size"].get<double>() / 1e6);
    fmt::print("grid     {} x {} x {} cells of {:g} mm, from {} to {} mm\n", grid.nx(), grid.ny(), grid.nz(),
               1e3 * grid.spacing(), point(grid.lower()), point(grid.upper()));
    for (const RegionRecord& region : run.regions())
        fmt::print("region   {} ({}{})\n", region.name, region.tissue,
                   region.held_temperature ? fmt::format(", held at {:g} degC", *region.held_temperature) : "");
    for (const Json& stage : info["stages"]) {
        std::string on;
        for (const auto& [name, duty] : stage["duty"].items())
            on += (on.empty() ? ": " : ", ") + name + (duty < 1.0 ? fmt::format(" at {:g} %", 100 * duty.get<double>()) : "");
        fmt::print("stage    {:>6} to {:>6} min  cycle {} {}{}\n", clock(stage["start"]),
                   clock(stage["start"].get<double>() + stage["duration"].get<double>()), stage["cycle"].get<int>(),
                   stage["kind"].get<std::string>(), on);
    }
    if (run.frame_count() == 0)
        fmt::print("frames   none\n");
    else
        fmt::print("frames   {}, from {} to {} min\n", run.frame_count(), clock(run.times().front()),
                   clock(run.times().back()));
    std::string fields;
    for (const Json& entry : info["history"])
        if (entry["cycle"] == 0) fields += (fields.empty() ? "" : ", ") + entry["name"].get<std::string>();
    if (!fields.empty()) fmt::print("history  {}\n", fields);
    for (const Json& entry : info["metrics"])
        fmt::print("ice      {:>4g} degC: {:.2f} ml at {} min, {:.1f} x {:.1f} x {:.1f} mm; largest {:.2f} ml at {} min\n",
                   entry["isotherm"].get<double>(), 1e6 * entry["volume"].get<double>(), clock(entry["time"]),
                   1e3 * entry["extent"][0].get<double>(), 1e3 * entry["extent"][1].get<double>(),
                   1e3 * entry["extent"][2].get<double>(), 1e6 * entry["largest_volume"].get<double>(),
                   clock(entry["largest_at"]));
    for (const ProbeRecord& probe : run.probes()) {
        fmt::print("probe    {}: tip {} mm, {:g} x {:g} mm", probe.name, point(probe.geometry.tip),
                   2e3 * probe.geometry.radius, 1e3 * probe.geometry.active_length);
        if (!probe.heat.empty()) fmt::print(", {:.1f} W now, {:.2f} kJ into the tissue", probe.power.back(), probe.heat.back() / 1e3);
        fmt::print("\n");
    }
    for (const ContactRecord& contact : run.contacts()) {
        fmt::print("contact  {}: on {}", contact.name, contact.face);
        if (!contact.heat.empty()) fmt::print(", {:.1f} W now, {:.2f} kJ into the tissue", contact.power.back(), contact.heat.back() / 1e3);
        fmt::print("\n");
    }
    for (const SensorRecord& record : run.sensors())
        fmt::print("sensor   {}: at {} mm{}\n", record.sensor.name, point(record.sensor.position),
                   record.temperature.empty() ? "" : fmt::format(", {:.1f} degC at the end", record.temperature.back()));
    if (const auto target = run.target()) print_target(*target, info["target"]);
    if (const auto bars = run.error_bars()) print_error_bars(*bars, "error    ");
    if (info.contains("injury"))
        print_injury(info["injury"], info.contains("target"));
    else
        fmt::print("injury   not judged: that is done when a run ends\n");
    if (info.contains("ledger")) {
        fmt::print("ledger   residual {:.1e}; heat into the tissue [kJ]:", info["ledger"]["residual"].get<double>());
        const LedgerRecord ledger = run.ledger();
        for (std::size_t n = 0; n < ledger.terms.size(); ++n)
            fmt::print(" {} {:.3f}", ledger.terms[n], ledger.heat[n].back() / 1e3);
        fmt::print(", stored {:.3f}\n", ledger.stored.back() / 1e3);
    }
}

}  // namespace

void add_info_command(CLI::App& app, Settings& settings) {
    CLI::App* command = app.add_subcommand("info", "Say what is in a run file");
    command->footer("Example:\n  iceball info run.h5\n  iceball info run.h5 --json");
    auto path = std::make_shared<std::string>();
    command->add_option("run", *path, "The run file, finished or not")->required()->type_name("RUN.h5");
    command->callback([&settings, path] {
        const RunReader run(*path);
        const Json info = describe(run);
        if (settings.json)
            fmt::print("{}\n", info.dump(2, ' ', false, Json::error_handler_t::replace));
        else
            print_text(run, info);
    });
}

}  // namespace iceball
