// A thin cylindrical exchanger in the tissue: cryoprobe, urethral warmer, small vessel.
//
// The active zone runs from `active_start` to `active_start + active_length` behind the tip and has flat ends. The
// shaft behind it is tissue. The metal of the active zone holds heat and conducts it along the axis; no heat flows on
// into the shaft. Not modelled: the sharpened point.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/vector3.hpp"
#include "probe/exchange.hpp"

namespace iceball {

struct NeedleGeometry {
    Vector3 tip;             // distal end [m]
    Vector3 direction;       // unit vector from the tip towards the entry
    double radius;           // [m]
    double active_start = 0; // [m] behind the tip
    double active_length;    // [m]

    Vector3 active_from() const { return tip + active_start * direction; }
    Vector3 active_to() const { return tip + (active_start + active_length) * direction; }
};

struct Needle {
    std::string name;
    NeedleGeometry geometry;
    std::shared_ptr<const ExchangeModel> exchange;
    double metal_heat_capacity = 0;  // per length [J/K/m]; 0 of both: the hole is adiabatic in passive stages
    double metal_conductance = 0;    // along the axis: conductivity times cross-section of the metal [W m/K]
    // Further exchange models, which stages choose by number (ProbeAction::schedule).
    std::vector<std::shared_ptr<const ExchangeModel>> schedules{};
    // Acts in all stages alike, on the clock of the run: a urethral warmer, a small vessel. No cycle begins with it.
    bool always_on = false;

    bool has_metal() const { return metal_heat_capacity > 0 || metal_conductance > 0; }
    // The model that drives it in a stage.
    const ExchangeModel& exchange_of(int schedule) const {
        return schedule < 0 ? *exchange : *schedules.at(std::size_t(schedule));
    }
};

// Number of wall nodes along the active zone: about one a grid spacing, at least one.
int wall_node_count(const NeedleGeometry& geometry, double spacing);

}  // namespace iceball
