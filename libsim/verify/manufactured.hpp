// Manufactured solutions: a temperature is chosen, and the heat source that it needs is worked out by hand.
//
// Along a slab 0 < x < L of one medium, or of two that meet in its middle (Roache 2002, J Fluids Eng 124:4,
// doi:10.1115/1.1436090, for the method):
//
//     T(x, t) = T_m + F(x, t) / kappa,     F = A [sin(nu x + phi) - sin(nu L/2 + phi)] + B t/t_end Q(x),
//     Q = sin^2 u cos u,  u = pi x / L
//
// kappa = k(T_m) of the medium over the smaller of both: at x = L/2, where F = 0, temperature and flux are then continuous.
// Q and Q' vanish at both ends, so that a face at fixed temperature or in air sees what it should at all times. The source
//
//     S = C(T) dT/dt - k(T) T_xx - k'(T) T_x^2 - f_l(T) [w (T_b - T) + q_m]                                   [W/m3]
//
// is one heat source at the centre of each cell, all of which stays in that cell. In a held region, which is the first
// cell, temperatures hold at the centre of the cell, from which x is counted there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "solver/ledger.hpp"
#include "verify/setting.hpp"
#include "verify/smooth_medium.hpp"
#include "verify/verification_case.hpp"

namespace iceball::verify {

enum class End { temperature, insulated, convection, held };
constexpr int end_kinds = 4;
std::string end_name(End end);

struct ManufacturedProblem {
    std::string name;
    SmoothMedium first;
    std::optional<SmoothMedium> second = std::nullopt;  // from x = L/2 on
    double middle = 0, rise = 0, growth = 0;            // T_m [degC], A [K], B [K]
    End near = End::temperature, far = End::temperature;  // `held` only near
    double perfusion = 0, metabolic_heat = 0;             // w [W/m3/K], q_m [W/m3]
    int axis = 0;

    std::string what() const;
    double temperature(double x, double time) const;
    // Of the box that is left where the near end is held: cells of L / (n - 1/2), else L / n.
    double spacing(int cells) const;
    // Directions that it is run along: both ways for ends and pairs, else one.
    std::vector<SlabShape> shapes() const;
};

constexpr double manufactured_length = 16 * mm;  // L
constexpr double manufactured_duration = 60;     // t_end [s]

struct ManufacturedRun {
    std::vector<double> temperatures;  // at the end, by depth
    Score score;                       // over cells at four moments, relative to the range of T
    Ledger ledger;
};
// Steps that divide t_end evenly. Throws NumericsError if the solver cannot take so long ones.
ManufacturedRun run_manufactured(const ManufacturedProblem& problem, const SlabShape& shape, int cells, int steps);

// Score of all its directions, steps as the square of the spacing.
Score manufactured_in_space(const ManufacturedProblem& problem, double spacing);
// Difference between runs with a step and half of it on a grid of 2 mm.
Score manufactured_in_time(const ManufacturedProblem& problem, double step);

// problem: one of the list below.
VerificationCase time_step_case(const ManufacturedProblem& problem);

// One for every term, kind of end and pair of media, as docs/verification.md tables them.
const std::vector<ManufacturedProblem>& manufactured_problems();

}  // namespace iceball::verify
