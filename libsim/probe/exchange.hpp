// Exchange models: what drives the wall of a needle while it acts. One file each in probe/exchange/.
#pragma once

#include <string>

namespace iceball {

// What holds at a wall node over one time step.
struct WallDrive {
    enum class Kind {
        adiabatic,    // no exchange at all
        temperature,  // the wall is at `temperature`
        conductance   // heat flows from a medium at `temperature` through `conductance` into the wall
    };
    Kind kind = Kind::adiabatic;
    double temperature = 0;  // [degC]
    double conductance = 0;  // per length of active zone [W/K/m], duty included
    double duty = 1;         // kind temperature only: scales the conductance between wall and tissue
};

struct WallMoment {
    bool warming;              // an active thaw, not a freeze
    double time_in_stage;      // [s] at the end of the step
    double run_time;           // [s] since the start of the run, at the end of the step
    double duty;               // in (0, 1]
    double start_temperature;  // of this wall node when the stage began [degC]
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
