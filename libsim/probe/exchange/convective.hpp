// Exchange model "convective": gas of a given temperature cools the wall through a conductance; the wall is solved for.
//
//     q'(z) = UA' (T_gas(t) - T_w(z)),  UA' per length of active zone [W/K/m], times the duty in time average
//
// (Etheridge, Choi, Ramadhyani & Bischof 2013, doi:10.1115/1.4023237: measured ice balls follow convective probes, not
// walls of one temperature.) A ramp takes the gas from the wall's temperature at the start of the stage to its own. In
// an active thaw the wall itself is held at the warm temperature. Not modelled: UA' or T_gas that vary along the probe.
#pragma once

#include <optional>

#include "core/time_table.hpp"
#include "probe/exchange.hpp"

namespace iceball {

class Convective : public ExchangeModel {
 public:
    struct Settings {
        double conductance = 0;                  // UA' [W/K/m]
        TimeTable gas_temperature{0.0};          // [degC]
        bool stage_clock = true;                 // times of the table count from the start of the stage
        double ramp = 0;                         // [s], for a constant temperature
        std::optional<double> warm_temperature;  // [degC]
    };

    // Throws InputError if the conductance is not positive or the ramp negative.
    explicit Convective(Settings settings);
    // Throws InputError for a warming stage without a warm temperature.
    WallDrive drive(const WallMoment& moment) const override;
    std::string name() const override { return "convective"; }

 private:
    Settings settings_;
};

}  // namespace iceball
