#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "core/error.hpp"
#include "probe/coupling.hpp"
#include "probe/wall_potential.hpp"
#include "support/missing_volume.hpp"

using namespace iceball;
using Catch::Matchers::Contains;

namespace {

constexpr double radius = 1.2e-3, active_length = 30e-3;

Boundaries all(const Boundary& boundary) {
    Boundaries boundaries;
    boundaries.fill(boundary);
    return boundaries;
}

Grid cube(double spacing, double half) {
    const int n = int(std::lround(2 * half / spacing));
    return Grid({n, n, n}, spacing, Vector3::Constant(-half));
}

// A needle through `middle` in the x-z plane, `tilt` degrees from z.
Needle needle(const char* name, const Vector3& middle, double tilt = 0, double length = active_length) {
    const double angle = tilt * std::numbers::pi / 180;
    const Vector3 direction(std::sin(angle), 0, std::cos(angle));
    return {name, {middle - 0.5 * length * direction, direction, radius, 0, length}, nullptr, 0};
}

WallPotential potential_of(const Needle& a) {
    return WallPotential({ChargedBody{NeedleBody(a.geometry), false, true, true, {}}});
}

bool is_inactive(const Coupling& coupling, std::ptrdiff_t cell) {
    return std::binary_search(coupling.inactive.begin(), coupling.inactive.end(), cell);
}

// The quasi-steady field on the cells, and what the coupled two-point scheme makes of it.
struct Balance {
    double wall_flux = 0;  // through all links
    double worst = 0;      // net flux of an active cell with all faces coupled

    // potential: its body n is the needle n of the coupling. film: behind which the walls lie, if any.
    Balance(const Grid& grid, const Coupling& coupling, const WallPotential& potential, double film = 0) {
        const auto phi = [&](std::ptrdiff_t cell) {
            const Index3 c = grid.cell_at(cell);
            return potential.phi(grid.cell_centre(c[0], c[1], c[2]));
        };
        std::map<std::ptrdiff_t, std::pair<int, double>> net;  // faces, flux into the cell
        for (const FaceFactor& face : coupling.faces) {
            const std::ptrdiff_t upper = face.cell + grid.stride(face.axis);
            const double flux = face.factor == 0 ? 0 : face.factor * grid.spacing() * (phi(face.cell) - phi(upper));
            net[face.cell].first++;
            net[upper].first++;
            net[face.cell].second -= flux;
            net[upper].second += flux;
        }
        for (const WallLink& link : coupling.links) {
            const Index3 c = grid.cell_at(link.cell);
            const double wall = 1 + potential.excess_around(link.needle, grid.cell_centre(c[0], c[1], c[2]));
            const double resistance = 1 / link.conductance + (film > 0 ? 1 / (film * link.length) : 0);
            const double flux = (wall - phi(link.cell)) / resistance;
            net[link.cell].second += flux;
            wall_flux += flux;
        }
        for (const auto& [cell, sum] : net)
            if (sum.first == 6 && !is_inactive(coupling, cell)) worst = std::max(worst, std::abs(sum.second));
    }
};

}  // namespace

TEST_CASE("coupling: exact for the quasi-steady field and in volume, in every pose", "[probe]") {
    const double h = 2e-3;
    const Grid grid = cube(h, 32e-3);
    for (double tilt : {0.0, 35.0, 60.0})
        for (const Vector3& offset : {Vector3(0, 0, 0), Vector3(0.25, 0.25, 0.25), Vector3(0.5, 0.5, 0.5),
                                      Vector3(0.5, 0, 0), Vector3(0, 0.5, 0.5), Vector3(0.25, 0.5, 0)}) {
            CAPTURE(tilt, offset.transpose());
            const Needle a = needle("A", h * offset, tilt);
            const Coupling coupling = couple(grid, all(FixedTemperature{37}), {a}, {true});
            CHECK(missing_volume(grid, coupling) == Approx(NeedleBody(a.geometry).volume()).epsilon(1e-12));
            const WallPotential potential = potential_of(a);
            CHECK(coupling.charge[0] == Approx(potential.charge(0)).epsilon(1e-6));
            const Balance balance(grid, coupling, potential);
            // Quadrature near the rims and faces that keep their open share.
            CHECK(balance.wall_flux == Approx(potential.charge(0)).epsilon(5e-3));
            CHECK(balance.worst < 3e-3 * potential.charge(0));
            for (const FaceFactor& face : coupling.faces) CHECK((face.factor >= 0 && face.factor <= 10));
            for (const WallLink& link : coupling.links) CHECK(link.conductance > 0);
            for (const CellVolume& cell : coupling.volumes) CHECK(cell.fraction > 0.3);
        }
}

TEST_CASE("coupling: exact for the quasi-steady field behind a film, in every pose", "[probe]") {
    const double h = 2e-3;
    const Grid grid = cube(h, 32e-3);
    for (double film : {1.25, 3.5, 15.0})
        for (double tilt : {0.0, 35.0, 60.0})
            for (const Vector3& offset : {Vector3(0, 0, 0), Vector3(0.5, 0.5, 0.5), Vector3(0.25, 0, 0.25)}) {
                CAPTURE(film, tilt, offset.transpose());
                const Needle a = needle("A", h * offset, tilt);
                const std::vector<double> films(15, film);
                const Coupling coupling = couple(grid, all(FixedTemperature{37}), {a}, {films});
                ChargedBody charged{NeedleBody(a.geometry)};
                charged.film = films;
                const WallPotential potential({charged});
                const Balance balance(grid, coupling, potential, film);
                CHECK(balance.wall_flux == Approx(potential.charge(0)).epsilon(5e-3));
                CHECK(balance.worst < 3e-3 * potential.charge(0));
                double length = 0;
                for (const WallLink& link : coupling.links) {
                    CHECK(link.conductance > 0);
                    CHECK(link.length > 0);
                    length += link.length;
                }
                CHECK(length == Approx(a.geometry.active_length).epsilon(1e-12));
            }
}

TEST_CASE("coupling: behind planes of symmetry stands a part of the medium", "[probe]") {
    const Grid grid({20, 20, 40}, 1e-3, Vector3(0, 0, -20e-3));
    Boundaries boundaries = all(FixedTemperature{37});
    const std::vector<double> films(30, 3.5);
    double whole = 0;
    for (int planes = 0; planes < 3; ++planes) {
        if (planes > 0) boundaries[std::size_t(Face::x_min)] = Insulated{};
        if (planes > 1) boundaries[std::size_t(Face::y_min)] = Insulated{};
        const Vector3 middle(planes > 0 ? 0 : 10e-3, planes > 1 ? 0 : 10e-3, 0);
        for (const WallContact& contact : {WallContact(true), WallContact(films)}) {
            double length = 0;
            for (const WallLink& link : couple(grid, boundaries, {needle("A", middle)}, {contact}).links) length += link.length;
            if (planes == 0) whole = length;
            CHECK(length * std::pow(2, planes) == Approx(whole).epsilon(1e-12));
        }
    }
    CHECK(whole == Approx(30e-3).epsilon(1e-12));
}

TEST_CASE("coupling: a cell centred on the wall takes no charge away", "[probe]") {
    // At 60 degrees on 1 mm one centre lies 0.3 um off the wall, where phi is 1 to the error of the potential: its part of the wall,
    // 0.64 % of all, had no link. What is left are links that would draw heat backwards, at the rims.
    const Grid grid = cube(1e-3, 20e-3);
    const Coupling coupling =
        couple(grid, all(FixedTemperature{37}), {needle("A", {0.25e-3, 0.25e-3, 0.5e-3}, 60)}, {true});
    double linked = 0;
    for (const WallLink& link : coupling.links) linked += link.charge;
    CHECK(linked == Approx(coupling.charge[0]).epsilon(1e-3));
}

TEST_CASE("coupling: the volume of the reference needle at 1 mm", "[probe]") {
    const Grid grid = cube(1e-3, 20e-3);
    for (const Vector3& offset : {Vector3(0, 0, 0), Vector3(0.25e-3, 0, 0.5e-3), Vector3(0.5e-3, 0.5e-3, 0.5e-3)}) {
        const Coupling coupling = couple(grid, all(FixedTemperature{37}), {needle("A", offset)}, {false});
        CHECK(missing_volume(grid, coupling) == Approx(135.7168e-9).epsilon(1e-6));
    }
}

TEST_CASE("coupling: a plain needle is a hole with the same cells and volumes", "[probe]") {
    const Grid grid = cube(2e-3, 32e-3);
    const Needle a = needle("A", {0.3e-3, 0.1e-3, 0}, 35);
    const Coupling plain = couple(grid, all(FixedTemperature{37}), {a}, {false});
    const Coupling charged = couple(grid, all(FixedTemperature{37}), {a}, {true});
    CHECK(plain.links.empty());
    CHECK(plain.charge[0] == 0);
    CHECK(plain.inactive == charged.inactive);
    REQUIRE(plain.volumes.size() == charged.volumes.size());
    for (std::size_t n = 0; n < plain.volumes.size(); ++n)
        CHECK(plain.volumes[n].fraction == charged.volumes[n].fraction);
    for (const FaceFactor& face : plain.faces) {
        CHECK((face.factor >= 0 && face.factor <= 1));
        if (is_inactive(plain, face.cell) || is_inactive(plain, face.cell + grid.stride(face.axis)))
            CHECK(face.factor == 0);
    }
}

TEST_CASE("coupling: open share of a face across an upright needle", "[probe]") {
    // Axis on a cell edge: a face across it loses a quarter disc to each of the four cells around it.
    const double h = 2e-3;
    const Grid grid = cube(h, 32e-3);
    const Coupling coupling = couple(grid, all(FixedTemperature{37}), {needle("A", {0, 0, 0})}, {false});
    const std::ptrdiff_t cell = grid.index(16, 16, 15);
    const auto face = std::find_if(coupling.faces.begin(), coupling.faces.end(),
                                   [&](const FaceFactor& f) { return f.cell == cell && f.axis == 2; });
    REQUIRE(face != coupling.faces.end());
    CHECK(face->factor == Approx(1 - std::numbers::pi * radius * radius / 4 / (h * h)).epsilon(2e-3));
}

TEST_CASE("coupling: links belong to the nodes beside their cells", "[probe]") {
    const Grid grid = cube(2e-3, 32e-3);
    const Coupling coupling =
        couple(grid, all(FixedTemperature{37}), {needle("A", {0.7e-3, 0.3e-3, 0.2e-3})}, {true});
    std::set<int> nodes;
    for (const WallLink& link : coupling.links) {
        const Index3 c = grid.cell_at(link.cell);
        const double along = grid.cell_centre(c[0], c[1], c[2]).z() - 0.2e-3 + 15e-3;
        CHECK(std::abs(along - 2e-3 * (link.node + 0.5)) <= 3.1e-3);
        nodes.insert(link.node);
    }
    CHECK(nodes.size() == 15);
}

TEST_CASE("coupling: two needles are mirror images of each other", "[probe]") {
    const Grid grid = cube(2e-3, 32e-3);
    const std::vector<Needle> two{needle("A", {-5e-3, 0, 0}), needle("B", {5e-3, 0, 0})};
    const Coupling coupling = couple(grid, all(FixedTemperature{37}), two, {true, true});
    CHECK(coupling.charge[0] == Approx(coupling.charge[1]).epsilon(1e-9));
    std::map<std::pair<std::ptrdiff_t, int>, double> factor;
    for (const FaceFactor& face : coupling.faces) factor[{face.cell, face.axis}] = face.factor;
    for (const FaceFactor& face : coupling.faces) {
        const Index3 c = grid.cell_at(face.cell);
        const int mirrored = grid.nx() - 1 - c[0] - (face.axis == 0 ? 1 : 0);
        const auto other = factor.find({grid.index(mirrored, c[1], c[2]), face.axis});
        REQUIRE(other != factor.end());
        CHECK(other->second == Approx(face.factor).epsilon(1e-5).margin(1e-9));
    }
    CHECK(missing_volume(grid, coupling) == Approx(2 * NeedleBody(two[0].geometry).volume()).epsilon(1e-12));
}

TEST_CASE("coupling: walls closer than two cells share one potential and carry less each", "[probe]") {
    const Grid grid = cube(2e-3, 32e-3);
    const Needle left = needle("A", {-3e-3, 0, 0}), right = needle("B", {3e-3, 0, 0});
    const Coupling apart = couple(grid, all(FixedTemperature{37}), {left}, {true});
    const Coupling joint = couple(grid, all(FixedTemperature{37}), {left, right}, {true, true});
    CHECK(joint.charge[0] == Approx(joint.charge[1]).epsilon(1e-6));
    // Reciprocity: each wall stands in the other's potential, which is nearly even along most of it.
    const double other = potential_of(left).phi({3e-3, 0, 0});
    CHECK(joint.charge[0] == Approx(apart.charge[0] / (1 + other)).epsilon(0.03));
}

TEST_CASE("coupling: close walls are exact for the quasi-steady field they share", "[probe]") {
    const Grid grid = cube(2e-3, 32e-3);
    for (double tilt : {0.0, 35.0}) {
        const std::vector<Needle> two{needle("A", {-2.9e-3, 0.3e-3, 0}, tilt), needle("B", {2.9e-3, -0.2e-3, 1e-3}, tilt)};
        const Coupling coupling = couple(grid, all(FixedTemperature{37}), two, {true, true});
        const WallPotential potential({ChargedBody{NeedleBody(two[0].geometry), false, true, true, {}},
                                       ChargedBody{NeedleBody(two[1].geometry), false, true, true, {}}});
        const double charge = potential.charge(0) + potential.charge(1);
        CHECK(coupling.charge[0] + coupling.charge[1] == Approx(charge).epsilon(1e-6));
        const Balance balance(grid, coupling, potential);
        CHECK(balance.wall_flux == Approx(charge).epsilon(5e-3));
        CHECK(balance.worst < 3e-3 * potential.charge(0));
    }
}

TEST_CASE("coupling: a mirror near by hides no part of a wall", "[probe]") {
    // Toward a mirror phi of the charges exceeds 1 within a tenth of a millimetre of the wall, and cells as small as these
    // have their centres there. What mirrors change of the conductances is 2 %, of their sum 0.2 %.
    const double h = 0.5e-3;
    const std::vector<Needle> one{needle("A", {5e-3, 0, 0}, 0, 8e-3)};
    const auto by_place = [&](const Grid& grid, const Boundaries& boundaries) {
        std::map<std::array<long, 3>, double> sums;  // cell centres in half cells
        for (const WallLink& link : couple(grid, boundaries, one, {true}).links) {
            const Index3 c = grid.cell_at(link.cell);
            const Vector3 x = 2 / h * grid.cell_centre(c[0], c[1], c[2]);
            sums[{std::lround(x[0]), std::lround(x[1]), std::lround(x[2])}] += link.conductance;
        }
        return sums;
    };
    const auto alone = by_place(Grid({64, 64, 64}, h, Vector3(-11e-3, -16e-3, -16e-3)), all(FixedTemperature{37}));
    Boundaries boundaries = all(FixedTemperature{37});
    boundaries[std::size_t(Face::x_min)] = boundaries[std::size_t(Face::x_max)] = Insulated{};
    const auto mirrored = by_place(Grid({20, 32, 24}, h, Vector3(0, -8e-3, -6e-3)), boundaries);
    REQUIRE(mirrored.size() == alone.size());
    double sum_mirrored = 0, sum_alone = 0;
    for (const auto& [place, conductance] : alone) {
        REQUIRE(mirrored.contains(place));
        CHECK(mirrored.at(place) == Approx(conductance).epsilon(0.03));
        sum_mirrored += mirrored.at(place);
        sum_alone += conductance;
    }
    CHECK(sum_mirrored == Approx(sum_alone).epsilon(0.005));
}

TEST_CASE("coupling: round-off of the grid's corner changes nothing", "[probe]") {
    // Axis and tip in planes of cell faces, and nodes that meet at the middles of cells.
    const double h = 2e-3;
    for (double tilt : {0.0, 45.0})
        for (double in_cells : {0.0, 0.25, 0.5}) {
            const std::vector<Needle> one{needle("A", Vector3::Constant(in_cells * h), tilt, 22e-3)};
            const auto on = [&](double relative) {
                return couple(Grid({24, 24, 24}, h, Vector3::Constant(-24e-3 * (1 + relative))),
                              all(FixedTemperature{37}), one, {true});
            };
            const Coupling exact = on(0);
            std::map<std::pair<std::ptrdiff_t, int>, double> factors, conductances;
            for (const FaceFactor& face : exact.faces) factors[{face.cell, face.axis}] = face.factor;
            for (const WallLink& link : exact.links) conductances[{link.cell, link.node}] += link.conductance;
            for (double relative : {3e-16, -3e-16, 1e-13}) {
                CAPTURE(tilt, in_cells, relative);
                const Coupling moved = on(relative);
                CHECK(moved.inactive == exact.inactive);
                double worst_factor = 0, worst_conductance = 0;
                for (const FaceFactor& face : moved.faces) {
                    const auto same = factors.find({face.cell, face.axis});
                    const double before = same == factors.end() ? 1 : same->second;
                    worst_factor = std::max(worst_factor, std::abs(face.factor - before));
                }
                for (const WallLink& link : moved.links)
                    worst_conductance = std::max(worst_conductance,
                                                 std::abs(link.conductance - conductances[{link.cell, link.node}]) / h);
                CHECK(worst_factor < 1e-6);
                CHECK(worst_conductance < 1e-6);
            }
        }
}

TEST_CASE("coupling: half a needle in a plane of symmetry is half of everything", "[probe]") {
    const Grid whole = cube(2e-3, 32e-3);
    const Grid half({16, 32, 32}, 2e-3, Vector3(0, -32e-3, -32e-3));
    const Needle a = needle("A", {0, 0.4e-3, 0.2e-3});
    Boundaries boundaries = all(FixedTemperature{37});
    const Coupling full = couple(whole, boundaries, {a}, {true});
    boundaries[std::size_t(Face::x_min)] = Insulated{};
    const Coupling part = couple(half, boundaries, {a}, {true});
    CHECK(part.charge[0] == Approx(0.5 * full.charge[0]).epsilon(1e-9));
    CHECK(missing_volume(half, part) == Approx(0.5 * missing_volume(whole, full)).epsilon(1e-9));
    REQUIRE(2 * part.links.size() == full.links.size());
    double sum_part = 0, sum_full = 0;
    for (const WallLink& link : part.links) sum_part += link.conductance;
    for (const WallLink& link : full.links) sum_full += link.conductance;
    CHECK(sum_part == Approx(0.5 * sum_full).epsilon(1e-6));
}

TEST_CASE("coupling: a needle through two insulated faces of one layer of cells", "[probe]") {
    const double h = 2e-3;
    const Grid grid({24, 24, 1}, h, Vector3(-24e-3, -24e-3, 0));
    Boundaries boundaries = all(FixedTemperature{37});
    boundaries[std::size_t(Face::z_min)] = boundaries[std::size_t(Face::z_max)] = Insulated{};
    const Coupling coupling = couple(grid, boundaries, {needle("A", {0.3e-3, 0.2e-3, 0.5 * h}, 0, h)}, {true});
    REQUIRE_FALSE(coupling.links.empty());
    const double reach = 10 * (grid.upper() - grid.lower()).norm();
    double wall = 0;
    for (const WallLink& link : coupling.links) {
        const Index3 c = grid.cell_at(link.cell);
        const Vector3 x = grid.cell_centre(c[0], c[1], c[2]);
        wall += link.conductance * std::log(std::hypot(x.x() - 0.3e-3, x.y() - 0.2e-3) / radius) /
                std::log(reach / radius);
    }
    CHECK(coupling.charge[0] == Approx(2 * std::numbers::pi * h / std::log(reach / radius)).epsilon(1e-9));
    CHECK(wall == Approx(coupling.charge[0]).epsilon(2e-3));
    CHECK(missing_volume(grid, coupling) == Approx(std::numbers::pi * radius * radius * h).epsilon(1e-9));
}

TEST_CASE("coupling: needles that overlap or leave the box are refused", "[probe]") {
    const Grid grid = cube(2e-3, 32e-3);
    const Boundaries warm = all(FixedTemperature{37});
    CHECK_THROWS_WITH(couple(grid, warm, {needle("left", {-1e-3, 0, 0}), needle("right", {1e-3, 0, 0})}, {true, true}),
                      Contains("left") && Contains("right") && Contains("overlap"));
    CHECK_THROWS_WITH(couple(grid, warm, {needle("left", {0, 0, 0}, 60), needle("right", {0, 0, 0})}, {true, false}),
                      Contains("left") && Contains("right") && Contains("overlap"));
    // End to end with a gap: no overlap, although the axes are closer than two radii.
    CHECK_NOTHROW(couple(grid, warm, {needle("tip", {0, 0, -8e-3}, 0, 12e-3), needle("rear", {0, 0, 5e-3}, 0, 12e-3)},
                         {false, false}));
    CHECK_THROWS_WITH(couple(grid, warm, {needle("A", {0, 0, 20e-3})}, {true}), Contains("A") && Contains("z_max"));
    CHECK_THROWS_AS(couple(grid, warm, {needle("A", {32e-3, 0, 0})}, {true}), InputError);
    CHECK_THROWS_AS(couple(grid, warm, {needle("A", {0, 0, 0}, 0, 0.0)}, {true}), InputError);
}

TEST_CASE("coupling: a warm needle shares no potential with a cold one beside it", "[probe]") {
    const Grid grid = cube(2e-3, 32e-3);
    const Needle left = needle("A", {-2.5e-3, 0, 0}), right = needle("B", {2.5e-3, 0, 0});
    const double alone = couple(grid, all(FixedTemperature{37}), {left}, {true}).charge[0];
    WallContact warm(true);
    warm.warms = true;
    CHECK(couple(grid, all(FixedTemperature{37}), {left, right}, {true, true}).charge[0] < 0.8 * alone);
    CHECK(couple(grid, all(FixedTemperature{37}), {left, right}, {warm, warm}).charge[0] < 0.8 * alone);
    const Coupling coupling = couple(grid, all(FixedTemperature{37}), {left, right}, {true, warm});
    CHECK(coupling.charge[0] == Approx(alone).epsilon(1e-9));
    CHECK(coupling.charge[1] == Approx(alone).epsilon(1e-9));
}
