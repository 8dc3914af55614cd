// The flux between two tissues a and b that meet at a cell face.
//
// The face temperature T_f makes the flux continuous over the two half cells,
//
//     theta_a(T_f) + theta_b(T_f) = theta_a(T_i) + theta_b(T_j),      flux into a = 2 (theta_a(T_f) - theta_a(T_i)) / h,
//
// the two-tissue form of Kirchhoff's transform. The left side rises with T_f and is quadratic between the break points
// of the two laws, so that it is inverted exactly, piece by piece.
#pragma once

#include <vector>

#include "tissue/thermal_law.hpp"

namespace iceball {

class InterfaceLaw {
 public:
    InterfaceLaw(const ThermalLaw& a, const ThermalLaw& b);

    // theta_a(T_f) for the given sum theta_a(T_i) + theta_b(T_j) [W/m].
    double theta_a_at_face(double sum) const;

    // Largest change of the flux into a (b) per change of theta_a (theta_b), times that tissue's d theta/dH, in units
    // of a plain face's, over all states at or above a temperature: enters the explicit step limit [m2/s].
    struct Stiffness {
        double a = 0, b = 0;
    };
    Stiffness stiffness(double lowest_temperature) const;

 private:
    // Between two break points x = T - T_0 >= 0: theta_a + theta_b = sum + k_sum x + curvature_sum x^2.
    struct Piece {
        double sum, k_sum, curvature_sum;
        double theta_a, k_a, curvature_a;
    };
    ThermalLaw a_, b_;
    std::vector<double> break_points_;
    std::vector<Piece> pieces_;  // one at each, the first at absolute zero
};

}  // namespace iceball
