// Exchange model "convective": gas of a given temperature cools the wall through a conductance; the wall is solved for.
//
//     q'(z) = UA'(z) (T_gas(z, t) - T_w(z)),       T_gas(z, t) = T_gas(t) + rise(z)
//
// UA' = h x circumference, per length of active zone [W/K/m], times the duty in time average. Measured ice balls follow
// probes like this, not walls of one temperature, and they depend strongly on how h varies along the probe and weakly on
// how the gas warms along it (Etheridge, Choi, Ramadhyani & Bischof 2013, doi:10.1115/1.4023237): hence a free UA'(z), and
// a gas that warms by the same number of kelvins at all times. A ramp takes the gas from the wall's temperature at the
// start of the stage to its own. An active thaw: probe/exchange/warming.hpp. Not modelled: conductances that change with
// flow, pressure or temperature.
#pragma once

#include "core/time_table.hpp"
#include "probe/along_table.hpp"
#include "probe/exchange/warming.hpp"

namespace iceball {

class Convective : public ExchangeModel {
 public:
    struct Settings {
        AlongTable conductance{0};               // UA' [W/K/m]
        TimeTable gas_temperature{0.0};          // [degC]
        bool stage_clock = true;                 // times of the table count from the start of the stage
        double ramp = 0;                         // [s], for a constant temperature
        std::optional<double> warm_temperature;  // [degC]
        std::optional<double> warm_power{};      // [W], needs a warm temperature
        AlongTable gas_rise{0};                  // of the gas along the active zone [K]
    };

    // Throws InputError if a conductance is negative or all are zero, if the ramp is negative, or if the settings of the
    // active thaw mean nothing.
    explicit Convective(Settings settings);
    // Throws InputError for a warming stage without a warm temperature.
    WallDrive drive(const WallMoment& moment) const override;
    std::string name() const override { return "convective"; }

 private:
    Settings settings_;
    Warming warming_;
};

}  // namespace iceball
