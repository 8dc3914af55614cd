// A thin cylindrical exchanger in the tissue: cryoprobe, urethral warmer, small vessel.
//
// The active zone runs from `active_start` to `active_start + active_length` behind the tip and has flat ends. The
// shaft behind it is tissue, or insulated: a hole as thick as the active zone, whose wall lets no heat through, until it
// leaves the box. The metal of the active zone holds heat and conducts it along the axis; no heat flows on into the shaft. Not
// modelled: the sharpened point, what an insulated shaft itself holds and conducts.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/vector3.hpp"
#include "grid/grid.hpp"
#include "probe/exchange.hpp"

namespace iceball {

struct NeedleGeometry {
    Vector3 tip;             // distal end [m]
    Vector3 direction;       // unit vector from the tip towards the entry
    double radius;           // [m]
    double active_start = 0; // [m] behind the tip
    double active_length;    // [m]
    bool insulated_shaft = false;

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

// The insulated shaft of a needle as a cylinder of its own: from the end of the active zone to where all of it has left the
// box. None where the shaft is tissue, or where the active zone ends on a face.
std::optional<NeedleGeometry> insulated_shaft(const Grid& grid, const NeedleGeometry& needle);

// Number of wall nodes along the active zone: about one a grid spacing, at least one.
int wall_node_count(const NeedleGeometry& geometry, double spacing);

}  // namespace iceball
