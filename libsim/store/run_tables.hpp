// The time series of a run as tables, for `iceball export` and other programs. Units as in the run file.
#pragma once

#include "store/run_reader.hpp"
#include "store/table.hpp"

namespace iceball {

// One row a sample. Columns: "time", then for each isotherm "volume -20 degC", "volume with needles -20 degC", "extent x
// -20 degC" (y, z), "extent along PROBE -20 degC", "parts -20 degC".
Table metrics_table(const RunReader& run);
// "time", then for each isotherm "inside target -20 degC", "minimum margin -20 degC", "healthy tissue lost -20 degC" and
// "distance to ORGAN -20 degC". No column where the run has no target.
Table target_table(const RunReader& run);
// "time", then for each probe "PROBE power", "PROBE heat" and "PROBE wall 1" ... from the tip end.
Table probes_table(const RunReader& run);
// "time", then a column a sensor.
Table sensors_table(const RunReader& run);
// "time", "residual", "stored" and a column a term.
Table ledger_table(const RunReader& run);

}  // namespace iceball
