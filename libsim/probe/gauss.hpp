// Gauss-Legendre rules on [0, 1] (Abramowitz & Stegun 1964, table 25.4): exact for polynomials of degree 2 n - 1.
#pragma once

#include <array>

namespace iceball {

template <int n>
struct GaussRule {
    std::array<double, n> node, weight;  // weights sum to 1
};

inline constexpr GaussRule<1> gauss_1{{0.5}, {1.0}};
inline constexpr GaussRule<2> gauss_2{{0.21132486540518712, 0.78867513459481288}, {0.5, 0.5}};
inline constexpr GaussRule<3> gauss_3{{0.11270166537925831, 0.5, 0.88729833462074169},
                                      {0.27777777777777778, 0.44444444444444444, 0.27777777777777778}};
inline constexpr GaussRule<4> gauss_4{
    {0.06943184420297371, 0.33000947820757187, 0.66999052179242813, 0.93056815579702629},
    {0.17392742256872693, 0.32607257743127307, 0.32607257743127307, 0.17392742256872693}};

}  // namespace iceball
