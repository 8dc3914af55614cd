// What an ice ball means for the target and for what must be spared, for each isotherm, at a moment or over a whole run
// (then read from the field of minimum temperatures, see state_at() of isotherm_reader.hpp).
//
//     fraction inside: volume of the target below the isotherm over its volume
//     minimum margin:  the smallest depth of the target below the surface of the isotherm, negative where it sticks out
//     healthy tissue lost: volume below the isotherm outside the target
//     distance to an organ at risk: from the isotherm to the nearest of the organ, negative where it is reached
//
// For distances a region is the set of its cells' centres: where the label map comes from a smooth shape, an outermost
// centre lies a fraction of a cell inside it (a ball of 16 cells against a concentric one: at most 0.1 cells; a face
// along the grid: half a cell), so margins read too large by that much. Subtract the face's half cell where it matters.
// Units: [m], [m3]. Limits: needles inside the target are not tissue and count nowhere.
#pragma once

#include <vector>

#include "outcome/isotherm_reader.hpp"

namespace iceball {

struct TargetRegions {
    int region;                // number in the region map
    std::vector<int> at_risk;  // region numbers
};

struct Coverage {
    double target_volume;                  // tissue in the target [m3]
    double fraction_inside;                // 0 to 1; NaN for a target without tissue
    double minimum_margin;                 // [m]; NaN where the isotherm has no surface in the box
    double healthy_tissue_lost;            // [m3]
    std::vector<double> distance_to_risk;  // one an organ [m]; NaN as above
};

// isotherm [degC]; tissue_fraction: see tissue_fraction.hpp.
Coverage target_coverage(const Model& model, const State& state, const Field<double>& tissue_fraction,
                         const TargetRegions& regions, double isotherm);

}  // namespace iceball
