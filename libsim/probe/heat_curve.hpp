// HeatCurve: heat that flows into the wall of a needle against the temperature of the wall, for probes whose power is
// limited and for heaters.
//
// Given at temperatures, linear between them, constant beyond. It never rises with temperature: a colder wall never
// gives up more heat, so the balance of a wall node has one solution, whatever else acts on it. It is zero at one of its
// ends, where the wall comes to rest without load. Units: degC, W for the whole active zone.
#pragma once

#include <vector>

namespace iceball {

class HeatCurve {
 public:
    // temperatures [degC] strictly increasing, as many as heats [W], at least two; heats not increasing, finite, all of
    // one sign, zero at one end. Throws InputError otherwise.
    HeatCurve(std::vector<double> temperatures, std::vector<double> heats);

    double at(double temperature) const;
    // d heat / d temperature just above, zero or negative [W/K].
    double slope_above(double temperature) const;
    // Between these the curve changes [degC].
    double lowest() const { return temperatures_.front(); }
    double highest() const { return temperatures_.back(); }

 private:
    std::vector<double> temperatures_, heats_;
};

}  // namespace iceball
