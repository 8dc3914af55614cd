#include "solver/wall_exchange.hpp"

#include <algorithm>
#include <cmath>
#include <map>


namespace iceball {
namespace {

constexpr double temperature_tolerance = 1e-11;  // [K], far below what the energy ledger can see
constexpr int max_newton_steps = 100;
constexpr int max_sweeps = 200;

struct MergedLink {
    double conductance = 0;
    double weighted_node = 0;
    double length = 0;  // of the active zone whose medium and metal stand behind it [m]

    // Where two nodes take part alike the upper has it, whatever the round-off.
    int node() const { return int(std::lround(weighted_node / conductance + 1e-6)); }
};

}  // namespace

WallExchange::WallExchange(const Model& model, const Field<double>& tissue_fraction, const Coupling& coupling,
                           const std::vector<bool>& charged)
    : model_(model) {
    // One link per cell and needle, at the node where its conductance lies in the mean: two links that were solved one
    // after the other would add a spurious product of their conductances. Each takes its share of the lengths of the
    // nodes that it comes from along, so that cells meet the medium of their own stretch of the wall.
    const auto counts = [&](const WallLink& link) { return link.conductance > 0 && tissue_fraction[link.cell] != 0; };
    std::map<std::pair<int, int>, double> conductance_of_node;  // (needle, node)
    for (const WallLink& link : coupling.links)
        if (counts(link)) conductance_of_node[{link.needle, link.node}] += link.conductance;
    const auto node_length = [&](int needle) {
        const NeedleGeometry& geometry = model.needles[std::size_t(needle)].geometry;
        return geometry.active_length / wall_node_count(geometry, model.grid.spacing());
    };
    std::map<std::pair<int, std::ptrdiff_t>, MergedLink> merged;
    for (const WallLink& link : coupling.links) {
        if (!counts(link)) continue;
        MergedLink& entry = merged[{link.needle, link.cell}];
        entry.conductance += link.conductance;
        entry.weighted_node += link.conductance * link.node;
        entry.length += node_length(link.needle) * link.conductance / conductance_of_node[{link.needle, link.node}];
    }
    std::map<std::ptrdiff_t, int> position;
    for (const auto& [key, entry] : merged) {
        if (!position.emplace(key.second, int(cells_.size())).second) {
            shared_cells_ = true;
            continue;
        }
        const double volume = tissue_fraction[key.second] * model.grid.cell_volume();
        cells_.push_back({key.second, &model.tissue_at(key.second).law, 1 / volume, -1, 0});
    }
    for (int n = 0; n < int(model.needles.size()); ++n) {
        if (!charged[std::size_t(n)]) continue;
        const std::size_t first_node = nodes_.size();
        const Needle& needle = model.needles[std::size_t(n)];
        const int count = wall_node_count(needle.geometry, model.grid.spacing());
        for (int node = 0; node < count; ++node) {
            Node entry{};
            entry.needle = n;
            entry.node = node;
            entry.leader = int(nodes_.size());
            entry.first_link = int(links_.size());
            entry.length = conductance_of_node.contains({n, node}) ? 0 : node_length(n);
            for (const auto& [key, link] : merged) {
                if (key.first != n || link.node() != node) continue;
                entry.length += link.length;
                Cell& cell = cells_[std::size_t(position.at(key.second))];
                links_.push_back({int(nodes_.size()), link.conductance, cell.first_link, position.at(key.second)});
                cell.first_link = int(links_.size()) - 1;
            }
            entry.last_link = int(links_.size());
            nodes_.push_back(entry);
        }
        lead_empty_nodes(first_node);
    }
}

void WallExchange::lead_empty_nodes(std::size_t first) {
    const auto touches = [](const Node& node) { return node.last_link > node.first_link; };
    for (std::size_t n = first; n < nodes_.size(); ++n) {
        if (touches(nodes_[n])) continue;
        for (std::size_t distance = 1; distance < nodes_.size() - first; ++distance) {
            const bool below = n >= first + distance && touches(nodes_[n - distance]);
            const bool above = n + distance < nodes_.size() && touches(nodes_[n + distance]);
            if (!below && !above) continue;
            nodes_[n].leader = int(below ? n - distance : n + distance);
            nodes_[std::size_t(nodes_[n].leader)].length += nodes_[n].length;
            break;
        }
    }
}

void WallExchange::set_drives(const Stage& stage, double end_time, const State& state) {
    for (Node& node : nodes_) {
        const Needle& needle = model_.needles[std::size_t(node.needle)];
        const NeedleState& wall = state.needles[std::size_t(node.needle)];
        const ProbeAction& action = stage.probes[std::size_t(node.needle)];
        node.temperature = wall.wall_temperature[std::size_t(node.node)];
        node.metal = needle.metal_heat_capacity * node.length;
        node.gas_conductance = 0;
        node.gas_temperature = 0;
        node.duty = 1;
        node.given = false;
        if (!action.on) continue;
        const WallDrive drive = needle.exchange->drive(
            {stage.kind == StageKind::warm, end_time - stage.start, end_time, action.duty,
             wall.wall_temperature_at_stage_start[std::size_t(node.node)]});
        if (drive.kind == WallDrive::Kind::temperature) {
            node.given = true;
            node.duty = drive.duty;
            node.temperature = drive.temperature;
        } else if (drive.kind == WallDrive::Kind::conductance) {
            node.gas_conductance = drive.conductance * node.length;
            node.gas_temperature = drive.temperature;
        }
    }
}

double WallExchange::solve_cell(const Cell& cell, double step, int replaced_node, double temperature) const {
    double a = 0, rhs = cell.explicit_enthalpy;
    for (int l = cell.first_link; l >= 0; l = links_[std::size_t(l)].next_of_cell) {
        const Link& link = links_[std::size_t(l)];
        const Node& node = nodes_[std::size_t(link.node)];
        const double share = step * link.conductance * node.duty * cell.per_volume;
        a += share;
        rhs += share * cell.law->theta_at(link.node == replaced_node ? temperature : node.temperature);
    }
    return cell.law->enthalpy_where(a, rhs);
}

WallExchange::Balance WallExchange::balance(const Node& node, double temperature, double step,
                                            double old_temperature) const {
    Balance result;
    result.heat = node.gas_conductance * (node.gas_temperature - temperature) -
                  node.metal * (temperature - old_temperature) / step;
    result.slope = -node.gas_conductance - node.metal / step;
    for (int l = node.first_link; l < node.last_link; ++l) {
        const Link& link = links_[std::size_t(l)];
        const Cell& cell = cells_[std::size_t(link.cell)];
        const double enthalpy = solve_cell(cell, step, link.node, temperature);
        const double conductance = link.conductance * node.duty;
        result.heat += conductance * (cell.law->theta(enthalpy) - cell.law->theta_at(temperature));
        const double response = step * conductance * cell.per_volume * cell.law->diffusivity(enthalpy);
        result.slope -= conductance * cell.law->conductivity_above(temperature) / (1 + response);
    }
    return result;
}

double WallExchange::solve_node(const Node& node, double step, double old_temperature) const {
    // The heat into the node falls with its temperature: keep a bracket, halve it where Newton leaves it.
    double low = old_temperature, high = old_temperature;
    if (node.gas_conductance > 0) {
        low = std::min(low, node.gas_temperature);
        high = std::max(high, node.gas_temperature);
    }
    for (int l = node.first_link; l < node.last_link; ++l) {
        const Cell& cell = cells_[std::size_t(links_[std::size_t(l)].cell)];
        const double before = cell.law->temperature(cell.explicit_enthalpy);
        low = std::min(low, before);
        high = std::max(high, before);
    }
    if (shared_cells_)
        for (const Node& other : nodes_) {
            low = std::min(low, other.temperature);
            high = std::max(high, other.temperature);
        }
    double temperature = std::clamp(node.temperature, low, high);
    for (int n = 0; n < max_newton_steps && high - low > temperature_tolerance; ++n) {
        const Balance at = balance(node, temperature, step, old_temperature);
        if (at.heat == 0) return temperature;
        (at.heat > 0 ? low : high) = temperature;
        double next = temperature - at.heat / at.slope;
        if (!(next > low && next < high)) {
            if (std::abs(next - temperature) <= temperature_tolerance) return temperature;
            next = 0.5 * (low + high);
        }
        if (std::abs(next - temperature) <= temperature_tolerance) return next;
        temperature = next;
    }
    return temperature;
}

double WallExchange::advance(const Stage& stage, double step, double end_time, State& state) {
    for (std::size_t n = 0; n < state.needles.size(); ++n) state.needles[n].power = 0;
    if (nodes_.empty()) return 0;
    set_drives(stage, end_time, state);
    for (Cell& cell : cells_) cell.explicit_enthalpy = state.enthalpy[cell.index];

    double change = 1;
    for (int sweep = 0; sweep < max_sweeps && change > temperature_tolerance; ++sweep) {
        change = 0;
        for (Node& node : nodes_) {
            if (node.given || node.first_link == node.last_link) continue;
            const double old = state.needles[std::size_t(node.needle)].wall_temperature[std::size_t(node.node)];
            const double solved = solve_node(node, step, old);
            change = std::max(change, std::abs(solved - node.temperature));
            node.temperature = solved;
        }
        if (!shared_cells_) break;  // every node stands alone: one sweep is exact
    }

    double total = 0;
    for (const Cell& cell : cells_) {
        const double enthalpy = solve_cell(cell, step, -1, 0);
        const double theta_cell = cell.law->theta(enthalpy);
        for (int l = cell.first_link; l >= 0; l = links_[std::size_t(l)].next_of_cell) {
            const Link& link = links_[std::size_t(l)];
            const Node& node = nodes_[std::size_t(link.node)];
            const double flow = link.conductance * node.duty * (cell.law->theta_at(node.temperature) - theta_cell);
            state.needles[std::size_t(node.needle)].power += flow;
        }
        total += (enthalpy - cell.explicit_enthalpy) / cell.per_volume;
        state.enthalpy[cell.index] = enthalpy;
    }
    for (const Node& node : nodes_)
        state.needles[std::size_t(node.needle)].wall_temperature[std::size_t(node.node)] =
            nodes_[std::size_t(node.leader)].temperature;
    for (NeedleState& needle : state.needles) needle.heat += step * needle.power;
    return total;
}

void WallExchange::report_passive_walls(const Coupling& links, State& state) const {
    for (std::size_t n = 0; n < state.needles.size(); ++n) {
        std::vector<double>& wall = state.needles[n].wall_temperature;
        if (std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) { return node.needle == int(n); })) continue;
        std::vector<double> sum(wall.size(), 0), weight(wall.size(), 0);
        for (const WallLink& link : links.links) {
            if (link.needle != int(n)) continue;
            const ThermalLaw& law = model_.tissue_at(link.cell).law;
            sum[std::size_t(link.node)] += link.conductance * law.temperature(state.enthalpy[link.cell]);
            weight[std::size_t(link.node)] += link.conductance;
        }
        for (std::size_t m = 0; m < wall.size(); ++m)
            if (weight[m] > 0) wall[m] = sum[m] / weight[m];
    }
}

}  // namespace iceball
