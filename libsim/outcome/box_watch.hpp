// Warns when the box is too small for its ice ball.
//
// A face held at a temperature stands for the tissue beyond it. It is too near when it makes up for more than 1 % of the
// probes' largest power so far (heat flows in while they draw heat, or out while they warm), or when the 0 degC isotherm
// comes within 5 mm of it. The heat of metabolism flows out however large the box is; beside probes that draw little, or
// warm as much as they draw at the moment, it would look large. Insulated faces (planes of symmetry) and convective ones
// (skin) are meant where they are and are not watched. Looked at at output times, told once a face.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <utility>

#include "solver/observer.hpp"

namespace iceball {

class BoxWatch : public Observer {
 public:
    using Sink = std::function<void(const std::string& warning)>;
    // tissue_fraction must outlive the watch.
    BoxWatch(const Field<double>& tissue_fraction, Sink sink)
        : tissue_fraction_(tissue_fraction), sink_(std::move(sink)) {}

    void at_output(const Model& model, const State& state, const Ledger& ledger) override;

 private:
    const Field<double>& tissue_fraction_;
    Sink sink_;
    double largest_power_ = 0;  // of all probes together, with its sign [W]
    std::array<bool, 6> told_heat_{}, told_ice_{};
};

}  // namespace iceball
