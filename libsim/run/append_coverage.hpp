// Adds what a target keeps inside an isotherm to a record that lists it isotherm by isotherm: a sample, or a series of samples.
#pragma once

#include "outcome/target.hpp"

namespace iceball {

template <class Record>
void append_coverage(Record& record, const Coverage& coverage) {
    record.fraction_inside.push_back(coverage.fraction_inside);
    record.minimum_margin.push_back(coverage.minimum_margin);
    record.healthy_tissue_lost.push_back(coverage.healthy_tissue_lost);
    record.distance_to_risk.insert(record.distance_to_risk.end(), coverage.distance_to_risk.begin(),
                                   coverage.distance_to_risk.end());
}

}  // namespace iceball
