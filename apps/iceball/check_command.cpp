// `iceball check`: is the case sound, what does it mean, and what will a run cost.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "case/case.hpp"
#include "case/memory.hpp"
#include "case/output_times.hpp"
#include "case/timeline.hpp"
#include "commands.hpp"
#include "solver/simulation.hpp"

namespace iceball {
namespace {

struct Cost {
    std::vector<double> step_limits;  // of every stage [s]
    double steps = 0;
    double seconds = 0;  // of a run on this machine
    double memory = 0, file = 0;  // [bytes]
    long frames = 0;
};

// Steps are timed on the real thing: the median of a few of the first stage.
Cost estimate(const Case& c, const Model& model) {
    constexpr int timed_steps = 15;
    constexpr double coldest_tissue = -100;  // [degC] beside a cryoprobe; a step is the shorter the colder it is
    constexpr double observers = 1.5;          // history, metrics and output on top of the bare step
    constexpr double bytes_per_cell_frame = 1.5;  // float32, shuffled and deflated: 0.3 to 0.5 of 4 bytes
    Cost cost;
    Simulation simulation(model);
    for (std::size_t n = 0; n < c.protocol.stages.size(); ++n) {
        const Stage& stage = c.protocol.stages[n];
        cost.step_limits.push_back(simulation.step_limit(int(n), coldest_tissue));
        cost.steps += std::ceil(stage.duration / cost.step_limits.back());
    }
    std::vector<double> spent;
    const double step = cost.step_limits.front(), last = c.protocol.stages.front().duration;
    for (int n = 1; n <= timed_steps && (n == 1 || n * step <= last); ++n) {
        const auto start = std::chrono::steady_clock::now();
        simulation.run(std::min(n * step, last));
        spent.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::nth_element(spent.begin(), spent.begin() + std::ptrdiff_t(spent.size() / 2), spent.end());
    cost.seconds = observers * cost.steps * spent[spent.size() / 2];
    const double cells = double(model.grid.cell_count());
    cost.frames = frame_count(c);
    constexpr double history_fields = 30;
    cost.memory = memory_needed(cells);
    cost.file = cells * (bytes_per_cell_frame * (double(cost.frames) + history_fields));
    return cost;
}

std::vector<std::size_t> count_region_cells(const Model& model) {
    std::vector<std::size_t> cells(model.regions.regions.size());
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) { ++cells[model.regions.region[cell]]; });
    return cells;
}

std::string duration_text(double seconds) {
    if (seconds < 1) return "less than 1 s";
    if (seconds < 120) return fmt::format("about {:.0f} s", seconds);
    if (seconds < 7200) return fmt::format("about {:.0f} min", seconds / 60);
    return fmt::format("about {:.1f} h", seconds / 3600);
}

const char* face_name(Face face) {
    constexpr std::array names{"x_min", "x_max", "y_min", "y_max", "z_min", "z_max"};
    return names[std::size_t(face)];
}

double patch_area(const Patch& patch) {
    constexpr double wide = 1e3;  // [m]
    return common_area(patch, {-wide, -wide}, {wide, wide});
}

std::string exchange_text(const ExchangeSettings& e) {
    switch (e.kind) {
        case ExchangeKind::wall_temperature:
            return e.temperature.constant() ? fmt::format("wall at {:.4g} degC", e.temperature.values[0])
                                            : fmt::format("wall from a table of {} times", e.temperature.times.size());
        case ExchangeKind::convective:
            return fmt::format("convective {:.4g} W/K/m{}, gas {:.4g} degC", e.conductance.mean(),
                               e.conductance.uniform() ? "" : " in the mean", e.temperature.values[0]);
        case ExchangeKind::power_limited:
            return fmt::format("at most {:.4g} W, coldest {:.4g} degC",
                               std::min(e.largest_power.value_or(e.powers.back()), e.powers.back()),
                               e.wall_temperatures.front());
    }
    return "";
}

void print_text(const Case& c, const Model& model, const Cost& cost, const std::vector<std::string>& notes) {
    const Grid& grid = model.grid;
    const Vector3 low = 1e3 * grid.lower(), high = 1e3 * grid.upper();
    fmt::print("{}\n\n", c.title.empty() ? c.path.string() : c.title);
    fmt::print("grid      {} x {} x {} cells of {:.6g} mm = {:.3g} million\n", grid.nx(), grid.ny(), grid.nz(),
               1e3 * grid.spacing(), 1e-6 * double(grid.cell_count()));
    fmt::print("box       x {:.6g} to {:.6g}, y {:.6g} to {:.6g}, z {:.6g} to {:.6g} mm\n", low.x(), high.x(), low.y(),
               high.y(), low.z(), high.z());
    fmt::print("\nregions\n");
    const auto cells = count_region_cells(model);
    for (std::size_t n = 0; n < cells.size(); ++n) {
        const Region& region = model.regions.regions[n];
        const NamedTissue& tissue = c.tissues[std::size_t(region.tissue)];
        fmt::print("  {:<20} {:<16} {:>10.4g} cm3{}{}\n", region.name, tissue.name,
                   1e6 * double(cells[n]) * grid.cell_volume(),
                   region.held_temperature    ? fmt::format("  held at {:g} degC", *region.held_temperature)
                   : region.start_temperature ? fmt::format("  starts at {:g} degC", *region.start_temperature)
                                              : "",
                   region.held_temperature || tissue.perfusion_from.empty()
                       ? ""
                       : fmt::format("  perfusion {:.4g} 1/s ({})", tissue.properties.perfusion, tissue.perfusion_from));
        if (!region.held_temperature && !tissue.properties.floods_into.empty())
            fmt::print("  {:<20} floods into {} after its first thaw\n", "", tissue.properties.floods_into);
    }
    fmt::print("\nprobes\n");
    for (const ProbeSettings& p : c.probes) {
        fmt::print("  {:<20} {:.4g} mm, active {:.4g} mm, tip ({:.4g}, {:.4g}, {:.4g}) mm, {}{}\n", p.name,
                   2e3 * p.geometry.radius, 1e3 * p.geometry.active_length, 1e3 * p.geometry.tip.x(),
                   1e3 * p.geometry.tip.y(), 1e3 * p.geometry.tip.z(), exchange_text(p.exchange),
                   p.always_on           ? "; always on"
                   : p.schedules.empty() ? ""
                                         : "; stages change it");
    }
    std::vector<std::string> names;
    for (const ProbeSettings& p : c.probes) names.push_back(p.always_on ? p.name + " (always)" : p.name);
    for (const ContactSettings& contact : c.contacts) {
        fmt::print("  {:<20} plate on {} of {:.4g} cm2, {}, {}\n", contact.name, face_name(contact.face),
                   1e4 * patch_area(contact.patch), exchange_text(contact.exchange),
                   contact.conductance ? fmt::format("{:.4g} W/m^2/K", *contact.conductance) : "perfect contact");
        names.push_back(contact.name);
    }
    fmt::print("\n{}\n", draw_timeline(c.protocol, names));
    const auto [smallest, largest] = std::minmax_element(cost.step_limits.begin(), cost.step_limits.end());
    fmt::print("steps     about {:.0f}, of {:.3g} to {:.3g} s (limited by conduction)\n", cost.steps, *smallest, *largest);
    fmt::print("time      {} on this machine as busy as it is now\n", duration_text(cost.seconds));
    fmt::print("memory    about {:.3g} GB\n", 1e-9 * cost.memory);
    fmt::print("file      about {:.3g} MB, {} frames\n", 1e-6 * cost.file, cost.frames);
    for (const std::string& note : notes) fmt::print("note      {}\n", note);
}

void print_json(const Case& c, const Model& model, const Cost& cost, const std::vector<std::string>& notes) {
    nlohmann::ordered_json out{{"title", c.title},
                               {"cells", model.grid.cells()},
                               {"step_limits_s", cost.step_limits},
                               {"steps", cost.steps},
                               {"time_s", cost.seconds},
                               {"memory_bytes", cost.memory},
                               {"file_bytes", cost.file},
                               {"frames", cost.frames},
                               {"notes", notes}};
    const auto cells = count_region_cells(model);
    for (std::size_t n = 0; n < cells.size(); ++n)
        out["regions"].push_back({{"name", model.regions.regions[n].name},
                                  {"tissue", c.tissues[std::size_t(model.regions.regions[n].tissue)].name},
                                  {"cells", cells[n]}});
    out["resolved"] = c.resolved;
    fmt::print("{}\n", out.dump(1));
}

}  // namespace

void add_check_command(CLI::App& app, Settings& settings) {
    auto path = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("check", "Validate a case, draw its timeline, estimate what a run costs");
    command->footer("Example:\n  iceball check case.toml --set domain.spacing='1 mm'");
    command->add_option("case", *path, "The case file")->required()->type_name("CASE.toml");
    command->callback([path, &settings] {
        const Case c = load_case(*path, settings.set);
        std::vector<std::string> notes;
        const Model model = build_model(c, &notes);
        const Cost cost = estimate(c, model);
        settings.json ? print_json(c, model, cost, notes) : print_text(c, model, cost, notes);
    });
}

}  // namespace iceball
