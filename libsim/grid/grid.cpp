#include "grid/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr std::ptrdiff_t vector_width = 8;  // doubles in 64 bytes

std::ptrdiff_t round_up(std::ptrdiff_t n) { return (n + vector_width - 1) / vector_width * vector_width; }

}  // namespace

Grid::Grid(Index3 cells, double spacing, const Vector3& lower) : cells_(cells), spacing_(spacing), lower_(lower) {
    if (!(spacing > 0) || !std::isfinite(spacing))
        throw InputError(fmt::format("grid: the spacing must be positive, given {} m", spacing));
    for (int n : cells)
        if (n < 1) throw InputError(fmt::format("grid: every side needs at least one cell, given {} x {} x {}", nx(), ny(), nz()));
    row_stride_ = round_up(nx() + 2);
    plane_stride_ = row_stride_ * (ny() + 2);
    // One vector of padding before all rows: room for the ghost left of the very first row.
    first_ = vector_width + row_stride_ + plane_stride_;
    padded_size_ = std::size_t(vector_width + plane_stride_ * (nz() + 2));
}

bool Grid::contains(const Vector3& point) const {
    return (point.array() >= lower_.array()).all() && (point.array() <= upper().array()).all();
}

Index3 Grid::cell_of(const Vector3& point) const {
    if (!contains(point))
        throw InputError(fmt::format("the point ({:g}, {:g}, {:g}) m lies outside the grid", point.x(), point.y(), point.z()));
    Index3 cell;
    for (int axis = 0; axis < 3; ++axis)
        cell[axis] = std::min(int(std::floor((point[axis] - lower_[axis]) / spacing_)), cells_[axis] - 1);
    return cell;
}

Index3 Grid::cell_at(std::ptrdiff_t index) const {
    const std::ptrdiff_t offset = index - first_;
    const std::ptrdiff_t k = offset / plane_stride_, in_plane = offset - k * plane_stride_;
    const std::ptrdiff_t j = in_plane / row_stride_;
    return {int(in_plane - j * row_stride_), int(j), int(k)};
}

}  // namespace iceball
