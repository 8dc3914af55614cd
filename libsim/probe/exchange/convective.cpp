#include "probe/exchange/convective.hpp"

#include <cmath>

#include "core/error.hpp"

namespace iceball {

Convective::Convective(Settings settings) : settings_(std::move(settings)) {
    if (!(settings_.conductance > 0) || !std::isfinite(settings_.conductance))
        throw InputError("convective exchange: the conductance must be positive and finite");
    if (!(settings_.ramp >= 0)) throw InputError("convective exchange: the ramp must not be negative");
}

WallDrive Convective::drive(const WallMoment& moment) const {
    WallDrive drive;
    const double ramped = moment.time_in_stage < settings_.ramp ? moment.time_in_stage / settings_.ramp : 1.0;
    const auto towards = [&](double temperature) {
        return moment.start_temperature + ramped * (temperature - moment.start_temperature);
    };
    if (moment.warming) {
        if (!settings_.warm_temperature)
            throw InputError("convective exchange: a warming stage needs a warm temperature of the probe");
        drive.kind = WallDrive::Kind::temperature;
        drive.temperature = towards(*settings_.warm_temperature);
        drive.duty = moment.duty;
        return drive;
    }
    drive.kind = WallDrive::Kind::conductance;
    drive.temperature =
        towards(settings_.gas_temperature.at(settings_.stage_clock ? moment.time_in_stage : moment.run_time));
    drive.conductance = moment.duty * settings_.conductance;
    return drive;
}

}  // namespace iceball
