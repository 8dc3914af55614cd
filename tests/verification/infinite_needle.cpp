// A needle through two opposite insulated faces, an infinite one, against a radial solution of the test's own.
//
// Freezing range -8..-1 degC, wall at -140 degC from the start, radius 1.2 mm. The radial solution works with cylindrical
// shells of 0.1 mm, each exchanging over its own surfaces, and knows nothing of potentials, charges or face factors.
#include <catch2/catch.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

const exact::RangeMaterial tissue{{2.0, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 250e6, -8, -1};
constexpr double wall_radius = 1.2 * mm, wall_temperature = -140, duration = 240;

struct ColdWall : ExchangeModel {
    WallDrive drive(const WallMoment&) const override { return {WallDrive::Kind::temperature, wall_temperature, 0, 1}; }
    std::string name() const override { return "cold wall"; }
};

struct RadialResult {
    double ice_area;  // integral of 1 - f_l [m2]
    double heat;      // taken by the wall, per length [J/m]
};

RadialResult radial_solution() {
    const double width = 0.1 * mm, C_m = tissue.mush_heat_capacity(), range = C_m * 7;
    const int n = 480;
    const auto temperature = [&](double H) {
        return H < 0 ? -8 + H / 1.8e6 : H < range ? -8 + H / C_m : -1 + (H - range) / 3.6e6;
    };
    const auto conducted = [](double T) {  // integral of k dT from the solidus
        return 2.0 * std::min(T + 8, 0.0) + 1.25 * (std::clamp(T, -8.0, -1.0) + 8) + 0.5 * std::max(T + 1, 0.0);
    };
    std::vector<double> H(n, range + 38 * 3.6e6), theta(n);
    RadialResult result{0, 0};
    const int steps = int(std::ceil(duration / (width * width / (3.5 * 2.0 / 1.8e6))));
    const double dt = duration / steps, pi = std::numbers::pi;
    for (int step = 0; step < steps; ++step) {
        for (int i = 0; i < n; ++i) theta[std::size_t(i)] = conducted(temperature(H[std::size_t(i)]));
        // Outwards through the lower surface of shell i; per length.
        double below = 2 * pi * wall_radius * (conducted(wall_temperature) - theta[0]) / (0.5 * width);
        result.heat -= dt * below;
        for (int i = 0; i < n; ++i) {
            const std::size_t at = std::size_t(i);
            const double lower = wall_radius + i * width, upper = lower + width;
            const double above = i + 1 < n ? 2 * pi * upper * (theta[at] - theta[at + 1]) / width : 0;
            H[at] += dt * (below - above) / (pi * (upper * upper - lower * lower));
            below = above;
        }
    }
    for (int i = 0; i < n; ++i) {
        const double lower = wall_radius + i * width, upper = lower + width;
        result.ice_area += pi * (upper * upper - lower * lower) * (1 - std::clamp(H[std::size_t(i)] / range, 0.0, 1.0));
    }
    return result;
}

}  // namespace

TEST_CASE("an infinite needle freezes what a radial solution freezes", "[verify]") {
    const RadialResult radial = radial_solution();
    const double spacing = 2 * mm, height = 2 * spacing;
    // On a cell centre, on a corner, and off both.
    for (const Vector3& shift : {Vector3(1.0 * mm, 1.0 * mm, 0), Vector3(0, 0, 0), Vector3(0.6 * mm, 0.3 * mm, 0)}) {
        Model model = box_model({48, 48, 2}, spacing, {"tissue", law_of(tissue)}, 37, 0);
        const Vector3 tip = Vector3(48 * mm, 48 * mm, 0) + shift;
        model.needles.push_back({"A", {tip, Vector3(0, 0, 1), wall_radius, 0, height}, std::make_shared<ColdWall>(), 0});
        model.protocol.stages = {{StageKind::freeze, 0, duration, 1, {{true, 1.0}}}};
        lay_out(model.protocol);
        Simulation simulation(model);
        simulation.run();
        double cells = 0;
        for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) {
            cells += simulation.tissue_fraction()[cell] *
                     (1 - model.tissues[0].law.liquid_fraction(simulation.state().enthalpy[cell]));
        });
        const double area = cells * model.grid.cell_volume() / height;
        INFO("shift " << shift.transpose() / mm << " mm: ice " << area / radial.ice_area - 1 << ", heat "
                      << -simulation.state().needles[0].heat / height / radial.heat - 1);
        // One instant, the front 5 cells away: it stair-steps by a fraction of a cell.
        CHECK(area == Approx(radial.ice_area).epsilon(0.03));
        CHECK(-simulation.state().needles[0].heat / height == Approx(radial.heat).epsilon(0.01));
        CHECK(simulation.ledger().residual() <= ledger_tolerance);
    }
}
