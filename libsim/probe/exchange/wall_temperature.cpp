#include "probe/exchange/wall_temperature.hpp"

#include "core/error.hpp"

namespace iceball {

WallTemperature::WallTemperature(Settings settings)
    : settings_(std::move(settings)), warming_(settings_.warm_temperature, settings_.warm_power) {
    if (!(settings_.ramp >= 0)) throw InputError("wall temperature: the ramp must not be negative");
}

WallDrive WallTemperature::drive(const WallMoment& moment) const {
    if (moment.warming) return warming_.drive(moment, settings_.ramp);
    WallDrive drive;
    drive.kind = WallDrive::Kind::temperature;
    drive.duty = moment.duty;
    const double time = settings_.stage_clock ? moment.time_in_stage : moment.run_time;
    drive.temperature = ramped_temperature(moment, settings_.ramp, settings_.temperature.at(time));
    return drive;
}

}  // namespace iceball
