// Values of a reader along one axis through a cell, in terms of one tissue.
//
// A reader has grid(), active(cell) and depth(cell, in_tissue): see IsothermReader.
#pragma once

#include <cmath>

#include "grid/grid.hpp"

namespace iceball {

// The one nearer to zero; zero where the signs differ.
inline double smaller_of_one_sign(double a, double b) {
    if (a * b <= 0) return 0;
    return std::abs(a) < std::abs(b) ? a : b;
}

template <class Reader>
class LineReader {
 public:
    // cell: where offset 0 stands.
    LineReader(const Reader& reader, const Index3& cell, int axis, int in_tissue)
        : reader_(reader),
          stride_(reader.grid().stride(axis)),
          origin_(reader.grid().index(cell[0], cell[1], cell[2])),
          position_(cell[axis]),
          length_(reader.grid().cells()[axis]),
          tissue_(in_tissue) {}

    // True if the cell at the offset lies in the box and is active.
    bool has(int offset) const {
        const int position = position_ + offset;
        return position >= 0 && position < length_ && reader_.active(cell(offset));
    }
    std::ptrdiff_t cell(int offset) const { return origin_ + offset * stride_; }
    double depth(int offset) const { return reader_.depth(cell(offset), tissue_); }
    // Second difference at the offset; its own cell and both neighbours must be there.
    double second_difference(int offset) const {
        return depth(offset + 1) - 2 * depth(offset) + depth(offset - 1);
    }

 private:
    const Reader& reader_;
    std::ptrdiff_t stride_, origin_;
    int position_, length_, tissue_;
};

// Differences of depth per cell edge at an active cell: central where both neighbours are there, one-sided where one is.
template <class Reader>
Vector3 depth_gradient(const Reader& reader, const Index3& cell, int in_tissue) {
    Vector3 gradient;
    for (int axis = 0; axis < 3; ++axis) {
        const LineReader line(reader, cell, axis, in_tissue);
        const int lower = line.has(-1) ? -1 : 0, upper = line.has(1) ? 1 : 0;
        gradient[axis] = upper > lower ? (line.depth(upper) - line.depth(lower)) / (upper - lower) : 0;
    }
    return gradient;
}

}  // namespace iceball
