#include "solver/wall_exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr double temperature_tolerance = 1e-11;  // [K], far below what the energy ledger can see
constexpr int max_newton_steps = 100;
constexpr int max_sweeps = 200;
constexpr int newton_steps_a_sweep = 4;          // of a row of joined nodes
constexpr int max_halvings = 30;
constexpr double settled = 1e-6;                 // [K], where only rounding may keep a row from the tolerance

}  // namespace

WallExchange::WallExchange(const Model& model, const Field<double>& tissue_fraction, const Coupling& coupling,
                           const std::vector<WallContact>& contacts)
    : model_(model), net_(model, tissue_fraction, coupling, contacts) {}

void WallExchange::report(State& state) const {
    for (const Row& row : net_.rows)
        for (std::size_t node = 0; node < row.reports.size(); ++node) {
            double sum = 0, weight = 0;
            for (const WallNetwork::Report& part : row.reports[node]) {
                sum += part.weight * net_.parts[std::size_t(part.part)].temperature;
                weight += part.weight;
            }
            state.needles[std::size_t(row.needle)].wall_temperature[node] = sum / weight;
        }
}

void WallExchange::set_drives(const Stage& stage, double end_time, const State& state) {
    for (Part& part : net_.parts) {
        const Needle& needle = model_.needles[std::size_t(part.needle)];
        const NeedleState& wall = state.needles[std::size_t(part.needle)];
        const ProbeAction& action = stage.probes[std::size_t(part.needle)];
        part.temperature = wall.wall_temperature[std::size_t(part.node)];
        part.metal = needle.metal_heat_capacity * part.length;
        part.gas_conductance = 0;
        part.gas_temperature = 0;
        part.heat = nullptr;
        part.duty = 1;
        part.given = false;
        if (!action.on && !needle.always_on) continue;
        const bool warming = stage.kind == StageKind::warm && !needle.always_on;
        const double stage_start = needle.always_on ? 0 : stage.start;
        const WallDrive drive =
            needle.exchange_of(action.schedule)
                .drive({warming, end_time - stage_start, end_time, action.duty,
                        wall.wall_temperature_at_stage_start[std::size_t(part.node)], part.along});
        if (drive.kind == WallDrive::Kind::temperature) {
            part.given = true;
            part.duty = drive.duty;
            part.temperature = drive.temperature;
        } else if (drive.kind == WallDrive::Kind::conductance) {
            part.gas_conductance = drive.conductance * part.length;
            part.gas_temperature = drive.temperature;
        } else if (drive.kind == WallDrive::Kind::power) {
            part.heat = drive.heat;
            part.heat_share = drive.heat_share * part.length / needle.geometry.active_length;
        }
    }
}

double WallExchange::solve_cell(const Cell& cell, double step, int replaced_part, double temperature) const {
    double a = 0, rhs = cell.explicit_enthalpy;
    for (int l = cell.first_link; l >= 0; l = net_.links[std::size_t(l)].next_of_cell) {
        const WallNetwork::Link& link = net_.links[std::size_t(l)];
        const Part& part = net_.parts[std::size_t(link.part)];
        const double share = step * link.conductance * part.duty * cell.per_volume;
        a += share;
        rhs += share * cell.law->theta_at(link.part == replaced_part ? temperature : part.temperature);
    }
    return cell.law->enthalpy_where(a, rhs);
}

WallExchange::Balance WallExchange::balance(const Part& part, double temperature, double step,
                                            double old_temperature) const {
    Balance result;
    result.heat = part.gas_conductance * (part.gas_temperature - temperature) -
                  part.metal * (temperature - old_temperature) / step;
    result.slope = -part.gas_conductance - part.metal / step;
    if (part.heat) {
        result.heat += part.heat_share * part.heat->at(temperature);
        result.slope += part.heat_share * part.heat->slope_above(temperature);
    }
    if (part.below >= 0) {
        result.heat += part.to_below * (net_.parts[std::size_t(part.below)].temperature - temperature);
        result.slope -= part.to_below;
    }
    if (part.above >= 0) {
        result.heat += part.to_above * (net_.parts[std::size_t(part.above)].temperature - temperature);
        result.slope -= part.to_above;
    }
    for (int l = part.first_link; l < part.last_link; ++l) {
        const WallNetwork::Link& link = net_.links[std::size_t(l)];
        const Cell& cell = net_.cells[std::size_t(link.cell)];
        const double enthalpy = solve_cell(cell, step, link.part, temperature);
        const double conductance = link.conductance * part.duty;
        result.heat += conductance * (cell.law->theta(enthalpy) - cell.law->theta_at(temperature));
        const double response = step * conductance * cell.per_volume * cell.law->diffusivity(enthalpy);
        result.slope -= conductance * cell.law->conductivity_above(temperature) / (1 + response);
    }
    return result;
}

double WallExchange::solve_part(const Part& part, double step, double old_temperature) const {
    // The heat into the part falls with its temperature: keep a bracket, halve it where Newton leaves it.
    double low = old_temperature, high = old_temperature;
    if (part.gas_conductance > 0) {
        low = std::min(low, part.gas_temperature);
        high = std::max(high, part.gas_temperature);
    }
    if (part.heat) {
        low = std::min(low, part.heat->lowest());
        high = std::max(high, part.heat->highest());
    }
    for (int neighbour : {part.below, part.above}) {
        if (neighbour < 0) continue;
        low = std::min(low, net_.parts[std::size_t(neighbour)].temperature);
        high = std::max(high, net_.parts[std::size_t(neighbour)].temperature);
    }
    for (int l = part.first_link; l < part.last_link; ++l) {
        const Cell& cell = net_.cells[std::size_t(net_.links[std::size_t(l)].cell)];
        const double before = cell.law->temperature(cell.explicit_enthalpy);
        low = std::min(low, before);
        high = std::max(high, before);
        for (int other = cell.first_link; other >= 0; other = net_.links[std::size_t(other)].next_of_cell) {
            const Part& wall = net_.parts[std::size_t(net_.links[std::size_t(other)].part)];
            if (&wall == &part) continue;
            low = std::min(low, wall.temperature);
            high = std::max(high, wall.temperature);
        }
    }
    double temperature = std::clamp(part.temperature, low, high);
    for (int n = 0; n < max_newton_steps && high - low > temperature_tolerance; ++n) {
        const Balance at = balance(part, temperature, step, old_temperature);
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
    for (int n : row.parts) {
        Part& part = net_.parts[std::size_t(n)];
        const double solved = solve_part(part, step, old.wall_temperature[std::size_t(part.node)]);
        change = std::max(change, std::abs(solved - part.temperature));
        part.temperature = solved;
    }
    return change;
}

double WallExchange::newton(const Row& row, double step, const NeedleState& old) {
    // Thomas' algorithm on J delta = -heat; J is symmetric and negative definite.
    const std::size_t count = row.parts.size();
    const auto balance_of = [&](std::size_t i) {
        const Part& part = net_.parts[std::size_t(row.parts[i])];
        return balance(part, part.temperature, step, old.wall_temperature[std::size_t(part.node)]);
    };
    std::vector<double> upper(count), delta(count), start(count), heat(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Part& part = net_.parts[std::size_t(row.parts[i])];
        const Balance at = balance_of(i);
        const double lower = i > 0 ? part.to_below : 0;
        const double pivot = at.slope - (i > 0 ? lower * upper[i - 1] : 0);
        upper[i] = part.to_above / pivot;
        delta[i] = (-at.heat - (i > 0 ? lower * delta[i - 1] : 0)) / pivot;
        start[i] = part.temperature;
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
            net_.parts[std::size_t(row.parts[i])].temperature = start[i] + share * delta[i];
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
    if (row.parts.empty() || net_.parts[std::size_t(row.parts.front())].given) return 0;
    if (!row.joined) return sweep(row, step, old);  // every part stands alone: one sweep is exact
    std::vector<double> before;
    for (int n : row.parts) before.push_back(net_.parts[std::size_t(n)].temperature);
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
        change = std::max(change, std::abs(net_.parts[std::size_t(row.parts[i])].temperature - before[i]));
    return change;
}

double WallExchange::advance(const Stage& stage, double step, double end_time, State& state) {
    for (std::size_t n = 0; n < state.needles.size(); ++n) state.needles[n].power = 0;
    if (net_.parts.empty()) return 0;
    set_drives(stage, end_time, state);
    for (Cell& cell : net_.cells) cell.explicit_enthalpy = state.enthalpy[cell.index];

    double change = 1;
    for (int sweeps = 0; sweeps < max_sweeps && change > temperature_tolerance; ++sweeps) {
        change = 0;
        for (const Row& row : net_.rows)
            change = std::max(change, solve_row(row, step, state.needles[std::size_t(row.needle)]));
        if (!net_.shared_cells) break;  // every needle stands alone
    }

    double total = 0;
    lowest_temperature_ = std::numeric_limits<double>::infinity();
    for (const Cell& cell : net_.cells) {
        const double enthalpy = solve_cell(cell, step, -1, 0);
        const double theta_cell = cell.law->theta(enthalpy);
        for (int l = cell.first_link; l >= 0; l = net_.links[std::size_t(l)].next_of_cell) {
            const WallNetwork::Link& link = net_.links[std::size_t(l)];
            const Part& part = net_.parts[std::size_t(link.part)];
            const double flow = link.conductance * part.duty * (cell.law->theta_at(part.temperature) - theta_cell);
            state.needles[std::size_t(part.needle)].power += flow;
        }
        total += (enthalpy - cell.explicit_enthalpy) / cell.per_volume;
        state.enthalpy[cell.index] = enthalpy;
        lowest_temperature_ = std::min(lowest_temperature_, cell.law->temperature(enthalpy));
    }
    report(state);
    for (NeedleState& needle : state.needles) needle.heat += step * needle.power;
    return total;
}

void WallExchange::report_passive_walls(const Coupling& links, State& state) const {
    for (std::size_t n = 0; n < state.needles.size(); ++n) {
        std::vector<double>& wall = state.needles[n].wall_temperature;
        if (std::any_of(net_.parts.begin(), net_.parts.end(), [&](const Part& part) { return part.needle == int(n); })) continue;
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
