// One table of a study's runs: a row a run.
//
// Columns: `run` (number), `file`, `status` ("complete", "failed", ... or "missing"), one for every quantity that is
// varied (a number with units where all values are numbers with the same unit, else text), then what the runs report.
// For every isotherm T: `volume_max_T` and `volume_end_T` [m3], with the needles' own volume, and `extent_x_T`,
// `extent_y_T`, `extent_z_T` [m] when it is largest; for every probe `heat_NAME` [J]; the arrays of the target, one column
// an element; for every injury law by the whole run `destroyed_LAW` [m3] and, with a target, `target_destroyed_LAW`
// (share), `healthy_destroyed_LAW` [m3] and `distance_destroyed_LAW_ORGAN` [m] for each organ at risk;
// `ledger_residual_max`. A run that lacks a column (another number of probes, say) has NaN there.
#pragma once

#include <filesystem>
#include <vector>

#include "store/table.hpp"
#include "study/study.hpp"

namespace iceball {

// "runs/0001.h5"
std::filesystem::path member_file(const Member& member);

// Reads what is there of all runs below `folder`.
Table collect(const Study& study, const std::vector<Member>& members, const std::filesystem::path& folder);

}  // namespace iceball
