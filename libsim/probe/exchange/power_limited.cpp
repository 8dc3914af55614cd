#include "probe/exchange/power_limited.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/error.hpp"

namespace iceball {
namespace {

// The table as heat into the wall, cut off at the cap, with an entry where it reaches the cap.
HeatCurve heat_into_wall(const PowerLimited::Settings& settings) {
    const std::string problem = power_table_problem(settings.wall_temperatures, settings.powers);
    if (!problem.empty()) throw InputError("power-limited exchange: " + problem);
    const double cap = settings.largest_power.value_or(settings.powers.back());
    if (!(cap > 0) || !std::isfinite(cap))
        throw InputError("power-limited exchange: the largest power must be positive and finite");
    std::vector<double> temperatures, heats;
    for (std::size_t n = 0; n < settings.powers.size(); ++n) {
        const double temperature = settings.wall_temperatures[n], power = settings.powers[n];
        if (power >= cap) {
            const double before = settings.wall_temperatures[n - 1], rise = power - settings.powers[n - 1];
            const double reached = before + (cap - settings.powers[n - 1]) / rise * (temperature - before);
            temperatures.push_back(reached);
            heats.push_back(-cap);
            break;
        }
        temperatures.push_back(temperature);
        heats.push_back(-power);
    }
    return HeatCurve(temperatures, heats);
}

}  // namespace

PowerLimited::PowerLimited(Settings settings)
    : heat_(heat_into_wall(settings)), ramp_(settings.ramp), warming_(settings.warm_temperature, settings.warm_power) {
    if (!(ramp_ >= 0)) throw InputError("power-limited exchange: the ramp must not be negative");
}

WallDrive PowerLimited::drive(const WallMoment& moment) const {
    if (moment.warming) return warming_.drive(moment, ramp_);
    WallDrive drive;
    drive.kind = WallDrive::Kind::power;
    drive.heat = &heat_;
    drive.heat_share = moment.duty * (moment.time_in_stage < ramp_ ? moment.time_in_stage / ramp_ : 1.0);
    return drive;
}

std::string power_table_problem(const std::vector<double>& wall_temperatures, const std::vector<double>& powers) {
    if (powers.size() < 2 || powers.size() != wall_temperatures.size())
        return fmt::format("{} powers for {} wall temperatures; give one for every temperature, at least two", powers.size(),
                           wall_temperatures.size());
    for (std::size_t n = 1; n < powers.size(); ++n) {
        if (!(wall_temperatures[n] > wall_temperatures[n - 1]))
            return fmt::format("wall temperatures must increase, but {} degC follows {} degC", wall_temperatures[n],
                               wall_temperatures[n - 1]);
        if (!(powers[n] >= powers[n - 1]))
            return fmt::format("the power falls from {} W at {} degC to {} W at {} degC; it must not fall as the wall gets "
                               "warmer, or the wall could rest at several temperatures",
                               powers[n - 1], wall_temperatures[n - 1], powers[n], wall_temperatures[n]);
    }
    if (powers.front() != 0)
        return fmt::format("the power at the coldest temperature ({} degC) must be 0 W, given {} W: it is what the probe "
                           "reaches without load, and without it the wall would cool without end",
                           wall_temperatures.front(), powers.front());
    if (!(powers.back() > 0)) return "all powers are zero";
    return "";
}

}  // namespace iceball
