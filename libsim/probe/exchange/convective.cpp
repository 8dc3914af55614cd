#include "probe/exchange/convective.hpp"

#include <cmath>

#include "core/error.hpp"

namespace iceball {

Convective::Convective(Settings settings)
    : settings_(std::move(settings)), warming_(settings_.warm_temperature, settings_.warm_power) {
    const AlongTable& conductance = settings_.conductance;
    if (!(conductance.smallest() >= 0 && conductance.largest() > 0) || !std::isfinite(conductance.largest()))
        throw InputError("convective exchange: the conductance must be finite, nowhere negative and somewhere positive");
    if (!(settings_.ramp >= 0)) throw InputError("convective exchange: the ramp must not be negative");
}

WallDrive Convective::drive(const WallMoment& moment) const {
    if (moment.warming) return warming_.drive(moment, settings_.ramp);
    WallDrive drive;
    const double time = settings_.stage_clock ? moment.time_in_stage : moment.run_time;
    const double gas = settings_.gas_temperature.at(time) + settings_.gas_rise.at(moment.along);
    drive.kind = WallDrive::Kind::conductance;
    drive.temperature = ramped_temperature(moment, settings_.ramp, gas);
    drive.conductance = moment.duty * settings_.conductance.at(moment.along);
    return drive;
}

}  // namespace iceball
