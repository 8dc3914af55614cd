// Observer: what watches a run from step to step (history fields, metrics, files, progress).
#pragma once

#include <span>
#include <string_view>

#include "protocol/protocol.hpp"
#include "solver/ledger.hpp"
#include "solver/model.hpp"
#include "state/state.hpp"

namespace iceball {

struct StepReport {
    double start, duration;      // [s]
    const Stage* stage;
    int stage_number;            // from 0
    long step_number;            // from 1
    std::string_view limited_by; // what set the length of this step, e.g. "conduction in the tissue"
};

// A cell whose tissue became another, at the temperature that it had.
struct TissueChange {
    std::ptrdiff_t cell;  // padded index
    int from, to;         // numbers of tissues
};

class Observer {
 public:
    virtual ~Observer() = default;
    // Before the first step, and again where a run is resumed.
    virtual void begin(const Model&, const State&) {}
    virtual void after_step(const Model&, const State&, const Ledger&, const StepReport&) {}
    // After a step that tissue was found to have flooded at the end of; the model and the state are those from now on.
    virtual void tissue_changed(const Model&, const State&, std::span<const TissueChange>) {}
    // At the times that the run was asked to hit exactly (frames and stage ends).
    virtual void at_output(const Model&, const State&, const Ledger&) {}
    virtual void end(const Model&, const State&, const Ledger&) {}
};

}  // namespace iceball
