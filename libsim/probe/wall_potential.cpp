#include "probe/wall_potential.hpp"

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/error.hpp"
#include "probe/gauss.hpp"

namespace iceball {
namespace {

constexpr double pi = std::numbers::pi;
constexpr int lateral_panels = 36, end_panels = 4;
constexpr double shaft_growth = 1.6;  // of panels away from the active zone
constexpr int turns = 12;  // points on a ring over which other needles' potential is averaged

double segment_distance(const WallPanel& p, double rho, double z) {
    const double u = p.rho_1 - p.rho_0, w = p.z_1 - p.z_0;
    const double t = std::clamp(((rho - p.rho_0) * u + (z - p.z_0) * w) / (u * u + w * w), 0.0, 1.0);
    return std::hypot(rho - p.rho_0 - t * u, z - p.z_0 - t * w);
}

template <int n>
void add_rings(RingSum& sum, const WallPanel& p, double density, const GaussRule<n>& rule) {
    const double length = p.length();
    for (int g = 0; g < n; ++g) {
        const double t = rule.node[std::size_t(g)];
        const double rho = p.rho_0 + t * (p.rho_1 - p.rho_0);
        sum.add(rho, p.z_0 + t * (p.z_1 - p.z_0), 2 * pi * rho * length * density * rule.weight[std::size_t(g)]);
    }
}

// Panels are halved until each is shorter than its distance from the point; what is left of a panel through the point
// itself when its pieces are tiny is dropped (its potential vanishes with its length).
void add_panel(RingSum& sum, const WallPanel& p, double density, double rho, double z, double tiny) {
    const double length = p.length(), distance = segment_distance(p, rho, z);
    if (distance > 8 * length) return add_rings(sum, p, density, gauss_1);
    if (distance > 3 * length) return add_rings(sum, p, density, gauss_2);
    if (distance > length) return add_rings(sum, p, density, gauss_3);
    if (length < tiny) {
        if (distance > 0.1 * tiny) add_rings(sum, p, density, gauss_1);
        return;
    }
    WallPanel first = p, second = p;
    first.rho_1 = second.rho_0 = 0.5 * (p.rho_0 + p.rho_1);
    first.z_1 = second.z_0 = 0.5 * (p.z_0 + p.z_1);
    add_panel(sum, first, density, rho, z, tiny);
    add_panel(sum, second, density, rho, z, tiny);
}

std::vector<WallPanel> cut_wall(const ChargedBody& charged) {
    const double a = charged.body.radius(), length = charged.body.length();
    std::vector<WallPanel> panels;
    if (charged.line) return {{a, 0, a, length}};
    // Graded by a cosine toward a rim; an end in an insulated face has no rim.
    const auto radius_at = [&](int n) { return a * std::sin(0.5 * pi * n / end_panels); };
    const auto height_at = [&](int n) {
        const double t = double(n) / lateral_panels;
        if (charged.cap_at_from && charged.cap_at_to) return 0.5 * length * (1 - std::cos(pi * t));
        if (charged.cap_at_from) return length * (1 - std::cos(0.5 * pi * t));
        return charged.cap_at_to ? length * std::sin(0.5 * pi * t) : length * t;
    };
    if (charged.cap_at_from)
        for (int n = 0; n < end_panels; ++n) panels.push_back({radius_at(n), 0, radius_at(n + 1), 0});
    for (int n = 0; n < lateral_panels; ++n) panels.push_back({a, height_at(n), a, height_at(n + 1)});
    const double end = length + charged.shaft;
    if (charged.shaft > 0)
        for (double z = length, size = panels.back().length(); z < end; size *= shaft_growth) {
            const double to = z + shaft_growth * size < end ? z + size : end;
            panels.push_back({a, z, a, to, true});
            z = to;
        }
    if (charged.cap_at_to)
        for (int n = end_panels; n > 0; --n) panels.push_back({radius_at(n), end, radius_at(n - 1), end, charged.shaft > 0});
    return panels;
}

// What the film conducts per length of the active zone is spread over the area of the wall, flat ends too.
void cover_with_film(const ChargedBody& charged, std::vector<WallPanel>& panels) {
    const double length = charged.body.length(), area = active_area(panels), stretches = double(charged.film.size());
    for (WallPanel& panel : panels) {
        if (panel.shaft) continue;
        const double along = 0.5 * (panel.z_0 + panel.z_1) / length * stretches;
        panel.film = charged.film[std::size_t(std::clamp(along, 0.0, stretches - 1))] * length / area;
    }
}

}  // namespace

Vector3 MirrorImage::point(const Vector3& x) const {
    Vector3 y = x;
    for (int axis = 0; axis < 3; ++axis)
        if (flipped[std::size_t(axis)]) y[axis] = twice_plane[axis] - x[axis];
    return y;
}

Vector3 MirrorImage::vector(const Vector3& v) const {
    Vector3 w = v;
    for (int axis = 0; axis < 3; ++axis)
        if (flipped[std::size_t(axis)]) w[axis] = -v[axis];
    return w;
}

double WallPanel::length() const { return std::hypot(rho_1 - rho_0, z_1 - z_0); }
double WallPanel::area() const { return pi * (rho_0 + rho_1) * length(); }

double active_area(std::span<const WallPanel> panels) {
    double area = 0;
    for (const WallPanel& panel : panels)
        if (!panel.shaft) area += panel.area();
    return area;
}

WallPotential::WallPotential(std::vector<ChargedBody> bodies, double line_reach)
    : bodies_(std::move(bodies)), line_reach_(line_reach) {
    for (const ChargedBody& charged : bodies_) {
        panels_.push_back(cut_wall(charged));
        if (charged.has_film()) cover_with_film(charged, panels_.back());
    }
    solve();
}

RingField WallPotential::field(const ChargedBody& charged, std::span<const WallPanel> panels, double rho,
                               double z) const {
    const double a = charged.body.radius();
    if (charged.line) {
        const double density = panels.front().density;
        const bool inside = rho < a;
        return {density * a * std::log(line_reach_ / (inside ? a : rho)), inside ? 0 : density * a / rho, 0};
    }
    RingSum sum(rho, z);
    for (const WallPanel& panel : panels) add_panel(sum, panel, panel.density, rho, z, 1e-5 * a);
    return sum.total();
}

Vector3 WallPotential::flux_of(const ChargedBody& charged, std::span<const WallPanel> panels, const Vector3& x) const {
    const auto local = charged.body.local(x);
    const RingField f = field(charged, panels, local.rho, local.z);
    return f.radial * charged.body.outward(x) + f.axial * charged.body.axis();
}

double WallPotential::potential_at(const Unknown& at, const Unknown& of) const {
    const double rho = 0.5 * (at.panel->rho_0 + at.panel->rho_1), z = 0.5 * (at.panel->z_0 + at.panel->z_1);
    const bool own = at.body == of.body;
    double mean = own ? field(*of.body, {of.panel, 1}, rho, z).potential : 0;
    if (own && of.body->images.empty()) return mean;
    for (int turn = 0; turn < turns; ++turn) {
        const Vector3 x = at.body->body.point(rho, z, 2 * pi * (turn + 0.5) / turns);
        const auto add = [&](const Vector3& y, double sign) {
            const auto local = of.body->body.local(y);
            mean += sign / turns * field(*of.body, {of.panel, 1}, local.rho, local.z).potential;
        };
        if (!own) add(x, 1);
        for (const MirrorImage& image : of.body->images) add(image.point(x), image.sign);
    }
    return mean;
}

double WallPotential::flux_at(const Unknown& at, const Unknown& of) const {
    const double rho = 0.5 * (at.panel->rho_0 + at.panel->rho_1), z = 0.5 * (at.panel->z_0 + at.panel->z_1);
    const double n_rho = (at.panel->z_1 - at.panel->z_0) / at.panel->length();
    const double n_z = (at.panel->rho_0 - at.panel->rho_1) / at.panel->length();
    const bool own = at.body == of.body;
    double mean = 0;
    if (own) {
        const RingField f = field(*of.body, {of.panel, 1}, rho, z);
        mean = n_rho * f.radial + n_z * f.axial + (at.panel == of.panel ? 0.5 : 0);
    }
    if (own && of.body->images.empty()) return mean;
    for (int turn = 0; turn < turns; ++turn) {
        const Vector3 x = at.body->body.point(rho, z, 2 * pi * (turn + 0.5) / turns);
        const Vector3 normal = n_rho * at.body->body.outward(x) + n_z * at.body->body.axis();
        if (!own) mean += flux_of(*of.body, {of.panel, 1}, x).dot(normal) / turns;
        for (const MirrorImage& image : of.body->images)
            mean += image.sign / turns * image.vector(flux_of(*of.body, {of.panel, 1}, image.point(x))).dot(normal);
    }
    return mean;
}

void WallPotential::solve() {
    std::vector<Unknown> unknowns;
    for (std::size_t b = 0; b < bodies_.size(); ++b)
        for (WallPanel& panel : panels_[b]) {
            panel.density = 1;
            unknowns.push_back({&bodies_[b], &panel});
        }
    const Eigen::Index n = Eigen::Index(unknowns.size());
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n, n);
    Eigen::VectorXd given(n);
    for (Eigen::Index row = 0; row < n; ++row) {
        const Unknown& at = unknowns[std::size_t(row)];
        // a flux + b phi = b: a film of b, with none phi = 1, a shaft without flux.
        const bool by_flux = at.panel->shaft || at.body->has_film();
        const double film = by_flux ? at.panel->film : 1;
        given[row] = film;
        for (Eigen::Index column = 0; column < n; ++column) {
            const Unknown& of = unknowns[std::size_t(column)];
            if (by_flux) matrix(row, column) += flux_at(at, of);
            if (film > 0) matrix(row, column) += film * potential_at(at, of);
        }
    }
    const Eigen::VectorXd density = matrix.partialPivLu().solve(given);
    if (!density.allFinite()) throw NumericsError("needle coupling: the charges on the needle walls could not be solved for");
    find_fluxes(unknowns, density);
}

// A needle's fluxes are scaled to add up to its charge (by less than 1 %: they are taken at the middle of panels).
void WallPotential::find_fluxes(const std::vector<Unknown>& unknowns, const Eigen::VectorXd& density) {
    for (const Unknown& at : unknowns) {
        if (at.panel->shaft || at.body->one_phi()) continue;
        for (std::size_t n = 0; n < unknowns.size(); ++n)
            at.panel->flux += flux_at(at, unknowns[n]) * density[Eigen::Index(n)];
    }
    for (std::size_t n = 0; n < unknowns.size(); ++n) {
        WallPanel& panel = *unknowns[n].panel;
        panel.density = density[Eigen::Index(n)];
        if (unknowns[n].body->one_phi()) panel.flux = panel.density;
    }
    for (std::size_t b = 0; b < bodies_.size(); ++b) {
        if (bodies_[b].one_phi()) continue;
        double flux = 0;
        for (const WallPanel& panel : panels_[b]) flux += panel.flux * panel.area();
        for (WallPanel& panel : panels_[b]) {
            panel.flux *= charge(int(b)) / flux;
            if (panel.film > 0) panel.phi = 1 - panel.flux / panel.film;
        }
    }
}

double WallPotential::phi_without(int left_out, const Vector3& x) const {
    double sum = 0;
    for (std::size_t b = 0; b < bodies_.size(); ++b) {
        const auto add = [&](const Vector3& y, double sign) {
            const auto local = bodies_[b].body.local(y);
            sum += sign * field(bodies_[b], panels_[b], local.rho, local.z).potential;
        };
        if (int(b) != left_out) add(x, 1);
        for (const MirrorImage& image : bodies_[b].images) add(image.point(x), image.sign);
    }
    return sum;
}

Vector3 WallPotential::flux_without(int left_out, const Vector3& x) const {
    Vector3 sum = Vector3::Zero();
    for (std::size_t b = 0; b < bodies_.size(); ++b) {
        if (int(b) != left_out) sum += flux_of(bodies_[b], panels_[b], x);
        for (const MirrorImage& image : bodies_[b].images)
            sum += image.sign * image.vector(flux_of(bodies_[b], panels_[b], image.point(x)));
    }
    return sum;
}

double WallPotential::phi(const Vector3& x) const { return phi_without(-1, x); }
Vector3 WallPotential::flux(const Vector3& x) const { return flux_without(-1, x); }
Vector3 WallPotential::flux_of_others(int body, const Vector3& x) const { return flux_without(body, x); }

double WallPotential::excess_around(int body, const Vector3& x) const {
    if (alone()) return 0;
    const NeedleBody& solid = bodies_[std::size_t(body)].body;
    const auto local = solid.local(x);
    const double rho = std::min(local.rho, solid.radius()), z = std::clamp(local.z, 0.0, solid.length());
    const Vector3 nearest = solid.from() + z * solid.axis() + rho * solid.outward(x);
    double mean = 0;
    for (int turn = 0; turn < turns; ++turn)
        mean += phi_without(body, solid.point(rho, z, 2 * pi * (turn + 0.5) / turns)) / turns;
    return phi_without(body, nearest) - mean;
}

double WallPotential::charge(int body) const {
    double sum = 0;
    for (const WallPanel& panel : panels(body)) sum += panel.density * panel.area();
    return sum;
}

double WallPotential::distance(const Vector3& x) const {
    double least = std::numeric_limits<double>::infinity();
    for (const ChargedBody& charged : bodies_) least = std::min(least, charged.solid().distance(x));
    return least;
}

}  // namespace iceball
