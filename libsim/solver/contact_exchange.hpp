// Implicit exchange between contact probes and the cells under them (probe/contact.hpp).
//
// After the explicit part of a step has left H* in a cell of which a plate covers the share s of its face,
//
//     H + a theta(H) = H* + a theta(T_s),      a = step 2 h s / (tissue volume of the cell),
//
// with T_s the plate's temperature, or, through a contact layer, the root of
//
//     h_c (T_p - T_s) = 2 (theta(T_s) - theta(H)) / h,
//
// which is one: both sides are monotone in T_s. Duty scales the conductance in time average. Cells that a needle touches
// too are given its heat first: their exchange is then of first order in the product of both conductances.
#pragma once

#include <array>
#include <limits>
#include <vector>

#include "solver/model.hpp"
#include "state/state.hpp"

namespace iceball {

class ContactExchange {
 public:
    // Cells inside needles and held cells take no part. Throws InputError where plates overlap.
    ContactExchange(const Model& model, const Field<double>& tissue_fraction);

    // The state of plates that have not acted yet.
    std::vector<ContactState> initial_state(const Field<double>& enthalpy) const;

    // Advances the cells under plates by `step`; sets temperature, power and heat of every plate. Returns the heat given to
    // the tissue [J]. Throws InputError where an exchange model gives no temperature.
    double advance(const Stage& stage, double step, double end_time, State& state);

    // Of the cells under plates that act, after advance() [degC]; infinite if there are none.
    double lowest_temperature() const { return lowest_temperature_; }

 private:
    struct Cell {
        std::ptrdiff_t index;
        double share;   // of its face
        double volume;  // of its tissue [m3]
    };
    double mean_temperature(const std::vector<Cell>& cells, const Field<double>& enthalpy) const;

    const Model& model_;
    std::vector<std::vector<Cell>> cells_;  // of every contact
    double lowest_temperature_ = std::numeric_limits<double>::infinity();
};

// The share of every cell's face that no plate covers, by face and in the order of its cells (first coordinate fastest);
// empty for faces without plates.
std::array<std::vector<double>, 6> open_shares(const Model& model);

}  // namespace iceball
