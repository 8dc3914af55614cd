// Tissue that floods after its first thaw.
#include <omp.h>

#include <catch2/catch.hpp>
#include <cstring>

#include "outcome/history.hpp"
#include "solver/flooding.hpp"
#include "support/memory_archive.hpp"
#include "support/needle_case.hpp"
#include "tissue/library.hpp"
#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

const exact::RangeMaterial aerated{{0.8, 0.7e6}, {0.6, 1.1e6}, {0.4, 1.5e6}, 95e6, -8, -1};
const exact::RangeMaterial full{{1.8, 1.9e6}, {1.1, 3.0e6}, {0.4, 4.1e6}, 250e6, -8, -1};

// H of a material, from its definition, zero at 37 degC.
double enthalpy_of(const exact::RangeMaterial& m, double temperature) {
    const double liquidus = m.unfrozen.heat_capacity * (m.liquidus - 37), range = m.liquidus - m.solidus;
    if (temperature >= m.liquidus) return m.unfrozen.heat_capacity * (temperature - 37);
    const double molten = m.latent_heat + m.mush.heat_capacity * range;
    if (temperature >= m.solidus) return liquidus - molten * (m.liquidus - temperature) / range;
    return liquidus - molten - m.frozen.heat_capacity * (m.solidus - temperature);
}

Model flooding_box(const ThermalLaw& dry, const ThermalLaw& wet, double start, double duration) {
    Model model = box_model({3, 3, 4}, 2 * mm, {"dry", dry}, start, duration);
    model.tissues.push_back({"wet", wet});
    model.tissues[0].floods_into = 1;
    return model;
}

// Frozen at first, then at a temperature: what H and the ledger's term are 2 s later.
struct Changed {
    double enthalpy, per_volume;
    int tissue, memory;
};
Changed thawed_at(const Model& model, double temperature_or_fraction, bool fraction = false) {
    Simulation simulation(model);
    simulation.run(2);
    const ThermalLaw& dry = model.tissues[0].law;
    const double given = fraction ? dry.enthalpy_at_liquid_fraction(temperature_or_fraction)
                                  : dry.enthalpy(temperature_or_fraction);
    simulation.state().enthalpy = Field<double>(model.grid, given);
    simulation.run(4);
    const std::ptrdiff_t cell = model.grid.index(1, 0, 3);
    const double volume = model.grid.cell_volume() * double(model.grid.cell_count());
    return {simulation.state().enthalpy[cell], simulation.ledger().heat(LedgerTerm::tissue_change) / volume,
            simulation.model().tissue_number_at(cell), simulation.state().flooding[cell]};
}

Tissue library_tissue(const char* name) { return make_tissue(name, properties_of(*find_tissue(name)), Blood{}); }

// 3-3-7-7-10 in aerated lung.
Model triple_freeze(bool floods, double spacing = 3 * mm) {
    Model model = needle_case::model(needle_case::cube(spacing, 36 * mm), {needle_case::needle(Vector3::Zero(), 20)},
                                     {180, 180, 420, 420, 600});
    model.tissues = {library_tissue("lung inflated"), library_tissue("lung flooded")};
    if (floods) model.tissues[0].floods_into = 1;
    return model;
}

double stored_in(const Model& model, const Simulation& simulation) {
    double sum = 0;
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) {
        sum += simulation.tissue_fraction()[cell] * simulation.state().enthalpy[cell];
    });
    return sum * model.grid.cell_volume();
}

std::vector<double> values_of(const Simulation& simulation) {
    std::vector<double> values;
    for_each_cell(simulation.model().grid, [&](const Index3&, std::ptrdiff_t cell) {
        values.push_back(simulation.state().enthalpy[cell]);
        values.push_back(simulation.state().flooding[cell]);
    });
    for (int term = 0; term < ledger_terms; ++term) values.push_back(simulation.ledger().heat(LedgerTerm(term)));
    values.push_back(simulation.ledger().stored());
    return values;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace

TEST_CASE("flooding: a cell keeps its temperature and gains the heat of what flows in", "[verify]") {
    const Model model = flooding_box(law_of(aerated), law_of(full), -20, 20);
    for (double temperature : {20.0, 0.0, -1.0, -3.0, -4.4}) {
        INFO(temperature << " degC");
        const Changed changed = thawed_at(model, temperature);
        CHECK(changed.tissue == 1);
        CHECK(changed.memory == 2);
        CHECK(changed.enthalpy == Approx(enthalpy_of(full, temperature)).epsilon(1e-12));
        CHECK(changed.per_volume ==
              Approx(enthalpy_of(full, temperature) - enthalpy_of(aerated, temperature)).epsilon(1e-10));
    }
    // More than half of it is ice still.
    const Changed frozen = thawed_at(model, -4.6);
    CHECK(frozen.tissue == 0);
    CHECK(frozen.memory == 1);
    CHECK(frozen.per_volume == 0);
    // What was never frozen stays.
    CHECK(thawed_at(flooding_box(law_of(aerated), law_of(full), 5, 20), 20).memory == 0);
}

TEST_CASE("flooding: where both freeze at one temperature the liquid fraction stays", "[verify]") {
    const ThermalLaw dry = ThermalLaw::linear_release({0.8, 0.7e6}, {0.4, 1.5e6}, 95e6, -1, -1);
    const ThermalLaw wet = ThermalLaw::linear_release({1.8, 1.9e6}, {0.4, 4.1e6}, 250e6, -1, -1);
    const Changed changed = thawed_at(flooding_box(dry, wet, -20, 20), 0.7, true);
    CHECK(changed.tissue == 1);
    CHECK(changed.enthalpy == Approx(wet.enthalpy_at_liquid_fraction(0.7)).epsilon(1e-12));
}

TEST_CASE("flooding: once, and for good", "[verify]") {
    const Model model = flooding_box(law_of(aerated), law_of(full), -20, 40);
    Simulation simulation(model);
    const std::ptrdiff_t cell = model.grid.index(2, 2, 0);
    for (double temperature : {-20.0, 10.0, -20.0, 10.0}) {
        const ThermalLaw& law = simulation.model().tissue_at(cell).law;
        simulation.state().enthalpy = Field<double>(model.grid, law.enthalpy(temperature));
        simulation.run(simulation.state().time + 4);
        CHECK(temperature_of(simulation.model(), simulation.state(), cell) == Approx(temperature).margin(1e-9));
    }
    CHECK(simulation.model().tissue_number_at(cell) == 1);
    const double volume = model.grid.cell_volume() * double(model.grid.cell_count());
    CHECK(simulation.ledger().heat(LedgerTerm::tissue_change) ==
          Approx(volume * (enthalpy_of(full, 10) - enthalpy_of(aerated, 10))).epsilon(1e-10));
    CHECK(model.flooded.empty());  // the given model is not touched
}

TEST_CASE("flooding: history knows what the flooded tissue has", "[verify]") {
    // The wet tissue thaws at -0.5 to 0 degC: what is half thawed when it floods is ice again.
    const ThermalLaw wet = ThermalLaw::linear_release({1.8, 1.9e6}, {0.4, 4.1e6}, 250e6, -0.5, 0);
    Model model = flooding_box(law_of(aerated), wet, -20, 3000);
    model.boundaries.fill(Convection{200, 37});
    Simulation simulation(model);
    History history(simulation.model(), simulation.tissue_fraction(), {.isotherms = {-0.3, -2}});
    simulation.add_observer(history);
    const std::ptrdiff_t cell = model.grid.index(1, 1, 1);
    double frozen_until = 0, below_until = 0, flooded_from = 0;
    for (double time = 1; time <= 3000; time += 1) {
        simulation.run(time);
        const Model& now = simulation.model();
        const double enthalpy = simulation.state().enthalpy[cell];
        if (now.tissue_at(cell).law.liquid_fraction(enthalpy) < 0.5) frozen_until = time;
        if (now.tissue_at(cell).law.temperature(enthalpy) < -0.3) below_until = time;
        if (flooded_from == 0 && now.tissue_number_at(cell) == 1) flooded_from = time;
    }
    const HistoryFields fields = history.total();
    CHECK(flooded_from > 0);
    CHECK(frozen_until > flooded_from + 20);
    CHECK(fields.time_below[0][cell] == Approx(below_until + 0.5).margin(0.6));
    // Between half thawed as dry tissue and the next look it counted as thawed.
    CHECK(fields.time_frozen[cell] < frozen_until + 1.1);
    CHECK(fields.time_frozen[cell] > frozen_until - 3.1);
    CHECK(simulation.ledger().residual() < ledger_tolerance);
}

TEST_CASE("flooding: the third freeze of a lung grows further, and the ledger closes", "[verify]") {
    const Model dry_model = triple_freeze(false), wet_model = triple_freeze(true);
    Simulation dry(dry_model), wet(wet_model);
    CHECK(&dry.model() == &dry_model);  // where nothing floods nothing is copied, kept or looked for
    CHECK(dry.state().flooding.empty());
    const double before = stored_in(wet_model, wet);
    const std::vector<double> ends{180, 780, 1800};
    for (std::size_t n = 0; n < ends.size(); ++n) {
        dry.run(ends[n]);
        wet.run(ends[n]);
        const double dry_ice = needle_case::volume(dry.model(), dry, -0.5);
        const double wet_ice = needle_case::volume(wet.model(), wet, -0.5);
        INFO("freeze " << n + 1 << ": " << dry_ice << " cm3 of ice in dry lung, " << wet_ice << " in lung that floods");
        // Looks shorten steps, so that even the first freeze is not the same to the bit. In the second all that flooded has to
        // freeze anew, with its latent heat; in the third the ice grows beyond it.
        if (n == 0) CHECK(wet_ice == Approx(dry_ice).epsilon(1e-3));
        if (n == 1) CHECK(wet_ice == Approx(dry_ice).epsilon(0.1));
        if (n == 2) CHECK(wet_ice > 1.03 * dry_ice);
    }
    const double stored = stored_in(wet_model, wet) - before;
    CHECK(wet.ledger().stored() == Approx(stored).epsilon(1e-10));
    CHECK(wet.ledger().heat(LedgerTerm::tissue_change) != 0);
    CHECK(wet.ledger().residual() < ledger_tolerance);
    CHECK(dry.ledger().heat(LedgerTerm::tissue_change) == 0);
}

TEST_CASE("flooding: the same bits for any number of threads, and in a restored run", "[verify][threads]") {
    const Model model = triple_freeze(true);
    const int threads_before = omp_get_max_threads();
    std::vector<double> first;
    for (int threads : {1, 2, 3}) {
        omp_set_num_threads(threads);
        Simulation simulation(model);
        for (double until : {253.0, 500.0}) simulation.run(until);  // 253 s: in the thaw, between two looks
        if (first.empty()) first = values_of(simulation);
        INFO(threads << " threads");
        CHECK(same_bits(first, values_of(simulation)));
    }
    omp_set_num_threads(threads_before);

    Simulation stopped(model), restored(model);
    stopped.run(253);
    std::vector<iceball::testing::MemoryArchive> archives(stopped.sections().size());
    for (std::size_t n = 0; n < archives.size(); ++n) stopped.sections()[n]->serialize(archives[n]);
    for (std::size_t n = 0; n < archives.size(); ++n) {
        archives[n].set_restoring(true);
        restored.sections()[n]->serialize(archives[n]);
    }
    restored.run(500);
    CHECK(same_bits(first, values_of(restored)));
    bool any = false;
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) { any = any || stopped.state().flooding[cell] == 2; });
    CHECK(any);
}
