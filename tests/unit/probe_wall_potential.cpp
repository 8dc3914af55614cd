#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

#include "probe/face_factor.hpp"
#include "probe/ring_potential.hpp"
#include "probe/wall_potential.hpp"

using namespace iceball;
using std::numbers::pi;

namespace {

NeedleGeometry needle(double radius, double length, const Vector3& middle = Vector3::Zero(),
                      const Vector3& direction = Vector3::UnitZ()) {
    return {middle - 0.5 * length * direction, direction, radius, 0, length};
}

WallPotential alone(const NeedleGeometry& geometry) {
    return WallPotential({ChargedBody{NeedleBody(geometry), false, true, true, {}}});
}

}  // namespace

TEST_CASE("ring potential: agrees with the standard library's elliptic integrals", "[probe]") {
    const double a = 1.2e-3, charge = 0.7;
    for (const auto& [rho, z] : {std::pair{0.5e-3, 0.3e-3}, {1.19e-3, 0.02e-3}, {1.2e-3, 1e-3}, {5e-3, -2e-3}}) {
        RingSum sum(rho, z);
        sum.add(a, 0, charge);
        const RingField field = sum.total();
        const double far = (rho + a) * (rho + a) + z * z, near = (rho - a) * (rho - a) + z * z;
        const double k = std::sqrt(4 * a * rho / far), first = std::comp_ellint_1(k), second = std::comp_ellint_2(k);
        CHECK(field.potential == Approx(charge * first / (2 * pi * pi * std::sqrt(far))).epsilon(1e-9));
        CHECK(field.axial == Approx(charge * z * second / (2 * pi * pi * std::sqrt(far) * near)).epsilon(1e-9));
        const double radial = (first - second * (a * a - rho * rho + z * z) / near) * charge /
                              (4 * pi * pi * rho * std::sqrt(far));
        CHECK(field.radial == Approx(radial).epsilon(1e-8));
    }
}

TEST_CASE("wall potential: charge of the reference needle, all densities positive", "[probe]") {
    const WallPotential potential = alone(needle(1.2e-3, 30e-3));
    // Four times as many panels and finer rules give 66.484 mm; the design's prototype 66.46, Butler's formula 66.41.
    CHECK(1e3 * potential.charge(0) == Approx(66.48).epsilon(3e-4));
    CHECK(1e3 * potential.charge(0) == Approx(66.41).epsilon(2e-3));
    for (const WallPanel& panel : potential.panels(0)) CHECK(panel.density > 0);
}

TEST_CASE("wall potential: charges of a disc, and of needles that differ in size only", "[probe]") {
    // A disc of radius a has the charge 8 a; a thickness of a / 100 adds about 2 %.
    const double a = 5e-3, disc = alone(needle(a, a / 100)).charge(0) / (8 * a);
    CHECK(disc > 1);
    CHECK(disc < 1.03);
    CHECK(alone(needle(2e-3, 20e-3)).charge(0) == Approx(2 * alone(needle(1e-3, 10e-3)).charge(0)).epsilon(1e-9));
}

TEST_CASE("wall potential: 1 on the wall and inside, a point charge far away", "[probe]") {
    const WallPotential potential = alone(needle(1.2e-3, 30e-3));
    for (double z = -14e-3; z <= 14e-3; z += 0.37e-3)
        CHECK(potential.phi({1.2000012e-3, 0, z}) == Approx(1).epsilon(1e-3));
    CHECK(potential.phi({0.3e-3, 0.2e-3, 4e-3}) == Approx(1).epsilon(1e-3));
    const Vector3 far(0.4, 0.5, 0.3);
    CHECK(potential.phi(far) == Approx(potential.charge(0) / (4 * pi * far.norm())).epsilon(1e-3));
    const Vector3 flux = potential.flux(far);
    CHECK((flux - far * potential.phi(far) / far.squaredNorm()).norm() < 2e-3 * flux.norm());
}

TEST_CASE("wall potential: the flux is minus the gradient", "[probe]") {
    const Vector3 tilted = Vector3(0.5, -0.3, 0.8).normalized();
    const WallPotential potential = alone(needle(1.2e-3, 30e-3, {1e-3, 2e-3, 0}, tilted));
    for (const Vector3& x : {Vector3(3e-3, 3e-3, 1e-3), Vector3(-8e-3, 1e-3, 14e-3), Vector3(1e-3, 5e-3, -12e-3)})
        for (int axis = 0; axis < 3; ++axis) {
            const Vector3 step = 1e-6 * Vector3::Unit(axis);
            const double slope = (potential.phi(x - step) - potential.phi(x + step)) / 2e-6;
            CHECK(potential.flux(x)[axis] == Approx(slope).margin(1e-4 * potential.flux(x).norm()));
        }
}

TEST_CASE("wall potential: Gauss' law over a box around the needle", "[probe]") {
    const NeedleGeometry geometry = needle(1.2e-3, 30e-3, {0.2e-3, 0, 0}, Vector3(std::sin(0.6), 0, std::cos(0.6)));
    const WallPotential potential = alone(geometry);
    const std::vector<NeedleBody> bodies{NeedleBody(geometry)};
    const double edge = 40e-3;
    const int tiles = 20;
    double total = 0;
    for (int axis = 0; axis < 3; ++axis)
        for (int side = 0; side < 2; ++side)
            for (int a = 0; a < tiles; ++a)
                for (int b = 0; b < tiles; ++b) {
                    Square tile{axis, Vector3::Constant(-0.5 * edge), edge / tiles};
                    tile.lower[axis] += side * edge;
                    tile.lower[(axis + 1) % 3] += a * tile.edge;
                    tile.lower[(axis + 2) % 3] += b * tile.edge;
                    total += (side == 0 ? -1 : 1) * open_flux(potential, bodies, tile);
                }
    CHECK(total == Approx(potential.charge(0)).epsilon(5e-4));
}

TEST_CASE("wall potential: behind a film flux = film (1 - phi) all over the wall", "[probe]") {
    const double length = 30e-3, one_temperature = alone(needle(1.2e-3, length)).charge(0);
    for (double film : {0.7, 3.5, 17.0}) {
        CAPTURE(film);
        ChargedBody charged{NeedleBody(needle(1.2e-3, length))};
        charged.film.assign(15, film);
        const WallPotential potential({charged});
        const double per_area = film * length / (2 * pi * 1.2e-3 * (length + 1.2e-3));
        // Extrapolated to the wall from far enough that its panels do not show.
        const double off = 0.1e-3;
        for (double z : {-13e-3, -11e-3, -3e-3, 0.4e-3, 8e-3, 12.5e-3}) {
            const Vector3 x(1.2e-3 + off, 0, z);
            const double flux = (1 + off / 1.2e-3) * potential.flux(x).x();
            CHECK(flux == Approx(per_area * (1 - potential.phi(x) - off * flux)).epsilon(0.02));
        }
        double sent = 0;
        for (const WallPanel& panel : potential.panels(0)) {
            CHECK(panel.flux == Approx(per_area * (1 - panel.phi)).epsilon(1e-9));
            sent += panel.flux * panel.area();
        }
        CHECK(sent == Approx(potential.charge(0)).epsilon(1e-9));
        // Film and tissue in series: no field resists less than that of a wall of one temperature, and the charge of a thin
        // film, which is spread evenly, resists 1.6 % more.
        const double tissue = 1 / potential.charge(0) - 1 / (film * length);
        CHECK(tissue > 1 / one_temperature);
        CHECK(tissue < 1.02 / one_temperature);
    }
}

TEST_CASE("wall potential: no heat passes a stretch of the wall without a medium", "[probe]") {
    ChargedBody charged{NeedleBody(needle(1.2e-3, 30e-3))};
    charged.film.assign(15, 3.5);
    std::fill(charged.film.begin() + 10, charged.film.end(), 0.0);
    const WallPotential potential({charged});
    for (double z : {8e-3, 11e-3, 13.5e-3}) {
        const Vector3 wall(1.25e-3, 0, z);
        CHECK(std::abs(potential.flux(wall).x()) < 0.03 * potential.flux({1.25e-3, 0, -5e-3}).x());
        CHECK(potential.phi(wall) < potential.phi({1.25e-3, 0, 0}));
    }
}

TEST_CASE("wall potential: a line between insulated faces falls with the logarithm", "[probe]") {
    const WallPotential potential({ChargedBody{NeedleBody(needle(1.2e-3, 4e-3)), true, false, false, {}}}, 1.0);
    CHECK(potential.phi({1.2e-3, 0, 0}) == Approx(1).epsilon(1e-12));
    CHECK(potential.phi({3e-3, 4e-3, 1e-3}) == Approx(std::log(1 / 5e-3) / std::log(1 / 1.2e-3)).epsilon(1e-12));
    CHECK(potential.charge(0) == Approx(2 * pi * 4e-3 / std::log(1 / 1.2e-3)).epsilon(1e-12));
}

TEST_CASE("wall potential: mirrors are symmetric, negative images keep their plane at zero", "[probe]") {
    for (double sign : {1.0, -1.0}) {
        ChargedBody charged{NeedleBody(needle(1.2e-3, 20e-3, {4e-3, 0, 0})), false, true, true, {}};
        MirrorImage image;
        image.flipped = {true, false, false};
        image.sign = sign;
        charged.images.push_back(image);
        const WallPotential potential({charged});
        const Vector3 on_plane(0, 1e-3, 3e-3);
        if (sign > 0) CHECK(std::abs(potential.flux(on_plane).x()) < 1e-9 * potential.flux(on_plane).norm());
        if (sign < 0) CHECK(std::abs(potential.phi(on_plane)) < 1e-12);
        double mean = 0;  // around the wall
        for (int n = 0; n < 64; ++n) mean += potential.phi(charged.body.point(1.20001e-3, 10e-3, 2 * pi * n / 64)) / 64;
        CHECK(mean == Approx(1).epsilon(2e-3));
    }
}
