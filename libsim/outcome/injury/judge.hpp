// What injury laws make of a run or of one cycle of it: volumes, what they mean for the target, and where laws disagree.
//
//     destroyed volume = sum over cells of tissue x destroyed share
//     destroyed by law a and not by b = sum over cells of tissue x max(share_a - share_b, 0)
//
// The last is exact where the two shares of a cell overlap as far as they can, as they do where both laws go by the same
// field of temperatures; otherwise it is the smallest volume that fits both.
// Units: [m], [m3].
#pragma once

#include <vector>

#include "outcome/injury/injury_law.hpp"
#include "outcome/target.hpp"

namespace iceball {

struct Injury {
    Field<float> destroyed;                // share of every cell's tissue, 0 to 1
    std::vector<double> volume;            // of destroyed tissue in every region [m3]
    double target_fraction = 0;            // destroyed share of the target; NaN without a target or its tissue
    double healthy_volume = 0;             // destroyed tissue outside the target [m3]; NaN without a target
    // From where half of the tissue is destroyed to each organ at risk, negative where it is reached [m]; NaN where
    // nothing is destroyed.
    std::vector<double> distance_to_risk;
};

// target: null where there is none. Throws as InjuryLaw::destroyed.
Injury judge(const InjuryLaw& law, const ColdExposure& exposure, const TargetGauge* target);

// Volume of destroyed tissue in every region [m3].
std::vector<double> destroyed_volumes(const Model& model, const Field<double>& tissue_fraction,
                                      const Field<float>& destroyed);

// Volume that the first law destroys and the second does not [m3], of all pairs: [law][other law].
std::vector<double> disagreement_volumes(const ColdExposure& exposure, const std::vector<Injury>& injuries);

// Where they disagree: the largest less the smallest destroyed share of every cell.
Field<float> disagreement(const ColdExposure& exposure, const std::vector<Injury>& injuries);

}  // namespace iceball
