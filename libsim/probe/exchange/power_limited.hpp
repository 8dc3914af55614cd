// Exchange model "power limited": the probe takes up what it can at the temperature of its wall, and no more.
//
//     heat taken up by a wall node = (its length / active length) min(W(T_w), W_largest),    T_w solved for
//
// W(T_w) is that of the whole active zone were all of it at T_w: a table, linear between its entries, constant above the
// last; zero at the first, the coldest temperature that the probe reaches without load, and not falling as the wall gets
// warmer (a refrigerator does not get stronger in the cold; else a node could rest at several temperatures). Duty scales
// the power in time average; a ramp lets it rise evenly from zero. An active thaw: probe/exchange/warming.hpp. Units:
// degC, W, s. Tables of makers or from calorimetry in the manner of Shurrab et al. 2016, Int J Refrigeration 67:308
// (abstract read; no number taken from it). Not modelled: power that goes where the load is.
#pragma once

#include <vector>

#include "probe/exchange/warming.hpp"

namespace iceball {

class PowerLimited : public ExchangeModel {
 public:
    struct Settings {
        std::vector<double> wall_temperatures;   // [degC], increasing
        std::vector<double> powers;              // [W], one for each, from 0 on, not falling
        std::optional<double> largest_power{};   // [W], caps the table
        double ramp = 0;                         // [s]
        std::optional<double> warm_temperature;  // [degC]
        std::optional<double> warm_power{};      // [W], needs a warm temperature
    };

    // Throws InputError if the table is not as above or nowhere positive, the largest power not positive, the ramp
    // negative, or if the settings of the active thaw mean nothing.
    explicit PowerLimited(Settings settings);
    // Throws InputError for a warming stage without a warm temperature.
    WallDrive drive(const WallMoment& moment) const override;
    std::string name() const override { return "power limited"; }

 private:
    HeatCurve heat_;
    double ramp_;
    Warming warming_;
};

// What is wrong with such a table, in a sentence for users; empty if nothing is.
std::string power_table_problem(const std::vector<double>& wall_temperatures, const std::vector<double>& powers);

}  // namespace iceball
