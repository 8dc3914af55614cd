// How far the results of a run are from those of an infinitely fine grid, judged by a coarser companion run (companion.hpp).
//
//     bar = Fs / (r^p - 1) D + floor,     D = largest |f_companion - f| over the window [(t_0 + t)/2, t]
//
// t is the moment that is reported, t_0 the start of the last freeze before it, r the ratio of the spacings. This is the grid
// convergence index (Roache 1994, J Fluids Eng 116:405, doi:10.1115/1.2910291; Celik et al. 2008, J Fluids Eng 130:078001,
// doi:10.1115/1.2960953) for an assumed order, with two changes that freezing asks for:
//
//   - p = 1, the order at sharp fronts. Two grids cannot show an order, and fronts that pass cells one by one
//     do not converge evenly: the difference of two grids passes through zero again and again. D is therefore
//     its largest size over the second half of the freeze, in which the front stair-steps through several cells; with it
//     the factor of safety for smooth convergence, 1.25, will do instead of 3.
//   - a floor, a share of a cell: `volume_floor` h A for volumes (A: area of the isotherm in the companion's last state)
//     and `length_floor` h for extents and distances.
//
// The shares were found on a list of training cases and judged on another one (docs/verification.md has both). Bars are half
// widths: the true value is expected within value +- bar. They tell of the discretisation in space and time alone, not of the
// model or its inputs.
//
// Units: [m], [m3], [s], isotherms [degC]. Limits: extents and distances have no bar (NaN) where either run has no cell centre
// below the isotherm; volumes, which count shares of cells, have one as large as they are.
#pragma once

#include "protocol/protocol.hpp"
#include "store/run_records.hpp"
#include "study/measured_run.hpp"

namespace iceball {

namespace error_bars {
constexpr double order = 1;
constexpr double safety_factor = 1.25;
constexpr double volume_floor = 0.02;
constexpr double length_floor = 0.25;
}  // namespace error_bars

// fine: the run; companion: with its front area; both sampled at the same times. organs: names of those at risk. Throws
// NumericsError where the companion lacks a moment of the run.
ErrorBarRecord judge_error(const MeasuredRun& fine, const MeasuredRun& companion, const Protocol& protocol,
                           const std::vector<std::string>& probes, const std::vector<std::string>& organs);

}  // namespace iceball
