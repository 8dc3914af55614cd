#include "solver/integrator/explicit_euler.hpp"

#include <algorithm>

namespace iceball {
namespace {

class EulerUpdate : public CellUpdate {
 public:
    EulerUpdate(const Model& model, double step, State& state) : model_(model), step_(step), state_(state) {}

    kernel::Advanced run(int number, std::ptrdiff_t first, int count, const double* rate) override {
        const Tissue& tissue = model_.tissues[std::size_t(number)];
        double* const enthalpy = state_.enthalpy.data() + first;
        if (!tissue.stasis_temperature) return kernel::advance(tissue, step_, rate, count, enthalpy);
        return kernel::advance_with_stasis(tissue, step_, rate, count, enthalpy, state_.stasis.data() + first);
    }

 private:
    const Model& model_;
    double step_;
    State& state_;
};

}  // namespace

ExplicitEuler::ExplicitEuler(const Model& model) : model_(model) {}

Operator::Limit ExplicitEuler::step_limit(Operator& op, bool ice_at_open_face, double lowest_temperature) const {
    return op.step_limit(ice_at_open_face, lowest_temperature);
}

Integrator::Heat ExplicitEuler::step(Operator& op, WallExchange& walls, ContactExchange& contacts, const Stage& stage,
                                     double step, State& state) {
    EulerUpdate update(model_, step, state);
    Heat heat;
    const double end = state.time + step;
    heat.flows = op.apply(state.enthalpy, state.time, end, update);
    const double exchanged = walls.advance(stage, step, end, state) + contacts.advance(stage, step, end, state);
    heat.lowest_temperature =
        std::min({heat.flows.lowest_temperature, walls.lowest_temperature(), contacts.lowest_temperature()});
    heat.stored = heat.flows.stored + exchanged;
    for (const NeedleState& needle : state.needles) heat.needles += step * needle.power;
    for (const ContactState& contact : state.contacts) heat.contacts += step * contact.power;
    return heat;
}

}  // namespace iceball
