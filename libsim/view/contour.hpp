// Lines of equal value in a plane, by VTK's flying edges.
#pragma once

#include <vector>

#include "view/canvas.hpp"

namespace iceball {

// values: columns x rows, column fastest, at the integer points (column, row). Returns joined lines in those
// coordinates.
std::vector<std::vector<Point2>> contour_lines(const std::vector<float>& values, int columns, int rows, double level);

}  // namespace iceball
