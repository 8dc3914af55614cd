// An independent solution for slabs of two tissues: enthalpy method in one dimension on a fine grid.
//
// Shares no code with the solver: own T(H), own integral of k dT, own treatment of the interface (the temperature at which
// both tissues pass on the same heat, found by bisection in every step), explicit Euler with a step of its own. First order
// in the cell width, so that on cells ten times finer its error is a tenth of the solver's.
#pragma once

#include <vector>

#include "exact/material.hpp"

namespace iceball::verify {

class SlabReference {
 public:
    struct Layer {
        exact::RangeMaterial material;  // solidus = liquidus: freezes at one temperature
        double thickness;               // [m], a whole number of cells
        double temperature;             // at the start [degC]
    };
    // Insulated at the far end, and at x = 0 too unless a wall temperature is set there.
    SlabReference(const std::vector<Layer>& layers, double cell_width);
    void set_wall(double temperature);

    void advance(double time);  // to a time, in s since the start
    // Integral of 1 - f_l over x [m].
    double frozen_length() const;
    // Heat that the first layer has taken up from the second since the start [J/m2].
    double heat_into_first() const { return heat_into_first_; }

 private:
    double step(double longest);

    std::vector<exact::RangeMaterial> materials_;
    std::vector<std::size_t> material_of_;  // by cell
    std::vector<double> enthalpy_, temperature_, flux_;
    double width_, limit_, time_ = 0, wall_ = 0, heat_into_first_ = 0;
    bool has_wall_ = false;
};

}  // namespace iceball::verify
