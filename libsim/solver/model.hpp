// Everything that a run computes with: what `case` builds and the solver reads.
#pragma once

#include <vector>

#include "grid/boundary.hpp"
#include "grid/grid.hpp"
#include "grid/region_map.hpp"
#include "probe/contact.hpp"
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
    double initial_temperature = 37;  // [degC], where the region has none of its own

    std::vector<Contact> contacts = {};
    // 1 where the tissue of the region has become what it floods into. Without cells where no tissue has flooded; only a
    // simulation's own model changes (Simulation::model()).
    Field<std::uint8_t> flooded = {};

    int tissue_number_at(std::ptrdiff_t padded_index) const {
        const int dry = regions.at(padded_index).tissue;
        return flooded.empty() || flooded[padded_index] == 0 ? dry : *tissues[std::size_t(dry)].floods_into;
    }
    const Tissue& tissue_at(std::ptrdiff_t padded_index) const {
        return tissues[std::size_t(tissue_number_at(padded_index))];
    }
    // What a cell starts at [degC].
    double start_temperature_at(std::ptrdiff_t padded_index) const {
        const Region& region = regions.at(padded_index);
        return region.held_temperature.value_or(region.start_temperature.value_or(initial_temperature));
    }
};

}  // namespace iceball
