// Exchange models: what drives the wall of a needle while it acts. One file each in probe/exchange/.
#pragma once

#include <string>

#include "probe/heat_curve.hpp"

namespace iceball {

// What holds at a wall node over one time step.
struct WallDrive {
    enum class Kind {
        adiabatic,    // no exchange at all
        temperature,  // the wall is at `temperature`
        conductance,  // heat flows from a medium at `temperature` through `conductance` into the wall
        power         // the heat into the wall depends on its temperature: `heat`
    };
    Kind kind = Kind::adiabatic;
    double temperature = 0;  // [degC]
    double conductance = 0;  // per length of active zone [W/K/m], duty included
    double duty = 1;         // kind temperature only: scales the conductance between wall and tissue
    // Kind power: heat into the whole active zone [W], of which a node takes part by its length and its own temperature;
    // owned by the exchange model. It is multiplied by heat_share, which holds the duty and any ramp.
    const HeatCurve* heat = nullptr;
    double heat_share = 1;
};

struct WallMoment {
    bool warming;              // an active thaw, not a freeze
    double time_in_stage;      // [s] at the end of the step
    double run_time;           // [s] since the start of the run, at the end of the step
    double duty;               // in (0, 1]
    double start_temperature;  // of this wall node when the stage began [degC]
    double along = 0.5;        // place of the node along the active zone: 0 at the end nearer the tip, 1 at the other
};

class ExchangeModel {
 public:
    virtual ~ExchangeModel() = default;
    // For a stage in which the probe is on (freeze or warm).
    virtual WallDrive drive(const WallMoment& moment) const = 0;
    // As the case file names it, e.g. "wall temperature".
    virtual std::string name() const = 0;
};

}  // namespace iceball
