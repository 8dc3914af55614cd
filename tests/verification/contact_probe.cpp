// Contact probes: plates on outer faces.
#include <omp.h>

#include <catch2/catch.hpp>
#include <cstring>

#include "core/error.hpp"
#include "exact/conduction.hpp"
#include "exact/plane.hpp"
#include "outcome/front.hpp"
#include "outcome/ice_volume.hpp"
#include "support/memory_archive.hpp"
#include "support/needle_case.hpp"
#include "tissue/library.hpp"
#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

const exact::SharpMaterial slab{{2.0, 1.9e6}, {0.5, 3.6e6}, 250e6, 0};
const exact::RangeMaterial tissue{{2.0, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 250e6, -8, -1};
const FaceRectangle everything{{0, 0}, {1, 1}};

Contact plate_at(double temperature, Face face, const Patch& patch, double ramp = 0) {
    WallTemperature::Settings settings;
    settings.temperature = TimeTable(temperature);
    settings.ramp = ramp;
    Contact contact;
    contact.name = "plate";
    contact.face = face;
    contact.patch = patch;
    contact.exchange = std::make_shared<WallTemperature>(settings);
    return contact;
}

void press(Model& model, const Contact& contact) {
    model.contacts.push_back(contact);
    for (Stage& stage : model.protocol.stages) stage.contacts.push_back({stage.kind != StageKind::thaw});
}

// All faces insulated but the plate's, which is at 37 degC beside it.
Model block(Index3 cells, double spacing, const Tissue& of, double duration, double thaw = 0) {
    Model model = box_model(cells, spacing, of, 37, duration);
    model.protocol.stages = {{StageKind::freeze, 0, duration, 1, {}}};
    if (thaw > 0) model.protocol.stages.push_back({StageKind::thaw, 0, thaw, 1, {}});
    lay_out(model.protocol);
    return model;
}

// Depth of the isotherm below the face z_max.
double depth_of(const Model& model, const Simulation& simulation, double isotherm) {
    double lowest = model.grid.upper().z();
    for (const FrontPoint& point :
         front_points(IsothermReader(model, simulation.state(), simulation.tissue_fraction(), isotherm)))
        lowest = std::min(lowest, point.position.z());
    return model.grid.upper().z() - lowest;
}

std::vector<double> values_of(const Model& model, const Simulation& simulation) {
    std::vector<double> values;
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) { values.push_back(simulation.state().enthalpy[cell]); });
    for (const ContactState& contact : simulation.state().contacts) {
        values.push_back(contact.temperature);
        values.push_back(contact.heat);
    }
    values.push_back(simulation.ledger().stored());
    return values;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace

TEST_CASE("contact: a plate over a whole face freezes a slab as the exact solution says", "[verify]") {
    const exact::SharpPlane plane(slab, -150, 37);
    for (const SlabShape& shape : all_slab_shapes()) {
        // The face itself is at 37 degC: nothing of it may be left under the plate.
        Model model = slab_model(shape, 100, 1 * mm, {"slab", law_of(slab)}, 37, FixedTemperature{37}, Insulated{}, 600);
        model.protocol.stages = {{StageKind::freeze, 0, 600, 1, {}}};
        press(model, plate_at(-150, shape.near_face(), everything));
        ScoreKeeper keeper;
        SettingOptions options;
        options.times = every(1, 600);
        options.sample = [&](const State& state) {
            if (state.time > 60) keeper.add(frozen_volume(model, state) / (4 * mm * mm) / plane.front(state.time) - 1);
        };
        const Finished end = run_model(model, options);
        const Score score = keeper.score();
        INFO("face " << int(shape.near_face()) << ": rms " << score.rms << ", max " << score.max);
        CHECK(score.rms < 0.006);
        CHECK(score.max < 0.02);
        CHECK(end.ledger.residual() < ledger_tolerance);
        CHECK(end.ledger.heat(LedgerTerm::faces) == 0);
        CHECK(end.ledger.heat(LedgerTerm::contacts) == Approx(end.state.contacts[0].heat).epsilon(1e-12));
    }
}

TEST_CASE("contact: a contact layer lets through what the formula says", "[verify]") {
    const exact::Phase warm{0.5, 3.6e6};
    const auto heat_error = [&](double spacing) {
        Model model = slab_model({2, true}, int(std::lround(60 * mm / spacing)), spacing, {"slab", law_of(slab)}, 37,
                                 Insulated{}, Insulated{}, 300);
        model.protocol.stages = {{StageKind::freeze, 0, 300, 1, {}}};
        Contact contact = plate_at(5, Face::z_max, everything);
        contact.conductance = 400;
        press(model, contact);
        double worst = 0;
        SettingOptions options;
        options.times = every(30, 300);
        options.sample = [&](const State& state) {
            const double exact = exact::convective_half_space_heat(warm, 400, 5, 37, state.time);
            worst = std::max(worst, std::abs(state.contacts[0].heat / (4 * spacing * spacing) / exact - 1));
        };
        const Finished end = run_model(model, options);
        CHECK(end.ledger.residual() < ledger_tolerance);
        return worst;
    };
    const double coarse = heat_error(2 * mm), fine = heat_error(1 * mm);
    INFO("worst error of the heat " << coarse << " at 2 mm, " << fine << " at 1 mm");
    CHECK(fine < 0.02);  // after 30 s, when the heat comes from two cells
    CHECK(coarse / fine > 3);
}

TEST_CASE("contact: a plate that is off lets nothing through, where it lies", "[verify]") {
    Model model = block({6, 6, 10}, 2 * mm, {"tissue", law_of(tissue)}, 60, 120);
    model.boundaries[std::size_t(Face::x_min)] = FixedTemperature{37};
    press(model, plate_at(-60, Face::x_min, everything, 20));
    Simulation simulation(model);
    simulation.run(60);
    const double taken = simulation.state().contacts[0].heat;
    CHECK(taken < -100);
    CHECK(simulation.state().contacts[0].temperature == Approx(-60));
    simulation.run();
    CHECK(simulation.state().contacts[0].heat == taken);
    CHECK(simulation.state().contacts[0].power == 0);
    CHECK(simulation.ledger().heat(LedgerTerm::faces) == 0);
    CHECK(simulation.ledger().stored() == Approx(taken).epsilon(1e-10));
    CHECK(simulation.state().contacts[0].temperature > -60);
    CHECK(simulation.ledger().residual() < ledger_tolerance);
}

TEST_CASE("contact: a disc freezes the same wherever it lies on the grid", "[verify]") {
    const auto run = [](const FacePoint& centre, double spacing) {
        const int n = int(std::lround(48 * mm / spacing));
        Model model = block({n, n, n / 2}, spacing, {"tissue", law_of(tissue)}, 180);
        press(model, plate_at(-75, Face::z_max, Disc{centre, 9.5 * mm}, 20));
        Simulation simulation(model);
        simulation.run();
        CHECK(simulation.ledger().residual() < ledger_tolerance);
        return std::array{-simulation.state().contacts[0].heat,
                          ice_volume(model, simulation.state(), simulation.tissue_fraction(), -20).tissue};
    };
    std::array<double, 2> low{1e9, 1e9}, high{0, 0};
    for (const FacePoint& shift : {FacePoint{0, 0}, {0.5, 0.5}, {1, 1}, {0.3, 0.9}, {1.4, 0.6}}) {
        const auto values = run({24 * mm + shift[0] * mm, 24 * mm + shift[1] * mm}, 2 * mm);
        for (std::size_t n = 0; n < 2; ++n) low[n] = std::min(low[n], values[n]), high[n] = std::max(high[n], values[n]);
    }
    INFO("heat " << low[0] << " to " << high[0] << " J; below -20 degC " << 1e6 * low[1] << " to " << 1e6 * high[1] << " cm3");
    CHECK(high[0] / low[0] < 1.01);
    CHECK(high[1] / low[1] < 1.01);
}

TEST_CASE("contact: mirror images, and any number of threads, and a restored run", "[verify][threads]") {
    const auto model_of = [](bool mirrored) {
        Model model = block({12, 11, 14}, 2 * mm, {"tissue", law_of(tissue)}, 40, 30);
        model.boundaries = {FixedTemperature{37}, FixedTemperature{37}, Convection{50, 20},
                            Convection{50, 20},   Insulated{},          Insulated{}};
        Contact contact = plate_at(-80, mirrored ? Face::x_max : Face::x_min, Disc{{10.3 * mm, 15.1 * mm}, 7.7 * mm}, 10);
        contact.conductance = 3000;
        press(model, contact);
        press(model, plate_at(-40, Face::y_min, FaceRectangle{{mirrored ? 6.3 * mm : 17.7 * mm, 9 * mm}, {7 * mm, 9 * mm}}));
        return model;
    };
    const Model straight = model_of(false), mirror = model_of(true);
    const int threads_before = omp_get_max_threads();
    std::vector<double> first;
    for (int threads : {1, 2, 3}) {
        omp_set_num_threads(threads);
        Simulation simulation(straight);
        for (double until : {25.0, 70.0}) simulation.run(until);
        if (first.empty()) first = values_of(straight, simulation);
        CHECK(same_bits(first, values_of(straight, simulation)));
        CHECK(simulation.ledger().residual() < ledger_tolerance);
    }
    omp_set_num_threads(threads_before);

    Simulation stopped(straight), restored(straight), seen(mirror);
    stopped.run(25);
    std::vector<iceball::testing::MemoryArchive> archives(stopped.sections().size());
    for (std::size_t n = 0; n < archives.size(); ++n) stopped.sections()[n]->serialize(archives[n]);
    for (std::size_t n = 0; n < archives.size(); ++n) {
        archives[n].set_restoring(true);
        restored.sections()[n]->serialize(archives[n]);
    }
    restored.run();
    CHECK(same_bits(first, values_of(straight, restored)));

    for (double until : {25.0, 70.0}) seen.run(until);
    double worst = 0;
    for_each_cell(straight.grid, [&](const Index3& at, std::ptrdiff_t cell) {
        const std::ptrdiff_t other = straight.grid.index(straight.grid.nx() - 1 - at[0], at[1], at[2]);
        worst = std::max(worst, std::abs(temperature_of(straight, restored.state(), cell) -
                                         temperature_of(mirror, seen.state(), other)));
    });
    CHECK(worst < 1e-9);
}

TEST_CASE("contact: plates beside a needle, in two tissues, and the ledger", "[verify]") {
    Model model = needle_case::model(needle_case::cube(3 * mm, 24 * mm), {needle_case::needle(Vector3::Zero(), 20, 24e-3)},
                                     {60, 60, 60});
    model.tissues.push_back({"other", law_of(tissue), 4000, 37, 500});
    model.regions.regions.push_back({"other", 1, std::nullopt});
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) { model.regions.region[cell] = at[0] >= 9; });
    model.boundaries[std::size_t(Face::z_max)] = Convection{100, 22};
    Contact contact = plate_at(-70, Face::z_max, Disc{{2 * mm, -3 * mm}, 10 * mm}, 15);
    contact.conductance = 2000;
    press(model, contact);
    Simulation simulation(model);
    simulation.run();
    CHECK(simulation.ledger().heat(LedgerTerm::contacts) < -100);
    CHECK(simulation.ledger().residual() < ledger_tolerance);

    press(model, plate_at(-70, Face::z_max, FaceRectangle{{10 * mm, 0}, {6 * mm, 6 * mm}}));
    CHECK_THROWS_AS(Simulation(model), InputError);  // one lies over the other
}

// X13: necrosis under a cervix probe with N2O 5.0-5.3 mm, with CO2 3.1-3.4 mm (Mariategui 2008). Plates at -75 and -55 degC.
TEST_CASE("contact: depth of a cervix probe", "[verify]") {
    const auto depth = [](double temperature) {
        TissueProperties properties = properties_of(*find_tissue("cervix"));
        Model model = block({24, 24, 24}, 1 * mm, make_tissue("cervix", properties, Blood{}), 180);
        model.boundaries[std::size_t(Face::z_max)] = Convection{10, 30};
        // A quarter of the plate: x_min and y_min are planes of symmetry.
        Contact contact = plate_at(temperature, Face::z_max, Disc{{0, 0}, 10 * mm}, 20);
        contact.conductance = 2000;
        press(model, contact);
        Simulation simulation(model);
        simulation.run();
        CHECK(simulation.ledger().residual() < ledger_tolerance);
        return depth_of(model, simulation, -20);
    };
    const double n2o = depth(-75), co2 = depth(-55);
    INFO("-20 degC at " << 1e3 * n2o << " mm under -75 degC, " << 1e3 * co2 << " mm under -55 degC");
    CHECK(n2o > 4e-3);
    CHECK(n2o < 7e-3);
    CHECK(n2o - co2 > 1e-3);
}
