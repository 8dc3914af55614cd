#include "solver/integrator/explicit_euler.hpp"

#include <numeric>
#include <utility>

#include "solver/backend/row_kernels.hpp"

namespace iceball {
namespace {

class EulerUpdate : public CellUpdate {
 public:
    EulerUpdate(const Model& model, double step, Field<double>& enthalpy, Field<double>& theta)
        : model_(model), step_(step), enthalpy_(enthalpy), theta_(theta) {}

    double run(const CellRun& run, std::ptrdiff_t first, const double* rate) override {
        return advance(run.tissue, first, rate, run.end - run.begin);
    }
    double cut_cell(const CutCell& cell, double rate) override {
        return cell.fraction * advance(cell.tissue, cell.cell, &rate, 1);
    }

 private:
    double advance(int tissue, std::ptrdiff_t first, const double* rate, int count) {
        const ThermalLaw& law = model_.tissues[std::size_t(tissue)].law;
        return kernel::advance(law.coefficients(), step_, rate, count, enthalpy_.data() + first, theta_.data() + first);
    }

    const Model& model_;
    double step_;
    Field<double>& enthalpy_;
    Field<double>& theta_;
};

}  // namespace

ExplicitEuler::ExplicitEuler(const Model& model) : model_(model) {}

Operator::Limit ExplicitEuler::step_limit(const Operator& op, bool ice_at_open_face) const {
    return op.step_limit(ice_at_open_face);
}

Integrator::Heat ExplicitEuler::step(Operator& op, WallExchange& walls, const Stage& stage, double step, State& state) {
    // Cells that no update touches (held, inside needles) keep their theta in both fields.
    if (next_theta_.empty()) next_theta_ = state.theta;
    EulerUpdate update(model_, step, state.enthalpy, next_theta_);
    Heat heat;
    const double end = state.time + step;
    heat.flows = op.apply(state.theta, state.enthalpy, state.time, end, update);
    const double exchanged = walls.advance(stage, step, end, state, next_theta_);
    heat.stored = heat.flows.stored + exchanged;
    for (const NeedleState& needle : state.needles) heat.needles += step * needle.power;
    std::swap(state.theta, next_theta_);
    return heat;
}

}  // namespace iceball
