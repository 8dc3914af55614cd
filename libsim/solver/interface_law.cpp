#include "solver/interface_law.hpp"

#include <algorithm>

namespace iceball {
namespace {

constexpr double absolute_zero = -273.15;
constexpr double just_below = 1e-9;  // [K]: conductivities may jump

}  // namespace

InterfaceLaw::InterfaceLaw(const ThermalLaw& a, const ThermalLaw& b) : a_(a), b_(b), break_points_{absolute_zero} {
    for (const ThermalLaw* law : {&a, &b})
        for (double t : law->break_points()) break_points_.push_back(t);
    std::sort(break_points_.begin(), break_points_.end());
    for (double t : break_points_) {
        Piece piece{};
        piece.theta_a = a.theta_at(t);
        piece.sum = piece.theta_a + b.theta_at(t);
        piece.curvature_a = a.half_conductivity_slope_above(t);
        piece.curvature_sum = piece.curvature_a + b.half_conductivity_slope_above(t);
        piece.k_a = a.conductivity_above(t);
        piece.k_sum = piece.k_a + b.conductivity_above(t);
        pieces_.push_back(piece);
    }
}

InterfaceLaw::Stiffness InterfaceLaw::stiffness(double lowest_temperature) const {
    const double diffusivity_a = a_.max_diffusivity(lowest_temperature), diffusivity_b = b_.max_diffusivity(lowest_temperature);
    Stiffness largest;
    // Between break points the ratio of the conductivities is monotone.
    const auto consider = [&](double t) {
        const double k_a = a_.conductivity_above(t), k_b = b_.conductivity_above(t);
        largest.a = std::max(largest.a, 2 * k_b / (k_a + k_b) * diffusivity_a);
        largest.b = std::max(largest.b, 2 * k_a / (k_a + k_b) * diffusivity_b);
    };
    consider(lowest_temperature);
    for (double t : break_points_) {
        if (t <= lowest_temperature) continue;
        consider(t - just_below);
        consider(t);
    }
    return largest;
}

double InterfaceLaw::theta_a_at_face(double sum) const {
    const Piece* piece = &pieces_.back();  // most faces are liquid
    if (sum < piece->sum)
        piece = &*(std::upper_bound(pieces_.begin() + 1, pieces_.end(), sum,
                                    [](double value, const Piece& one) { return value < one.sum; }) - 1);
    const double x = monotone_quadratic_root(piece->k_sum, piece->curvature_sum, sum - piece->sum);
    return piece->theta_a + x * (piece->k_a + piece->curvature_a * x);
}

}  // namespace iceball
