// Observer: what watches a run from step to step (history fields, metrics, files, progress).
#pragma once

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

class Observer {
 public:
    virtual ~Observer() = default;
    // Before the first step, and again where a run is resumed.
    virtual void begin(const Model&, const State&) {}
    virtual void after_step(const Model&, const State&, const Ledger&, const StepReport&) {}
    // At the times that the run was asked to hit exactly (frames and stage ends).
    virtual void at_output(const Model&, const State&, const Ledger&) {}
    virtual void end(const Model&, const State&, const Ledger&) {}
};

}  // namespace iceball
