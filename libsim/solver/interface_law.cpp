#include "solver/interface_law.hpp"

#include <algorithm>

namespace iceball {
InterfaceLaw::InterfaceLaw(const ThermalLaw& a, const ThermalLaw& b) {
    std::array<double, break_points> temperatures = {a.solidus(), a.liquidus(), b.solidus(), b.liquidus()};
    std::sort(temperatures.begin(), temperatures.end());
    for (int n = 0; n < break_points; ++n) {
        const double t = temperatures[n];
        Piece& piece = pieces_[n];
        piece.theta_a = a.theta_at(t);
        piece.sum = piece.theta_a + b.theta_at(t);
        piece.curvature_a = a.half_conductivity_slope_above(t);
        piece.curvature_sum = piece.curvature_a + b.half_conductivity_slope_above(t);
        piece.k_a = a.conductivity_above(t);
        piece.k_sum = piece.k_a + b.conductivity_above(t);
    }
    const double frozen = temperatures.front() - 1.0;
    k_a_below_ = a.conductivity_above(frozen);
    k_sum_below_ = k_a_below_ + b.conductivity_above(frozen);

    const auto consider = [&](double k_a, double k_b) {
        stiffness_a_ = std::max(stiffness_a_, 2 * k_b / (k_a + k_b) * a.max_diffusivity());
        stiffness_b_ = std::max(stiffness_b_, 2 * k_a / (k_a + k_b) * b.max_diffusivity());
    };
    consider(k_a_below_, k_sum_below_ - k_a_below_);
    for (const Piece& piece : pieces_) consider(piece.k_a, piece.k_sum - piece.k_a);
}

double InterfaceLaw::theta_a_at_face(double sum) const {
    if (sum <= pieces_[0].sum) return pieces_[0].theta_a + (sum - pieces_[0].sum) * (k_a_below_ / k_sum_below_);
    int n = break_points - 1;
    while (sum < pieces_[n].sum) --n;
    const Piece& piece = pieces_[n];
    const double x = monotone_quadratic_root(piece.k_sum, piece.curvature_sum, sum - piece.sum);
    return piece.theta_a + x * (piece.k_a + piece.curvature_a * x);
}

}  // namespace iceball
