// Models without needles whose state is a given temperature field, for tests of what is read from states.
#pragma once

#include "solver/tissue_fraction.hpp"
#include "solver/model.hpp"
#include "state/state.hpp"

namespace iceball::testing {

inline Tissue water_like_tissue() {
    return {"tissue", ThermalLaw::linear_release({2.0, 1.9e6}, {0.5, 3.8e6}, 250e6, -8, -1)};
}

// A cube of `cells` cells a side, centred on the origin, of one tissue.
inline Model cube_model(int cells, double spacing, const Tissue& tissue = water_like_tissue()) {
    const double half = 0.5 * cells * spacing;
    Model model{Grid({cells, cells, cells}, spacing, {-half, -half, -half}), {}, {tissue}, {}, {}, {}, {}};
    model.regions.region = Field<std::uint8_t>(model.grid);
    model.regions.regions = {{"background", 0, {}}};
    for (Boundary& boundary : model.boundaries) boundary = FixedTemperature{37};
    return model;
}

// The state in which the temperature [degC] at every cell centre is temperature_at(centre).
template <class Temperature>
State given_state(const Model& model, Temperature&& temperature_at) {
    State state;
    state.enthalpy = Field<double>(model.grid);
    state.theta = Field<double>(model.grid);
    for_each_cell(model.grid, [&](const Index3& c, std::ptrdiff_t cell) {
        const ThermalLaw& law = model.tissue_at(cell).law;
        state.enthalpy[cell] = law.enthalpy(temperature_at(model.grid.cell_centre(c[0], c[1], c[2])));
        state.theta[cell] = law.theta(state.enthalpy[cell]);
    });
    return state;
}

}  // namespace iceball::testing
