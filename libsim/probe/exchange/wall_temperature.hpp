// Exchange model "wall temperature": the wall follows a given temperature.
//
//     T_w(t) = table(t), or a straight ramp from the wall's temperature at the start of the stage to a constant
//
// Times of the table count from the start of the run, or of the stage. An active thaw: probe/exchange/warming.hpp, with
// the same ramp. Duty scales the conductance between wall and tissue in time average. Units: degC, s. Advertised tip
// temperatures are not wall temperatures: probe/library.hpp.
#pragma once

#include "core/time_table.hpp"
#include "probe/exchange/warming.hpp"

namespace iceball {

class WallTemperature : public ExchangeModel {
 public:
    struct Settings {
        TimeTable temperature{0.0};              // [degC]
        bool stage_clock = true;                 // times of the table count from the start of the stage
        double ramp = 0;                         // [s], for a constant temperature
        std::optional<double> warm_temperature;  // [degC]
        std::optional<double> warm_power{};      // [W], needs a warm temperature
    };

    // Throws InputError if the ramp is negative or the settings of the active thaw mean nothing.
    explicit WallTemperature(Settings settings);
    // Throws InputError for a warming stage without a warm temperature.
    WallDrive drive(const WallMoment& moment) const override;
    std::string name() const override { return "wall temperature"; }

 private:
    Settings settings_;
    Warming warming_;
};

}  // namespace iceball
