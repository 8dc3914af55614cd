#include "probe/exchange/warming.hpp"

#include <cmath>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr double thermostat_band = 1;  // [K]

}  // namespace

Warming::Warming(std::optional<double> temperature, std::optional<double> power) : temperature_(temperature) {
    if (!power) return;
    if (!(*power > 0) || !std::isfinite(*power)) throw InputError("warming: the heater's power must be positive and finite");
    if (!temperature) throw InputError("warming: a heater needs the largest temperature of the wall");
    heater_.emplace(std::vector<double>{*temperature - thermostat_band, *temperature}, std::vector<double>{*power, 0.0});
}

WallDrive Warming::drive(const WallMoment& moment, double ramp) const {
    if (!temperature_) throw InputError("a warming stage needs a warm temperature of the probe");
    WallDrive drive;
    if (heater_) {
        drive.kind = WallDrive::Kind::power;
        drive.heat = &*heater_;
        drive.heat_share = moment.duty;
        return drive;
    }
    drive.kind = WallDrive::Kind::temperature;
    drive.temperature = ramped_temperature(moment, ramp, *temperature_);
    drive.duty = moment.duty;
    return drive;
}

double ramped_temperature(const WallMoment& moment, double ramp, double end) {
    if (moment.time_in_stage >= ramp) return end;
    return moment.start_temperature + (end - moment.start_temperature) * moment.time_in_stage / ramp;
}

}  // namespace iceball
