#include "probe/face_factor.hpp"

#include <cmath>

#include "probe/gauss.hpp"

namespace iceball {
namespace {

template <int n>
double product_rule(const WallPotential& potential, const Square& face, const GaussRule<n>& rule) {
    const Vector3 u = face.edge * Vector3::Unit((face.axis + 1) % 3), v = face.edge * Vector3::Unit((face.axis + 2) % 3);
    double sum = 0;
    for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = 0; b < n; ++b)
            sum += rule.weight[a] * rule.weight[b] *
                   potential.flux(face.lower + rule.node[a] * u + rule.node[b] * v)[face.axis];
    return sum * face.edge * face.edge;
}

}  // namespace

double open_flux(const WallPotential& potential, std::span<const NeedleBody> bodies, const Square& face) {
    // Distance of the nearest point of the face from the wall, at least.
    const double clearance = potential.distance(face.middle()) - 0.7072 * face.edge;
    constexpr double either = 1e-6;  // round-off must not choose the rule
    if (clearance > (1 - either) * face.edge) return product_rule(potential, face, gauss_2);
    if (clearance > (0.3 - either) * face.edge) return product_rule(potential, face, gauss_4);
    std::vector<OpenPoint> points;
    open_points(face, bodies, false, points);
    double sum = 0;
    for (const OpenPoint& point : points) sum += point.area * potential.flux(point.x)[face.axis];
    return sum;
}

std::optional<double> face_factor(double flux, double phi_i, double phi_j, double spacing) {
    constexpr double least_drop = 1e-7;
    if (std::abs(phi_i - phi_j) < least_drop) return std::nullopt;
    const double factor = flux / (spacing * (phi_i - phi_j));
    if (!(factor > 0.1) || !(factor <= 10)) return std::nullopt;
    return factor;
}

}  // namespace iceball
