#include "outcome/isotherm_reader.hpp"

#include <cmath>

#include "core/parallel.hpp"

namespace iceball {

IsothermReader::IsothermReader(const Model& model, const State& state, const Field<double>& tissue_fraction,
                               double isotherm)
    : model_(model), state_(state), tissue_fraction_(tissue_fraction), isotherm_(isotherm) {
    for (const Tissue& material : model.tissues) {
        const ThermalLaw& law = material.law;
        isotherm_theta_.push_back(law.theta_at(isotherm));
        isothermal_here_.push_back(law.isothermal() && std::abs(isotherm - law.solidus()) < 1e-9);
    }
}

double IsothermReader::mapped_depth(std::ptrdiff_t cell, int in_tissue) const {
    const double temperature = model_.tissues[tissue(cell)].law.temperature(state_.enthalpy[cell]);
    return isotherm_theta_[in_tissue] - model_.tissues[in_tissue].law.theta_at(temperature);
}

double IsothermReader::frozen_share(std::ptrdiff_t cell) const {
    return 1 - model_.tissues[tissue(cell)].law.liquid_fraction(state_.enthalpy[cell]);
}

State state_at(const Model& model, const Field<float>& temperature) {
    const Grid& grid = model.grid;
    State state;
    state.enthalpy = Field<double>(grid);
    state.theta = Field<double>(grid);
    parallel_blocks(grid.nz(), [&](int k) {
        for (int j = 0; j < grid.ny(); ++j)
            for (int i = 0; i < grid.nx(); ++i) {
                const std::ptrdiff_t cell = grid.index(i, j, k);
                if (std::isnan(temperature[cell])) continue;
                const ThermalLaw& law = model.tissue_at(cell).law;
                state.enthalpy[cell] = law.enthalpy(temperature[cell]);
                state.theta[cell] = law.theta_at(temperature[cell]);
            }
    });
    return state;
}

}  // namespace iceball
