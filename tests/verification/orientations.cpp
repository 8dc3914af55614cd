// A model with probes that is turned, mirrored or moved by whole cells has the same temperatures: all 48 ways in which a
// cube can lie on itself.
//
// Not the same bits: positions are rounded differently. Without probes mirror images have the same bits (same_bits.cpp).
#include <catch2/catch.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "probe/exchange/convective.hpp"
#include "probe/exchange/wall_temperature.hpp"
#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

constexpr double allowed = 1e-9;  // [K]

const exact::RangeMaterial kidney{{2.0, 2.0e6}, {1.25, 3.0e6}, {0.53, 4.0e6}, 250e6, -8, -1};
const exact::RangeMaterial fat{{0.35, 1.7e6}, {0.28, 1.9e6}, {0.21, 2.1e6}, 50e6, -12, -3};

// Coordinate n of the image is coordinate axis[n] of the original, turned round where flipped[n].
struct Orientation {
    std::array<int, 3> axis;
    std::array<bool, 3> flipped;

    Index3 cell(const Index3& at, const Index3& cells) const {  // of the image; cells: of the original
        Index3 image{};
        for (std::size_t n = 0; n < 3; ++n) {
            const std::size_t a = std::size_t(axis[n]);
            image[n] = flipped[n] ? cells[a] - 1 - at[a] : at[a];
        }
        return image;
    }
    Vector3 vector(const Vector3& v) const {
        Vector3 image;
        for (int n = 0; n < 3; ++n) image[n] = flipped[std::size_t(n)] ? -v[axis[std::size_t(n)]] : v[axis[std::size_t(n)]];
        return image;
    }
    // size: of the original's box, whose lower corner is the origin.
    Vector3 point(const Vector3& x, const Vector3& size) const {
        Vector3 image = vector(x);
        for (int n = 0; n < 3; ++n)
            if (flipped[std::size_t(n)]) image[n] += size[axis[std::size_t(n)]];
        return image;
    }
};

std::vector<Orientation> all_orientations() {
    std::vector<Orientation> all;
    std::array<int, 3> axis{0, 1, 2};
    do {
        for (int flips = 0; flips < 8; ++flips)
            all.push_back({axis, {(flips & 1) != 0, (flips & 2) != 0, (flips & 4) != 0}});
    } while (std::next_permutation(axis.begin(), axis.end()));
    return all;
}

Model turned(const Model& model, const Orientation& o) {
    const Vector3 size = model.grid.upper();
    Index3 cells{};
    for (std::size_t n = 0; n < 3; ++n) cells[n] = model.grid.cells()[std::size_t(o.axis[n])];
    Model image = model;
    image.grid = Grid(cells, model.grid.spacing(), Vector3::Zero());
    image.regions.region = Field<std::uint8_t>(image.grid);
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
        const Index3 there = o.cell(at, model.grid.cells());
        image.regions.region[image.grid.index(there[0], there[1], there[2])] = model.regions.region[cell];
    });
    for (std::size_t n = 0; n < 3; ++n)
        for (std::size_t side = 0; side < 2; ++side)
            image.boundaries[2 * n + side] = model.boundaries[2 * std::size_t(o.axis[n]) + (o.flipped[n] ? 1 - side : side)];
    for (std::size_t n = 0; n < model.needles.size(); ++n) {
        image.needles[n].geometry.tip = o.point(model.needles[n].geometry.tip, size);
        image.needles[n].geometry.direction = o.vector(model.needles[n].geometry.direction);
    }
    return image;
}

std::shared_ptr<const ExchangeModel> cold_wall() {
    WallTemperature::Settings settings;
    settings.temperature = TimeTable(-140), settings.ramp = 10;
    return std::make_shared<WallTemperature>(settings);
}
std::shared_ptr<const ExchangeModel> cold_gas() {
    Convective::Settings settings;
    settings.conductance = AlongTable({0, 1}, {12, 4}), settings.gas_temperature = TimeTable(-150);
    return std::make_shared<Convective>(settings);
}

// Two tissues, a vessel, faces of all kinds; freeze with all needles, then thaw, then freeze with the first.
Model with_needles(const std::vector<NeedleGeometry>& geometries) {
    Model model = box_model({13, 12, 14}, 2 * mm, {"kidney", law_of(kidney), 15000, 37, 5000}, 37, 0);
    model.tissues.push_back({"fat", law_of(fat), 2000, 37, 300});
    model.regions.regions.push_back({"fat", 1, std::nullopt});
    model.regions.regions.push_back({"vessel", 0, 37.0});
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
        if (at[0] + at[1] / 2 > 12) model.regions.region[cell] = 1;
        if (at[0] >= 10 && at[2] <= 2) model.regions.region[cell] = 2;
    });
    model.boundaries = {FixedTemperature{37}, Convection{40, 20}, Insulated{}, FixedTemperature{5}, Insulated{},
                        Convection{300, -60}};
    Protocol protocol;
    std::vector<ProbeAction> none(geometries.size()), one = none, all(geometries.size(), {true, 1.0, -1});
    one.front().on = true;
    protocol.stages = {{StageKind::freeze, 0, 12, 1, all}, {StageKind::thaw, 0, 4, 1, none}, {StageKind::freeze, 0, 6, 1, one}};
    lay_out(protocol);
    model.protocol = protocol;
    for (const NeedleGeometry& geometry : geometries) {
        const bool first = model.needles.empty();
        model.needles.push_back({first ? "A" : "B", geometry, first ? cold_wall() : cold_gas(), first ? 0.0 : 8.0});
    }
    return model;
}

std::vector<double> end_temperatures(const Model& model) {
    const Finished end = run_model(model);
    CHECK(end.ledger.residual() <= ledger_tolerance);
    std::vector<double> temperatures;
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) { temperatures.push_back(temperature_of(model, end.state, cell)); });
    return temperatures;
}

double largest_difference(const Model& model, const std::vector<double>& straight, const Orientation& o) {
    const Model image = turned(model, o);
    const std::vector<double> seen = end_temperatures(image);
    const Index3& cells = image.grid.cells();
    double largest = 0;
    std::size_t n = 0;
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t) {
        const Index3 c = o.cell(at, model.grid.cells());
        const std::size_t there = std::size_t(c[0]) + std::size_t(cells[0]) * (std::size_t(c[1]) + std::size_t(cells[1]) * std::size_t(c[2]));
        largest = std::max(largest, std::abs(straight[n++] - seen[there]));
    });
    return largest;
}

// Every step-th of the 48.
void check_orientations(const std::vector<NeedleGeometry>& geometries, std::size_t step = 1) {
    const Model model = with_needles(geometries);
    const std::vector<double> straight = end_temperatures(model);
    CHECK(*std::min_element(straight.begin(), straight.end()) < -20);
    const std::vector<Orientation> all = all_orientations();
    CHECK(all.size() == 48);
    for (std::size_t n = 0; n < all.size(); n += step) {
        const Orientation& o = all[n];
        INFO("axes " << o.axis[0] << o.axis[1] << o.axis[2] << ", flipped " << o.flipped[0] << o.flipped[1] << o.flipped[2]);
        CHECK(largest_difference(model, straight, o) <= allowed);
    }
}

// Off all corners and along an axis; on a corner; along diagonals, where directions are alike, the second with a wall that
// touches faces of the grid; two oblique ones that share a potential.
const NeedleGeometry along_axis{{11.3 * mm, 12.6 * mm, 10 * mm}, {0, 0, 1}, 1.2 * mm, 0, 5 * mm};
const NeedleGeometry on_corner{{12 * mm, 12 * mm, 10 * mm}, {0, 0, 1}, 1.2 * mm, 0, 6 * mm};
const NeedleGeometry space_diagonal{{10.3 * mm, 10.8 * mm, 11.1 * mm}, Vector3(1, 1, 1).normalized(), 1.2 * mm, 0, 5 * mm};
const NeedleGeometry face_diagonal{{10.3 * mm, 12.8 * mm, 11.1 * mm}, Vector3(1, 0, 1).normalized(), 1.2 * mm, 0, 5 * mm};
const NeedleGeometry oblique{{10.3 * mm, 11.1 * mm, 10 * mm}, Vector3(0.3, 0.2, 1).normalized(), 1.2 * mm, 0, 5 * mm};
const NeedleGeometry close_by{{14.1 * mm, 13.6 * mm, 11 * mm}, Vector3(-0.1, 0.35, 1).normalized(), 0.75 * mm, 0, 4 * mm};

}  // namespace

TEST_CASE("seven of 48 orientations of a needle along an axis", "[verify][orientation]") { check_orientations({along_axis}, 7); }

TEST_CASE("48 orientations of needles along an axis", "[verify][orientation][long]") {
    check_orientations({along_axis});
    check_orientations({on_corner});
}

TEST_CASE("48 orientations of a needle along a diagonal of space", "[verify][orientation][long]") {
    check_orientations({space_diagonal});
}

TEST_CASE("48 orientations of a needle along a diagonal of a face", "[verify][orientation][long]") {
    check_orientations({face_diagonal});
}

TEST_CASE("48 orientations of two oblique needles", "[verify][orientation][long]") { check_orientations({oblique, close_by}); }

TEST_CASE("a model with needles that is moved by whole cells keeps its temperatures", "[verify][orientation]") {
    const Model model = with_needles({oblique, close_by});
    const std::vector<double> straight = end_temperatures(model);
    // The box with all that is in it...
    for (const Index3& cells : {Index3{3, -5, 7}, Index3{-40, 17, 23}}) {
        Model moved = model;
        const Vector3 by = model.grid.spacing() * Vector3(cells[0], cells[1], cells[2]);
        moved.grid = Grid(model.grid.cells(), model.grid.spacing(), by);
        for (Needle& needle : moved.needles) needle.geometry.tip += by;
        const std::vector<double> there = end_temperatures(moved);
        double largest = 0;
        for (std::size_t n = 0; n < there.size(); ++n) largest = std::max(largest, std::abs(there[n] - straight[n]));
        INFO("moved by " << cells[0] << ", " << cells[1] << ", " << cells[2] << " cells");
        CHECK(largest <= allowed);
    }
}

TEST_CASE("needles that are moved by whole cells inside a box keep their temperatures", "[verify][orientation]") {
    // In tissue at rest nothing knows where the faces are until cold arrives there.
    const auto run = [](const Index3& by) {
        Model model = box_model({34, 33, 32}, 2 * mm, {"kidney", law_of(kidney), 15000, 37, 0}, 37, 0);
        model.boundaries.fill(FixedTemperature{37});
        const Vector3 moved = 2 * mm * Vector3(by[0], by[1], by[2]);
        model.needles.push_back({"A", {moved + Vector3(29.3, 30.1, 26) * mm, Vector3(0.3, 0.2, 1).normalized(), 1.2 * mm, 0, 5 * mm},
                                 cold_wall(), 0});
        model.needles.push_back({"B", {moved + Vector3(36.1, 33.6, 27) * mm, {0, 0, 1}, 0.75 * mm, 0, 4 * mm}, cold_gas(), 8});
        model.protocol.stages = {{StageKind::freeze, 0, 6, 1, {{true, 1.0, -1}, {true, 1.0, -1}}},
                                 {StageKind::thaw, 0, 2, 1, {{false, 1.0, -1}, {false, 1.0, -1}}}};
        lay_out(model.protocol);
        return std::pair(end_temperatures(model), model.grid);
    };
    const std::pair<std::vector<double>, Grid> first = run({0, 0, 0});
    const std::vector<double>& straight = first.first;
    const Grid& grid = first.second;
    for (const Index3& by : {Index3{1, 0, 0}, Index3{-2, 3, 1}, Index3{0, -1, 4}}) {
        const std::vector<double> there = run(by).first;
        double largest = 0;
        const auto number = [&](int i, int j, int k) { return std::size_t(i + grid.nx() * (j + grid.ny() * k)); };
        for_each_cell(grid, [&](const Index3& at, std::ptrdiff_t) {
            const Index3 c{at[0] + by[0], at[1] + by[1], at[2] + by[2]};
            for (std::size_t n = 0; n < 3; ++n)
                if (c[n] < 0 || c[n] >= grid.cells()[n]) return;
            largest = std::max(largest, std::abs(there[number(c[0], c[1], c[2])] - straight[number(at[0], at[1], at[2])]));
        });
        INFO("moved by " << by[0] << ", " << by[1] << ", " << by[2] << " cells");
        CHECK(largest <= allowed);
    }
}
