// Everything that a run computes with: what `case` builds and the solver reads.
#pragma once

#include <vector>

#include "grid/boundary.hpp"
#include "grid/grid.hpp"
#include "grid/region_map.hpp"
#include "probe/needle.hpp"
#include "protocol/protocol.hpp"
#include "solver/source.hpp"
#include "tissue/tissue.hpp"

namespace iceball {

struct Model {
    Grid grid;
    RegionMap regions;
    std::vector<Tissue> tissues;
    Boundaries boundaries;
    std::vector<Needle> needles;
    Protocol protocol;
    std::vector<HeatSource> sources;
    double initial_temperature = 37;  // [degC]; held regions start at their own

    const Tissue& tissue_at(std::ptrdiff_t padded_index) const {
        return tissues[std::size_t(regions.at(padded_index).tissue)];
    }
};

}  // namespace iceball
