// The coarser companion of a case: the same case on a grid of about twice its spacing.
//
//     spacing ratio  r = g / m,   g = the greatest common divisor of the numbers of cells along x, y, z,   m < g
//
// so that the box stays as it is to the last bit; of all r between 1.5 and 3 the one nearest to 2 is taken. Where no such r
// divides the box, r = 2 and the box grows by one cell along each axis with an odd number of them, at a face that is held at a
// temperature or cooled by a fluid (the upper one if both are): there the ice is far, at a face of symmetry it is not. Label
// images, shapes, probes and sensors stay where they are in space and are resampled. It writes no frames.
#pragma once

#include "case/case.hpp"

namespace iceball {

struct Companion {
    Case c;
    double ratio;  // of its spacing to that of the case
    bool box_grew;
};

// Throws InputError where there is none: an odd number of cells between two insulated faces, one cell across, no isotherm.
Companion companion_of(const Case& c);

}  // namespace iceball
