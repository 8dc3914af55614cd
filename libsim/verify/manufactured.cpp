#include "verify/manufactured.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"

namespace iceball::verify {
namespace {

constexpr double L = manufactured_length, t_end = manufactured_duration, pi = std::numbers::pi;
constexpr double body = 37;    // [degC]
constexpr double film = 1000;  // [W/m2/K]
constexpr int table_entries = 2400;
// What the solver may take at 2 mm in ice at -60 degC is 0.5 s.
constexpr int steps_at_2_mm = 150;

// T and its derivatives.
struct Point {
    double T, T_t, T_x, T_xx;
};

class Solution {
 public:
    explicit Solution(const ManufacturedProblem& p) : p_(p) {
        const bool pair = p.second.has_value();
        // An insulated end stands where the sine is flat.
        phi_ = p.near == End::insulated ? 0.5 * pi : pair ? -0.45 * pi : 0.4;
        const double end = p.far == End::insulated ? (pair ? 0.5 : 1.5) * pi : pair ? 0.45 * pi : 3.7;
        nu_ = (end - phi_) / L;
        const double k_first = p.first.conductivity(p.middle);
        const double k_second = pair ? p.second->conductivity(p.middle) : k_first;
        kappa_first_ = k_first / std::min(k_first, k_second);
        kappa_second_ = k_second / std::min(k_first, k_second);
    }

    bool in_second(double x) const { return p_.second && x > 0.5 * L; }
    const SmoothMedium& medium(double x) const { return in_second(x) ? *p_.second : p_.first; }

    Point at(double x, double t) const {
        const double u = pi * x / L, s = std::sin(u), c = std::cos(u), share = t / t_end;
        const double A = p_.rise, B = p_.growth, phase = nu_ * x + phi_;
        const double Q = s * s * c, Q_x = pi / L * (2 * s * c * c - s * s * s);
        const double Q_xx = pi * pi / (L * L) * c * (2 * c * c - 7 * s * s);
        const double per_kappa = 1 / (in_second(x) ? kappa_second_ : kappa_first_);
        return {p_.middle + per_kappa * (A * (std::sin(phase) - std::sin(0.5 * nu_ * L + phi_)) + B * share * Q),
                per_kappa * B / t_end * Q, per_kappa * (A * nu_ * std::cos(phase) + B * share * Q_x),
                per_kappa * (-A * nu_ * nu_ * std::sin(phase) + B * share * Q_xx)};
    }

    double source(double x, double t) const {
        const SmoothMedium& m = medium(x);
        const Point p = at(x, t);
        return m.heat_capacity(p.T) * p.T_t - m.conductivity(p.T) * p.T_xx - m.conductivity_slope(p.T) * p.T_x * p.T_x -
               m.liquid_share(p.T) * (p_.perfusion * (body - p.T) + p_.metabolic_heat);
    }

    // direction: +1 at the near end, -1 at the far one.
    Boundary boundary(End end, double x, int direction) const {
        const Point p = at(x, 0);
        switch (end) {
            case End::temperature: return FixedTemperature{p.T};
            case End::convection:
                return Convection{film, p.T - direction * medium(x).conductivity(p.T) * p.T_x / film};
            case End::insulated:
            case End::held: return Insulated{};
        }
        throw NumericsError("a manufactured solution with an unknown kind of end");
    }

 private:
    const ManufacturedProblem& p_;
    double nu_, phi_, kappa_first_, kappa_second_;
};

double largest_temperature_range(const ManufacturedProblem& problem, const Solution& solution) {
    double low = 1e9, high = -1e9;
    for (int n = 0; n <= 200; ++n)
        for (double t : {0.0, t_end}) {
            const double x = L * n / 200, T = solution.at(x, t).T;
            const SmoothMedium& m = solution.medium(x);
            if (!(T > m.coldest && T < m.warmest))
                throw NumericsError(fmt::format("{}: {} degC at {} mm lies outside {}", problem.name, T, x / mm, m.name));
            low = std::min(low, T), high = std::max(high, T);
        }
    return high - low;
}

Tissue tissue_of(const ManufacturedProblem& problem, const SmoothMedium& medium) {
    return {medium.name, medium.law, problem.perfusion, body, problem.metabolic_heat};
}

}  // namespace

std::string end_name(End end) {
    switch (end) {
        case End::temperature: return "temperature";
        case End::insulated: return "insulated";
        case End::convection: return "convection";
        case End::held: return "held";
    }
    return "";
}

std::string ManufacturedProblem::what() const {
    return fmt::format("manufactured: {}{}{}{}, ends: {}, {}; temperature / range", first.name,
                       second ? " beside " + second->name : "", perfusion > 0 ? ", perfused" : "",
                       metabolic_heat > 0 ? ", metabolism" : "", end_name(near), end_name(far));
}

double ManufacturedProblem::temperature(double x, double time) const { return Solution(*this).at(x, time).T; }

double ManufacturedProblem::spacing(int cells) const { return L / (near == End::held ? cells - 0.5 : cells); }

ManufacturedRun run_manufactured(const ManufacturedProblem& problem, const SlabShape& shape, int cells, int steps) {
    const Solution solution(problem);
    const double range = largest_temperature_range(problem, solution), h = problem.spacing(cells);
    const bool held = problem.near == End::held;
    const auto depth = [&](int n) { return (held ? n : n + 0.5) * h; };

    Index3 size{1, 1, 1};
    size[std::size_t(shape.axis)] = cells;
    Model model = box_model(size, h, tissue_of(problem, problem.first), problem.middle, t_end);
    model.boundaries[std::size_t(shape.near_face())] = solution.boundary(problem.near, 0, 1);
    model.boundaries[std::size_t(shape.far_face())] = solution.boundary(problem.far, L, -1);
    if (problem.second) add_layer(model, shape, cells / 2, tissue_of(problem, *problem.second));
    if (held) {
        model.regions.regions.push_back({"held", 0, solution.at(0, 0).T});
        model.regions.region[shape.cell(model.grid, 0)] = std::uint8_t(model.regions.regions.size() - 1);
    }
    std::vector<double> times;
    for (int n = 0; n <= table_entries; ++n) times.push_back(t_end * n / table_entries);
    for (int n = held ? 1 : 0; n < cells; ++n) {
        std::vector<double> powers;
        powers.reserve(times.size());
        for (double t : times) powers.push_back(solution.source(depth(n), t) * model.grid.cell_volume());
        const Index3 at = model.grid.cell_at(shape.cell(model.grid, n));
        const Vector3 centre = model.grid.cell_centre(at[0], at[1], at[2]);
        model.sources.push_back({"", centre, centre, TimeTable(times, powers)});
    }

    ScoreKeeper keeper;
    ManufacturedRun result;
    SettingOptions options;
    for (int n = 1; n <= steps; ++n) options.times.push_back(n == steps ? t_end : t_end * n / steps);
    options.prepare = [&](const Model& m, State& state) {
        for (int n = 0; n < cells; ++n)
            set_temperature(m, state, shape.cell(m.grid, n), solution.at(depth(n), 0).T);
    };
    int taken = 0;
    options.sample = [&](const State& state) {
        ++taken;
        if (4 * taken % steps >= 4) return;
        result.temperatures.clear();
        for (int n = 0; n < cells; ++n) {
            const double T = temperature_of(model, state, shape.cell(model.grid, n));
            result.temperatures.push_back(T);
            if (n > 0 || !held) keeper.add((T - solution.at(depth(n), state.time).T) / range);
        }
    };
    const Finished end = run_model(model, options);
    if (end.steps != steps)
        throw NumericsError(fmt::format("{}: {} steps of {} s were asked for, {} were taken", problem.name, steps,
                                        t_end / steps, end.steps));
    keeper.add_ledger(end.ledger.residual());
    result.score = keeper.score();
    result.ledger = end.ledger;
    return result;
}

std::vector<SlabShape> ManufacturedProblem::shapes() const {
    if (second || near != End::temperature || far != End::temperature) return {{axis, false}, {axis, true}};
    return {{axis, false}};
}

Score manufactured_in_space(const ManufacturedProblem& problem, double spacing) {
    const int cells = int(std::lround(L / spacing + (problem.near == End::held ? 0.5 : 0)));
    const double refined = L / (spacing * 8);
    Score total;
    double squares = 0;
    for (const SlabShape& shape : problem.shapes()) {
        const Score one =
            run_manufactured(problem, shape, cells, int(std::lround(steps_at_2_mm * refined * refined))).score;
        squares += one.rms * one.rms * one.samples;
        total.samples += one.samples;
        total.max = std::max(total.max, one.max);
        total.ledger_residual = std::max(total.ledger_residual, one.ledger_residual);
    }
    total.rms = std::sqrt(squares / total.samples);
    return total;
}

Score manufactured_in_time(const ManufacturedProblem& problem, double step) {
    const int cells = 8, steps = int(std::lround(t_end / step));
    const ManufacturedRun whole = run_manufactured(problem, {problem.axis, false}, cells, steps);
    const ManufacturedRun half = run_manufactured(problem, {problem.axis, false}, cells, 2 * steps);
    const auto [low, high] = std::minmax_element(half.temperatures.begin(), half.temperatures.end());
    ScoreKeeper keeper;
    for (std::size_t n = 0; n < whole.temperatures.size(); ++n)
        keeper.add((whole.temperatures[n] - half.temperatures[n]) / (*high - *low));
    keeper.add_ledger(std::max(whole.score.ledger_residual, half.score.ledger_residual));
    return keeper.score();
}

}  // namespace iceball::verify
