#include "probe/exchange/wall_temperature.hpp"

#include "core/error.hpp"

namespace iceball {

WallTemperature::WallTemperature(Settings settings) : settings_(std::move(settings)) {
    if (!(settings_.ramp >= 0)) throw InputError("wall temperature: the ramp must not be negative");
}

WallDrive WallTemperature::drive(const WallMoment& moment) const {
    WallDrive drive;
    drive.kind = WallDrive::Kind::temperature;
    drive.duty = moment.duty;
    if (moment.warming) {
        if (!settings_.warm_temperature)
            throw InputError("wall temperature: a warming stage needs a warm temperature of the probe");
        drive.temperature = *settings_.warm_temperature;
    } else {
        drive.temperature =
            settings_.temperature.at(settings_.stage_clock ? moment.time_in_stage : moment.run_time);
    }
    if (moment.time_in_stage < settings_.ramp)
        drive.temperature = moment.start_temperature + (drive.temperature - moment.start_temperature) *
                                                           moment.time_in_stage / settings_.ramp;
    return drive;
}

}  // namespace iceball
