// What an ice ball means for the target and for what must be spared, for each isotherm, at a moment or over a whole run
// (then read from the field of minimum temperatures, see state_at() of isotherm_reader.hpp).
//
//     fraction inside: volume of the target below the isotherm over its volume
//     minimum margin:  the smallest depth of the target below the surface of the isotherm, negative where it sticks out
//     healthy tissue lost: volume below the isotherm outside the target
//     distance to an organ at risk: from the isotherm to the nearest of the organ, negative where it is reached
//
// Distances are taken at the region's surface (region_surface.hpp: exact points of analytic shapes, about a cell apart)
// and at the centres of cells on the wrong side of the isotherm. The best of them slides on over the surface while the
// distance falls, so that it does not depend on where the points lie. Balls of 16 cells in and beside balls: within 0.5 %
// of the diameter. Regions from label images are known to about a tenth of a cell, at worst a third (the same header).
// Volumes count the region by whole cells.
//
// Units: [m], [m3]. Limits: needles inside the target are not tissue and count nowhere.
#pragma once

#include <vector>

#include "outcome/front_distance.hpp"
#include "outcome/isotherm_reader.hpp"
#include "outcome/region_surface.hpp"

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

// Looks at the regions once, then tells the coverage of any state.
class TargetGauge {
 public:
    // model and tissue_fraction (see solver/tissue_fraction.hpp) must outlive the gauge.
    TargetGauge(const Model& model, const Field<double>& tissue_fraction, const TargetRegions& regions);

    int target_region() const { return target_.region; }
    double target_volume() const { return target_volume_; }  // tissue in the target [m3]

    // isotherm [degC].
    Coverage coverage(const State& state, double isotherm) const;
    // The same where the volume of tissue below the isotherm [m3] (ice_volume.hpp) and the points of its surface
    // (front.hpp) are known already.
    Coverage coverage(const IsothermReader& reader, double tissue_below, const std::vector<FrontPoint>& front) const;
    // From the surface where half of the tissue is destroyed (share_front.hpp) to each organ at risk [m].
    std::vector<double> distance_to_risk(const Field<float>& destroyed) const;

 private:
    struct RegionCells {
        int region;
        std::vector<std::ptrdiff_t> cells;  // active ones
        std::vector<SurfacePoint> surface;
    };
    RegionCells cells_of(int region) const;
    // Sum over the cells of the target of tissue times share(cell) [m3].
    template <class Share>
    double volume_in_target(Share&& share) const;
    FrontDistance distance_to(const std::vector<FrontPoint>& front) const;
    // inside(cell): whether the cell's centre lies on the cold side.
    template <class Inside>
    double smallest(const RegionCells& region, Inside&& inside, const FrontDistance& distance, double sign) const;
    double slide(const RegionCells& region, const SurfacePoint& start, const FrontDistance& distance, double sign) const;

    const Model& model_;
    const Field<double>& tissue_fraction_;
    RegionCells target_;
    std::vector<RegionCells> at_risk_;
    double target_volume_;
};

}  // namespace iceball
