// Roots of a function of one variable between two points where its signs differ.
//
// The method of Chandrupatla 1997 (Adv Eng Software 28:145, doi:10.1016/s0965-9978(96)00051-8): inverse quadratic
// interpolation where it is safe, bisection elsewhere; never leaves the bracket.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace iceball::exact {

// The root of f in [low, high], to round-off. Throws NumericsError, naming `what`, if f has one sign at both ends.
template <class Function>
double root(Function&& f, double low, double high, const char* what) {
    double a = high, b = low, c = low, fa = f(a), fb = f(b), fc = fb;
    if (!((fa <= 0 && fb >= 0) || (fa >= 0 && fb <= 0)))
        throw NumericsError(fmt::format("{}: no root between {} and {}, where the equation gives {} and {}", what, low,
                                        high, fb, fa));
    double share = 0.5;  // of the way from a to b
    for (int n = 0; n < 200; ++n) {
        const double x = a + share * (b - a), fx = f(x);
        if ((fx > 0) == (fa > 0)) {
            c = a, fc = fa;
        } else {
            c = b, b = a, fc = fb, fb = fa;
        }
        a = x, fa = fx;
        const double best = std::abs(fa) < std::abs(fb) ? a : b;
        const double tolerance = 4e-16 * std::abs(best) + 1e-300;
        const double narrow = tolerance / std::abs(b - c);
        if (narrow > 0.5 || fa == 0) return best;
        const double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb);
        const bool interpolate = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
        share = interpolate ? fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb) : 0.5;
        share = std::clamp(share, narrow, 1 - narrow);
    }
    return std::abs(fa) < std::abs(fb) ? a : b;
}

}  // namespace iceball::exact
