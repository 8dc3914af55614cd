// Fields without their padding, in the order of files: rows along x, then y, then z.
#pragma once

#include <span>
#include <vector>

#include "core/error.hpp"
#include "grid/grid.hpp"

namespace iceball {

// The inner cells of a field, converted to To.
template <class To, class From>
std::vector<To> pack(const Grid& grid, const Field<From>& field) {
    std::vector<To> values;
    values.reserve(grid.cell_count());
    for_each_cell(grid, [&](Index3, std::ptrdiff_t at) { values.push_back(static_cast<To>(field[at])); });
    return values;
}

// The other way; padding is left at zero. Throws InputError where the number of values is not that of the cells.
template <class To, class From>
Field<To> unpack(const Grid& grid, std::span<const From> values) {
    if (values.size() != grid.cell_count()) throw InputError("a field has not as many values as the grid has cells");
    Field<To> field(grid);
    std::size_t n = 0;
    for_each_cell(grid, [&](Index3, std::ptrdiff_t at) { field[at] = static_cast<To>(values[n++]); });
    return field;
}

}  // namespace iceball
