// Tissue that floods after its first thaw: lung, whose air gives way to blood and fluid.
//
// A cell that has been frozen (f_l < 0.5) and has f_l >= 0.5 again becomes the tissue that its own floods into
// (Tissue::floods_into), once and for good. Its temperature stays, also within the freezing range, where it says what share
// is ice; only where the new tissue freezes at one temperature, and the cell is at it, its liquid fraction stays instead.
// Density, heat capacity and latent heat change, so that
//
//     H_new(T) - H_old(T), over the tissue in the cell
//
// comes in with what flows in, at the cell's temperature: the ledger's term `tissue change`. Conductivity rises with the
// water: the reason given for triple freezes of lung (literature-typical, unverified).
//
// Cells are looked at every 2 s of the run and at the end of its stages, whatever the output. On a triple freeze of lung (3 mm,
// 30 minutes) a look every second changed the ice and what is below -20 degC by less than 0.1 %.
// Not modelled: where the fluid comes from, its own temperature, how long it takes, fluid that spreads to tissue that was
// not frozen.
#pragma once

#include <vector>

#include "solver/cell_runs.hpp"
#include "solver/model.hpp"
#include "solver/observer.hpp"
#include "state/state.hpp"

namespace iceball {

// H of the new tissue at what the old one has [J/m3]: at its temperature, or its liquid fraction, as above.
double flooded_enthalpy(const ThermalLaw& from, const ThermalLaw& to, double enthalpy);

// Whether a region of the model can flood.
bool can_flood(const Model& model);

// The next multiple of 2 s after a time [s].
double next_look_at_flooding(double time);
bool is_look_at_flooding(double time);

struct Flooded {
    std::vector<TissueChange> changes;  // sorted by cell
    double heat = 0;                    // [J]
};
// Marks what has frozen since, floods what has thawed: in state.flooding, model.flooded and state.enthalpy. runs: of the
// model as it is, to be made anew where there are changes.
Flooded flood(Model& model, const CellRuns& runs, State& state);

// model.flooded as a restored state has it; returns whether it was otherwise.
bool follow_flooding(Model& model, const State& state);

}  // namespace iceball
