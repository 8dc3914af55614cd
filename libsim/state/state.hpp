// The state of a run: plain data, all that is needed to go on from a moment.
#pragma once

#include <cstdint>
#include <vector>

#include "core/section.hpp"
#include "grid/grid.hpp"

namespace iceball {

struct NeedleState {
    std::vector<double> wall_temperature;                 // one a wall node [degC]
    std::vector<double> wall_temperature_at_stage_start;  // [degC]
    double heat = 0;   // heat given to the tissue so far, negative while it freezes [J]
    double power = 0;  // mean over the last step [W], same sign
};

struct ContactState {
    double temperature = 0;                 // of the plate; while it does not act, the mean of the tissue under it [degC]
    double temperature_at_stage_start = 0;  // [degC]
    double heat = 0;                        // as of a needle
    double power = 0;
};

struct State : Section {
    double time = 0;                  // [s]
    Field<double> enthalpy;           // [J/m3], inner cells; padding is not used
    Field<double> theta;              // theta(H) [W/m], brought up to date for every output; not part of what is saved
    // Of every inner cell: 1 where the blood has stopped for good (Tissue::stasis_temperature), else 0. Without cells where
    // no tissue can lose its blood flow.
    Field<std::uint8_t> stasis;
    // Of every inner cell: 0 never frozen, 1 has been frozen, 2 flooded since (Tissue::floods_into). Without cells where no
    // tissue floods.
    Field<std::uint8_t> flooding;
    std::vector<NeedleState> needles;
    std::vector<ContactState> contacts;

    std::string_view section_name() const override { return "state"; }
    void serialize(Archive& archive) override;
};

}  // namespace iceball
