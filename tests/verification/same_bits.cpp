// The same bits for any number of threads, and for mirror images of models without probes.
#include <omp.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

const exact::RangeMaterial kidney{{2.0, 2.0e6}, {1.25, 3.0e6}, {0.53, 4.0e6}, 250e6, -8, -1};
const exact::RangeMaterial fat{{0.35, 1.7e6}, {0.28, 1.9e6}, {0.21, 2.1e6}, 50e6, -12, -3};

struct ColdWall : ExchangeModel {
    WallDrive drive(const WallMoment& moment) const override {
        return {WallDrive::Kind::temperature, 37 - 170 * std::min(1.0, moment.time_in_stage / 30), 0, moment.duty};
    }
    std::string name() const override { return "cold wall"; }
};
struct ColdGas : ExchangeModel {
    WallDrive drive(const WallMoment& moment) const override {
        return {WallDrive::Kind::conductance, -150, 7 * moment.duty, 1};
    }
    std::string name() const override { return "cold gas"; }
};

// Two tissues that meet along a crooked face, a held region, every kind of outer face, sources off all centres.
Model crooked_model(Index3 cells, double duration) {
    Model model = box_model(cells, 2 * mm, {"kidney", law_of(kidney), 15000, 37, 5000}, 37, duration);
    model.tissues.push_back({"fat", law_of(fat), 2000, 37, 300});
    model.regions.regions.push_back({"fat", 1, std::nullopt});
    model.regions.regions.push_back({"vessel", 0, 37.0});
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
        const Vector3 p = model.grid.cell_centre(at[0], at[1], at[2]) / mm;
        if (p.x() + 0.4 * p.y() - 0.2 * p.z() > 0.7 * cells[0] * 2) model.regions.region[cell] = 1;
        if (at[0] % 7 == 3 && at[1] % 5 == 2) model.regions.region[cell] = 1;  // cells with interfaces on many sides
        if (std::abs(p.y() - 9) < 2.5 && std::abs(p.z() - 13) < 2.5) model.regions.region[cell] = 2;
    });
    model.boundaries = {FixedTemperature{37}, Convection{40, 20}, Insulated{}, FixedTemperature{5}, Convection{300, -60},
                        Insulated{}};
    const Vector3 size = model.grid.upper();
    model.sources.push_back({"point", 0.37 * size, 0.37 * size, TimeTable({0.0, 60.0}, {-3, -9})});
    model.sources.push_back({"line", 0.6 * size, Vector3(0.8 * size.x(), 0.3 * size.y(), 0.7 * size.z()), TimeTable(1.5)});
    return model;
}

std::vector<double> final_enthalpies(const Model& model, Simulation& simulation) {
    simulation.set_allowed_temperatures(-1e4, 1e4);
    simulation.run();
    std::vector<double> values;
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) { values.push_back(simulation.state().enthalpy[cell]); });
    for (const NeedleState& needle : simulation.state().needles) {
        values.insert(values.end(), needle.wall_temperature.begin(), needle.wall_temperature.end());
        values.push_back(needle.heat);
        values.push_back(needle.power);
    }
    for (int term = 0; term < ledger_terms; ++term) values.push_back(simulation.ledger().heat(LedgerTerm(term)));
    values.push_back(simulation.ledger().stored());
    CHECK(simulation.ledger().residual() <= ledger_tolerance);
    return values;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

// The model seen in a mirror across the middle of one axis.
Model mirrored(const Model& model, int axis) {
    Model mirror = model;
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
        Index3 other = at;
        other[std::size_t(axis)] = model.grid.cells()[std::size_t(axis)] - 1 - at[std::size_t(axis)];
        mirror.regions.region[mirror.grid.index(other[0], other[1], other[2])] = model.regions.region[cell];
    });
    std::swap(mirror.boundaries[std::size_t(2 * axis)], mirror.boundaries[std::size_t(2 * axis + 1)]);
    return mirror;
}

}  // namespace

TEST_CASE("the state has the same bits with 1, 2, 3, 5 and 8 threads", "[verify][threads]") {
    Model model = crooked_model({28, 24, 26}, 0);
    model.needles.push_back({"A", {{22 * mm, 30 * mm, 8 * mm}, Vector3(0.1, 0.2, 1).normalized(), 1.2 * mm, 0, 24 * mm},
                             std::make_shared<ColdWall>(), 0});
    model.needles.push_back({"B", {{35 * mm, 22 * mm, 9.3 * mm}, Vector3(0, 0, 1), 0.75 * mm, 0, 20 * mm},
                             std::make_shared<ColdGas>(), 10});
    model.protocol.stages = {{StageKind::freeze, 0, 40, 1, {{true, 1.0}, {true, 0.6}}},
                             {StageKind::thaw, 0, 20, 1, {{false, 1.0}, {false, 1.0}}},
                             {StageKind::freeze, 0, 15, 1, {{false, 1.0}, {true, 1.0}}}};
    lay_out(model.protocol);
    const int before = omp_get_max_threads();
    std::vector<double> first;
    for (int threads : {1, 2, 3, 5, 8}) {
        omp_set_num_threads(threads);
        Simulation simulation(model);
        const std::vector<double> values = final_enthalpies(model, simulation);
        if (first.empty()) first = values;
        INFO(threads << " threads");
        CHECK(same_bits(first, values));
    }
    omp_set_num_threads(before);
    CHECK(std::abs(first.back()) > 1);  // something happened
}

TEST_CASE("mirror images without probes have the same bits", "[verify]") {
    Model model = crooked_model({23, 18, 20}, 60);
    // Where a source's weights are formed from a mirrored position they are rounded differently: sources on cell centres.
    model.sources.clear();
    const auto add_source = [](Model& m, const Index3& at, double power) {
        const Vector3 point = m.grid.cell_centre(at[0], at[1], at[2]);
        m.sources.push_back({"source", point, point, TimeTable(power)});
    };
    const std::vector<std::pair<Index3, double>> sources = {{{6, 5, 7}, -6}, {{15, 11, 4}, -2}, {{9, 14, 16}, 1}};
    const auto run = [](const Model& m) {
        Simulation simulation(m);
        simulation.set_allowed_temperatures(-1e4, 1e4);
        simulation.run();
        CHECK(simulation.ledger().residual() <= ledger_tolerance);
        return simulation.state().enthalpy;
    };
    Model original = model;
    for (const auto& [at, power] : sources) add_source(original, at, power);
    const Field<double> straight = run(original);
    for (int axis = 0; axis < 3; ++axis) {
        const auto across = [&](Index3 at) {
            at[std::size_t(axis)] = model.grid.cells()[std::size_t(axis)] - 1 - at[std::size_t(axis)];
            return at;
        };
        Model mirror = mirrored(model, axis);
        for (const auto& [at, power] : sources) add_source(mirror, across(at), power);
        const Field<double> seen = run(mirror);
        int different = 0;
        for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
            const Index3 other = across(at);
            different += straight[cell] != seen[model.grid.index(other[0], other[1], other[2])];
        });
        INFO("axis " << axis);
        CHECK(different == 0);
    }
}
