// Integrators advance the state in time. They see rates and walls, neither faces nor boundaries.
#pragma once

#include <string>

#include "protocol/protocol.hpp"
#include "solver/contact_exchange.hpp"
#include "solver/operator.hpp"
#include "solver/wall_exchange.hpp"
#include "state/state.hpp"

namespace iceball {

class Integrator {
 public:
    virtual ~Integrator() = default;
    virtual std::string name() const = 0;
    // The longest step that this integrator may take; whether there is ice at an open face, and the lowest temperature of
    // the tissue, are known from the step before.
    virtual Operator::Limit step_limit(Operator& op, bool ice_at_open_face, double lowest_temperature) const = 0;

    // Heat of one step [J].
    struct Heat {
        double stored = 0;
        double needles = 0, contacts = 0;
        HeatFlows flows;  // mean flows over the step [W]
        double lowest_temperature = 0;  // of the tissue after the step [degC]
    };
    // Advances enthalpy, needles and contacts from state.time by `step`; leaves the time to the caller, who knows it exactly.
    virtual Heat step(Operator& op, WallExchange& walls, ContactExchange& contacts, const Stage& stage, double step,
                      State& state) = 0;
};

}  // namespace iceball
