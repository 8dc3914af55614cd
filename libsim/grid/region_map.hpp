// Which region every cell belongs to, and what each region is made of.
//
// Regions are numbered in the order in which they were painted; region 0 is the background. A cell belongs to the last
// region that claimed it, so that "tumour" never contains the vessel that was painted over it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grid/grid.hpp"
#include "grid/shape.hpp"

namespace iceball {

struct Region {
    std::string name;
    int tissue = 0;                          // index into the model's tissues
    std::optional<double> held_temperature;  // [degC]; a held region keeps this temperature throughout
    // What the region was painted with, so that distances from it need not count cells; none where labels of an image
    // made it. Later regions may have taken parts of it.
    std::optional<Shape> shape = std::nullopt;
    std::optional<double> start_temperature = std::nullopt;  // [degC]; none: that of the model
};

struct RegionMap {
    static constexpr int max_regions = 256;

    Field<std::uint8_t> region;  // one region number a cell; ghosts hold 0
    std::vector<Region> regions;

    const Region& at(std::ptrdiff_t padded_index) const { return regions[region[padded_index]]; }
    // Number of the region of that name; empty if there is none.
    std::optional<int> find(const std::string& name) const {
        for (std::size_t n = 0; n < regions.size(); ++n)
            if (regions[n].name == name) return int(n);
        return std::nullopt;
    }
};

}  // namespace iceball
