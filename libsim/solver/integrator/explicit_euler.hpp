// Explicit Euler for the tissue, implicit for the walls of needles: first order in time, the oracle of all others.
//
//     H* = H_n + step dH/dt(theta_n, H_n);   walls and the cells that touch them then solve for H_(n+1) (wall_exchange.hpp)
//
// Within its step limit it keeps the maximum principle.
#pragma once

#include "solver/integrator/integrator.hpp"

namespace iceball {

class ExplicitEuler : public Integrator {
 public:
    explicit ExplicitEuler(const Model& model);

    std::string name() const override { return "explicit Euler"; }
    Operator::Limit step_limit(Operator& op, bool ice_at_open_face, double lowest_temperature) const override;
    Heat step(Operator& op, WallExchange& walls, ContactExchange& contacts, const Stage& stage, double step,
              State& state) override;

 private:
    const Model& model_;
};

}  // namespace iceball
