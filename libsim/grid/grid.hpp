// A cell-centred cubic grid over a box, and fields on it.
//
// Cells are cubes of edge `spacing`. Rows run along x. Memory is padded: one ghost cell on every side of the box and
// rows rounded up to the vector width, so that index(i, j, k) is valid for -1 <= i <= nx (same for j, k) and a row's
// first inner cell is aligned to 64 bytes. The ghost cell left of a row is the last padding element of the row before.
#pragma once

#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

#include "core/vector3.hpp"

namespace iceball {

class Grid {
 public:
    // cells: number of cells along x, y, z (each at least 1); spacing: cell edge [m]; lower: corner of the box with
    // the smallest coordinates [m]. Throws InputError if a size or the spacing is not positive.
    Grid(Index3 cells, double spacing, const Vector3& lower);

    int nx() const { return cells_[0]; }
    int ny() const { return cells_[1]; }
    int nz() const { return cells_[2]; }
    const Index3& cells() const { return cells_; }
    std::size_t cell_count() const { return std::size_t(nx()) * std::size_t(ny()) * std::size_t(nz()); }
    double spacing() const { return spacing_; }
    double cell_volume() const { return spacing_ * spacing_ * spacing_; }
    const Vector3& lower() const { return lower_; }
    Vector3 upper() const { return lower_ + spacing_ * Vector3(nx(), ny(), nz()); }

    Vector3 cell_centre(int i, int j, int k) const { return lower_ + spacing_ * Vector3(i + 0.5, j + 0.5, k + 0.5); }
    bool contains(const Vector3& point) const;
    // The cell that holds a point of the box; points on an upper face belong to the last cell. Throws InputError
    // outside the box.
    Index3 cell_of(const Vector3& point) const;

    // Strides and size of the padded memory, in elements.
    std::ptrdiff_t row_stride() const { return row_stride_; }
    std::ptrdiff_t plane_stride() const { return plane_stride_; }
    std::ptrdiff_t stride(int axis) const { return axis == 0 ? 1 : axis == 1 ? row_stride_ : plane_stride_; }
    std::size_t padded_size() const { return padded_size_; }
    std::ptrdiff_t index(int i, int j, int k) const {
        return first_ + i + j * row_stride_ + k * plane_stride_;
    }
    // The cell (i, j, k) at a padded index of an inner cell.
    Index3 cell_at(std::ptrdiff_t index) const;

 private:
    Index3 cells_;
    double spacing_;
    Vector3 lower_;
    std::ptrdiff_t row_stride_, plane_stride_, first_;
    std::size_t padded_size_;
};

// Memory aligned to a cache line.
template <class T>
struct AlignedAllocator {
    using value_type = T;
    AlignedAllocator() = default;
    template <class U>
    explicit(false) AlignedAllocator(const AlignedAllocator<U>&) {}
    T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t(64))); }
    void deallocate(T* p, std::size_t) { ::operator delete(p, std::align_val_t(64)); }
    bool operator==(const AlignedAllocator&) const { return true; }
};

// One value a cell in the padded layout of a grid.
template <class T>
class Field {
 public:
    Field() = default;
    explicit Field(const Grid& grid, T fill = T{}) : data_(grid.padded_size(), fill) {}

    T& operator[](std::ptrdiff_t padded_index) { return data_[std::size_t(padded_index)]; }
    const T& operator[](std::ptrdiff_t padded_index) const { return data_[std::size_t(padded_index)]; }
    T* data() { return data_.data(); }
    const T* data() const { return data_.data(); }
    std::size_t size() const { return data_.size(); }
    bool empty() const { return data_.empty(); }

 private:
    std::vector<T, AlignedAllocator<T>> data_;
};

// Calls body(cell index (i, j, k), padded index) for every inner cell, x fastest, in order.
template <class Body>
void for_each_cell(const Grid& grid, Body&& body) {
    for (int k = 0; k < grid.nz(); ++k)
        for (int j = 0; j < grid.ny(); ++j)
            for (int i = 0; i < grid.nx(); ++i) body(Index3{i, j, k}, grid.index(i, j, k));
}

}  // namespace iceball
