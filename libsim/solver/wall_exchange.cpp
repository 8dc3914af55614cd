#include "solver/wall_exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr double temperature_tolerance = 1e-11;  // [K], far below what the energy ledger can see
constexpr int max_newton_steps = 100;
constexpr int max_sweeps = 200;
constexpr int newton_steps_a_sweep = 4;          // of a row of joined nodes
constexpr double closest = 0.25;                 // joined nodes, over their distance by number
constexpr int max_halvings = 30;
constexpr double settled = 1e-6;                 // [K], where only rounding may keep a row from the tolerance

struct MergedLink {
    double conductance = 0;
    double weighted_node = 0;
    double length = 0;  // of the active zone whose medium and metal stand behind it [m]
    double moment = 0;  // integral of the place along the zone over that length [m]

    // Where two nodes take part alike the upper has it, whatever the round-off.
    int node() const { return int(std::lround(weighted_node / conductance + 1e-6)); }
};

}  // namespace

WallExchange::WallExchange(const Model& model, const Field<double>& tissue_fraction, const Coupling& coupling,
                           const std::vector<bool>& charged)
    : model_(model) {
    // One link per cell and needle, at the node where its conductance lies in the mean: two links that were solved one
    // after the other would add a spurious product of their conductances. Each takes its share of the lengths of the
    // nodes that it comes from along, so that cells meet the medium of their own stretch of the wall: by charge, which is
    // what the wall sends out while it has one temperature. (By conductance near cells would get more, and where cells of
    // one stretch belong to several nodes, beside an oblique needle, the wall would be torn into warm and cold nodes.)
    const auto counts = [&](const WallLink& link) { return link.conductance > 0 && tissue_fraction[link.cell] != 0; };
    std::map<std::pair<int, int>, double> charge_of_node;  // (needle, node)
    for (const WallLink& link : coupling.links)
        if (counts(link)) charge_of_node[{link.needle, link.node}] += link.charge;
    const auto node_count = [&](int needle) {
        return wall_node_count(model.needles[std::size_t(needle)].geometry, model.grid.spacing());
    };
    const auto node_length = [&](int needle) {
        return model.needles[std::size_t(needle)].geometry.active_length / node_count(needle);
    };
    const auto place = [&](int needle, int node) { return (node + 0.5) / node_count(needle); };
    std::map<std::pair<int, std::ptrdiff_t>, MergedLink> merged;
    for (const WallLink& link : coupling.links) {
        if (!counts(link)) continue;
        MergedLink& entry = merged[{link.needle, link.cell}];
        entry.conductance += link.conductance;
        entry.weighted_node += link.conductance * link.node;
        const double length =
            node_length(link.needle) * link.charge / charge_of_node[{link.needle, link.node}];
        entry.length += length;
        entry.moment += length * place(link.needle, link.node);
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
        for (int node = 0; node < node_count(n); ++node) {
            Node entry{};
            entry.needle = n;
            entry.node = node;
            entry.leader = int(nodes_.size());
            entry.first_link = int(links_.size());
            entry.length = charge_of_node.contains({n, node}) ? 0 : node_length(n);
            double moment = entry.length * place(n, node);
            for (const auto& [key, link] : merged) {
                if (key.first != n || link.node() != node) continue;
                entry.length += link.length;
                moment += link.moment;
                Cell& cell = cells_[std::size_t(position.at(key.second))];
                links_.push_back({int(nodes_.size()), link.conductance, cell.first_link, position.at(key.second)});
                cell.first_link = int(links_.size()) - 1;
            }
            entry.last_link = int(links_.size());
            entry.along = entry.length > 0 ? moment / entry.length : place(n, node);
            nodes_.push_back(entry);
        }
        lead_empty_nodes(first_node);
        join_nodes(first_node);
    }
}

void WallExchange::lead_empty_nodes(std::size_t first) {
    for (std::size_t n = first; n < nodes_.size(); ++n) {
        if (nodes_[n].touches_cells()) continue;
        for (std::size_t distance = 1; distance < nodes_.size() - first; ++distance) {
            const bool below = n >= first + distance && nodes_[n - distance].touches_cells();
            const bool above = n + distance < nodes_.size() && nodes_[n + distance].touches_cells();
            if (!below && !above) continue;
            nodes_[n].leader = int(below ? n - distance : n + distance);
            Node& leader = nodes_[std::size_t(nodes_[n].leader)];
            const double length = leader.length + nodes_[n].length;
            if (length > 0)
                leader.along = (leader.length * leader.along + nodes_[n].length * nodes_[n].along) / length;
            leader.length = length;
            break;
        }
    }
}

void WallExchange::join_nodes(std::size_t first) {
    const Needle& needle = model_.needles[std::size_t(nodes_[first].needle)];
    const double spacing = needle.geometry.active_length / double(nodes_.size() - first);
    Row row{nodes_[first].needle, {}, needle.metal_conductance > 0};
    for (std::size_t n = first; n < nodes_.size(); ++n) {
        nodes_[n].below = nodes_[n].above = -1;
        if (!nodes_[n].touches_cells()) continue;
        if (row.joined && !row.leaders.empty()) {
            const int below = row.leaders.back();
            Node& lower = nodes_[std::size_t(below)];
            // From middle to middle of the stretches that they stand for; those never lie much closer than the nodes.
            const double distance = std::max(needle.geometry.active_length * (nodes_[n].along - lower.along),
                                             closest * spacing * (nodes_[n].node - lower.node));
            nodes_[n].below = below;
            lower.above = int(n);
            lower.to_above = nodes_[n].to_below = needle.metal_conductance / distance;
        }
        row.leaders.push_back(int(n));
    }
    rows_.push_back(std::move(row));
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
        node.heat = nullptr;
        node.duty = 1;
        node.given = false;
        if (!action.on && !needle.always_on) continue;
        const bool warming = stage.kind == StageKind::warm && !needle.always_on;
        const double stage_start = needle.always_on ? 0 : stage.start;
        const WallDrive drive =
            needle.exchange_of(action.schedule)
                .drive({warming, end_time - stage_start, end_time, action.duty,
                        wall.wall_temperature_at_stage_start[std::size_t(node.node)], node.along});
        if (drive.kind == WallDrive::Kind::temperature) {
            node.given = true;
            node.duty = drive.duty;
            node.temperature = drive.temperature;
        } else if (drive.kind == WallDrive::Kind::conductance) {
            node.gas_conductance = drive.conductance * node.length;
            node.gas_temperature = drive.temperature;
        } else if (drive.kind == WallDrive::Kind::power) {
            node.heat = drive.heat;
            node.heat_share = drive.heat_share * node.length / needle.geometry.active_length;
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
    if (node.heat) {
        result.heat += node.heat_share * node.heat->at(temperature);
        result.slope += node.heat_share * node.heat->slope_above(temperature);
    }
    if (node.below >= 0) {
        result.heat += node.to_below * (nodes_[std::size_t(node.below)].temperature - temperature);
        result.slope -= node.to_below;
    }
    if (node.above >= 0) {
        result.heat += node.to_above * (nodes_[std::size_t(node.above)].temperature - temperature);
        result.slope -= node.to_above;
    }
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
    if (node.heat) {
        low = std::min(low, node.heat->lowest());
        high = std::max(high, node.heat->highest());
    }
    for (int neighbour : {node.below, node.above}) {
        if (neighbour < 0) continue;
        low = std::min(low, nodes_[std::size_t(neighbour)].temperature);
        high = std::max(high, nodes_[std::size_t(neighbour)].temperature);
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

double WallExchange::sweep(const Row& row, double step, const NeedleState& old) {
    double change = 0;
    for (int n : row.leaders) {
        Node& node = nodes_[std::size_t(n)];
        const double solved = solve_node(node, step, old.wall_temperature[std::size_t(node.node)]);
        change = std::max(change, std::abs(solved - node.temperature));
        node.temperature = solved;
    }
    return change;
}

double WallExchange::newton(const Row& row, double step, const NeedleState& old) {
    // Thomas' algorithm on J delta = -heat; J is symmetric and negative definite.
    const std::size_t count = row.leaders.size();
    const auto balance_of = [&](std::size_t i) {
        const Node& node = nodes_[std::size_t(row.leaders[i])];
        return balance(node, node.temperature, step, old.wall_temperature[std::size_t(node.node)]);
    };
    std::vector<double> upper(count), delta(count), start(count), heat(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Node& node = nodes_[std::size_t(row.leaders[i])];
        const Balance at = balance_of(i);
        const double lower = i > 0 ? node.to_below : 0;
        const double pivot = at.slope - (i > 0 ? lower * upper[i - 1] : 0);
        upper[i] = node.to_above / pivot;
        delta[i] = (-at.heat - (i > 0 ? lower * delta[i - 1] : 0)) / pivot;
        start[i] = node.temperature;
        heat[i] = at.heat;
    }
    double largest = 0, pull = 0;
    for (std::size_t i = count; i-- > 0;) {
        if (i + 1 < count) delta[i] -= upper[i] * delta[i + 1];
        largest = std::max(largest, std::abs(delta[i]));
        pull += heat[i] * delta[i];
    }
    // The balances are the downhill slopes of one convex function of all temperatures, so that what pulls along delta
    // falls on the way: go back where it has turned round.
    const auto pull_at = [&](double share) {
        for (std::size_t i = 0; i < count; ++i)
            nodes_[std::size_t(row.leaders[i])].temperature = start[i] + share * delta[i];
        double sum = 0;
        for (std::size_t i = 0; i < count; ++i) sum += balance_of(i).heat * delta[i];
        return sum;
    };
    if (pull_at(1) >= -0.1 * pull) return largest;
    double low = 0, high = 1;
    for (int n = 0; n < max_halvings; ++n) {
        const double share = 0.5 * (low + high), now = pull_at(share);
        (now >= 0 ? low : high) = share;
        if (now >= 0 && now <= 0.5 * pull) break;
    }
    if (low > 0) pull_at(low);
    return largest;
}

double WallExchange::solve_row(const Row& row, double step, const NeedleState& old) {
    if (row.leaders.empty() || nodes_[std::size_t(row.leaders.front())].given) return 0;
    if (!row.joined) return sweep(row, step, old);  // every node stands alone: one sweep is exact
    std::vector<double> before;
    for (int n : row.leaders) before.push_back(nodes_[std::size_t(n)].temperature);
    double change = std::numeric_limits<double>::infinity();
    for (int n = 1; change > temperature_tolerance; ++n) {
        const double last = change;
        change = newton(row, step, old);
        if (change <= settled && change > 0.5 * last) break;  // rounding
        if (n % newton_steps_a_sweep == 0) sweep(row, step, old);
        if (n < max_newton_steps) continue;
        throw NumericsError(fmt::format("probe {}: the wall temperatures do not settle along its metal, they still change by "
                                        "{:.3g} K after {} iterations of a step of {:.3g} s",
                                        model_.needles[std::size_t(row.needle)].name, change, n, step));
    }
    change = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
        change = std::max(change, std::abs(nodes_[std::size_t(row.leaders[i])].temperature - before[i]));
    return change;
}

double WallExchange::advance(const Stage& stage, double step, double end_time, State& state) {
    for (std::size_t n = 0; n < state.needles.size(); ++n) state.needles[n].power = 0;
    if (nodes_.empty()) return 0;
    set_drives(stage, end_time, state);
    for (Cell& cell : cells_) cell.explicit_enthalpy = state.enthalpy[cell.index];

    double change = 1;
    for (int sweeps = 0; sweeps < max_sweeps && change > temperature_tolerance; ++sweeps) {
        change = 0;
        for (const Row& row : rows_)
            change = std::max(change, solve_row(row, step, state.needles[std::size_t(row.needle)]));
        if (!shared_cells_) break;  // every needle stands alone
    }

    double total = 0;
    lowest_temperature_ = std::numeric_limits<double>::infinity();
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
        lowest_temperature_ = std::min(lowest_temperature_, cell.law->temperature(enthalpy));
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
