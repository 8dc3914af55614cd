// A finite needle whose wall is solved for: what it does must not depend on how its nodes fall on the cells.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "probe/exchange/convective.hpp"
#include "probe/exchange/power_limited.hpp"
#include "support/needle_case.hpp"

using namespace iceball;

namespace {

struct Result {
    double ice, heat;               // V(-0.5) [cm3], taken from the tissue [J]
    std::vector<double> wall;       // [degC]
};

// 45 mm (22.5 cells of 2 mm, 23 nodes) of a needle of 1.47 mm, for 120 s.
Result run(double spacing, double tip, const std::shared_ptr<const ExchangeModel>& exchange) {
    const Needle needle{"A", {Vector3(0.5e-3, 0, tip), Vector3::UnitZ(), 0.735e-3, 0, 45e-3}, exchange, 0};
    const int n = int(std::lround(48e-3 / spacing));
    const Model model = needle_case::model(Grid({n, n, 2 * n}, spacing, Vector3(-24e-3, -24e-3, -48e-3)), {needle}, {120});
    Simulation simulation(model);
    simulation.run();
    CHECK(simulation.ledger().residual() < 1e-12);
    return {needle_case::volume(model, simulation, -0.5), -simulation.state().needles[0].heat,
            simulation.state().needles[0].wall_temperature};
}

void check_poses(const std::shared_ptr<const ExchangeModel>& exchange, const std::vector<double>& tips) {
    const Result fine = run(1e-3, -22e-3, exchange);
    for (double tip : tips) {
        CAPTURE(tip);
        const Result at = run(2e-3, tip, exchange);
        CHECK(at.heat == Approx(fine.heat).epsilon(0.005));
        CHECK(at.ice == Approx(fine.ice).epsilon(0.02));
        // Coldest in the middle, warmer toward both ends without a bump.
        const std::size_t middle = at.wall.size() / 2;
        for (std::size_t n = 1; n < at.wall.size(); ++n) {
            CAPTURE(n);
            if (n <= middle) CHECK(at.wall[n] <= at.wall[n - 1] + 0.1);
            if (n > middle) CHECK(at.wall[n] >= at.wall[n - 1] - 0.1);
        }
    }
}

}  // namespace

TEST_CASE("convective needle: heat and wall do not depend on where nodes and cells meet", "[needle]") {
    Convective::Settings settings;
    settings.conductance = 7;
    settings.gas_temperature = TimeTable(-150.0);
    check_poses(std::make_shared<Convective>(settings), {-22e-3, -21.3e-3, -20.7e-3, -21e-3});
}

TEST_CASE("power-limited needle: heat and wall do not depend on where nodes and cells meet", "[needle]") {
    PowerLimited::Settings settings;
    settings.wall_temperatures = {-150, -100, 0};
    settings.powers = {0, 18, 30};
    settings.largest_power = 24;
    check_poses(std::make_shared<PowerLimited>(settings), {-22e-3, -21.3e-3});
}

TEST_CASE("convective needle: behind planes of symmetry it takes its part of the heat", "[needle]") {
    Convective::Settings gas;
    gas.conductance = 9;
    gas.gas_temperature = TimeTable(-150.0);
    std::vector<double> heat;
    for (int planes = 0; planes < 3; ++planes) {
        const bool x = planes > 0, y = planes > 1;
        const Grid grid({x ? 12 : 24, y ? 12 : 24, 32}, 2e-3, Vector3(x ? 0 : -24e-3, y ? 0 : -24e-3, -32e-3));
        Needle needle = needle_case::needle(Vector3::Zero(), 0, 30e-3);
        needle.exchange = std::make_shared<Convective>(gas);
        Model model = needle_case::model(grid, {needle}, {120});
        if (x) model.boundaries[std::size_t(Face::x_min)] = Insulated{};
        if (y) model.boundaries[std::size_t(Face::y_min)] = Insulated{};
        Simulation simulation(model);
        simulation.run();
        heat.push_back(std::pow(2, planes) * simulation.state().needles[0].heat);
    }
    // The cells lie the same; what differs is the quadrature.
    CHECK(heat[1] == Approx(heat[0]).epsilon(1e-3));
    CHECK(heat[2] == Approx(heat[0]).epsilon(1e-3));
}
