// What a probe does in an active thaw (helium, or an electric heater), whatever drives it in a freeze.
//
//     the wall is held at a given temperature, reached in a ramp; or
//     a heater gives P to the whole active zone, evenly along it, until the wall nears its largest temperature T_max:
//         heat = P below T_max - 1 K, falling to zero at T_max (a thermostat)
//
// Duty scales the heater's power in time average, or the conductance between wall and tissue. Units: degC, W. The 1 K of
// the thermostat is a choice of this program: it only has to be small beside T_max. Not modelled: helium that cools on
// its way along the probe; heaters that warm one part of it.
#pragma once

#include <optional>

#include "probe/exchange.hpp"

namespace iceball {

class Warming {
 public:
    // temperature [degC]: of the wall, with a power the largest that it reaches; power [W]: of the heater. Throws
    // InputError if a power is not positive or has no temperature.
    explicit Warming(std::optional<double> temperature, std::optional<double> power = std::nullopt);
    // Throws InputError if there is no temperature: the probe cannot warm.
    WallDrive drive(const WallMoment& moment, double ramp) const;

 private:
    std::optional<double> temperature_;
    std::optional<HeatCurve> heater_;
};

// Where a straight ramp of the given length leads from the start of the stage to `end` [degC].
double ramped_temperature(const WallMoment& moment, double ramp, double end);

}  // namespace iceball
