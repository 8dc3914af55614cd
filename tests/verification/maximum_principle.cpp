// The maximum principle: whatever a model is made of, no temperature leaves what its start, faces, held regions, walls of
// needles and blood span, and without needles none leaves what its surroundings spanned before the step. Random models, each
// from its own seed, checked after every step.
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "core/error.hpp"
#include "probe/coupling.hpp"
#include "probe/exchange/convective.hpp"
#include "probe/exchange/power_limited.hpp"
#include "probe/exchange/wall_temperature.hpp"
#include "verify/setting.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

// From the first one with needles on every model has one or two, which take most of the time.
constexpr int models = 1000, first_with_needles = 850, in_normal_tests = 853;
constexpr double round_off = 1e-9;  // [K]

// Numbers that are the same with every standard library.
class Dice {
 public:
    explicit Dice(unsigned seed) : engine_(seed) {}
    double between(double low, double high) { return low + (high - low) * (double(engine_()) / 4294967296.0); }
    int below(int count) { return int(engine_() % std::uint32_t(count)); }
    bool chance(double share) { return between(0, 1) < share; }

 private:
    std::mt19937 engine_;
};

// What temperatures may reach.
struct Bounds {
    double low = 1e9, high = -1e9;
    void hold(double temperature) {
        low = std::min(low, temperature);
        high = std::max(high, temperature);
    }
};

ThermalLaw random_law(Dice& dice) {
    const PhaseProperties unfrozen{dice.between(0.15, 0.6), dice.between(1.8e6, 4.2e6)};
    const PhaseProperties ice{dice.between(0.3, 2.4), dice.between(1.2e6, 2.0e6)};
    const double latent = dice.between(0, 330e6), liquidus = dice.between(-4, -0.3);
    const double solidus = liquidus - dice.between(0.2, 12);
    const FrozenMedium varying(FrozenMedium::Water{dice.between(0.3, 0.8), dice.between(950, 1080), 3500,
                                                   dice.chance(0.5) ? IceConductivity::exponential : IceConductivity::power});
    const FrozenMedium frozen = dice.chance(0.4) ? varying : FrozenMedium(ice);
    switch (dice.below(5)) {
        case 0: return ThermalLaw::never_freezing(unfrozen);
        case 1: return ThermalLaw::dilute_release(frozen, unfrozen, latent, solidus, liquidus);
        case 2: return ThermalLaw::linear_release(frozen, unfrozen, latent, liquidus, liquidus);
        case 3: return ThermalLaw::constant_mush(frozen, {1.2, 2.7e6}, unfrozen, latent, solidus, liquidus);
        default: return ThermalLaw::linear_release(frozen, unfrozen, latent, solidus, liquidus);
    }
}

std::shared_ptr<const ExchangeModel> random_exchange(Dice& dice, Bounds& bounds) {
    const double cold = dice.between(-190, -60), warm = dice.between(20, 45), ramp = dice.chance(0.5) ? 3 : 0;
    bounds.hold(cold);
    bounds.hold(warm);
    std::optional<double> heater;
    if (dice.chance(0.4)) heater = dice.between(1, 30);
    switch (dice.below(3)) {
        case 0: {
            WallTemperature::Settings s;
            s.temperature = TimeTable(cold), s.ramp = ramp, s.warm_temperature = warm, s.warm_power = heater;
            return std::make_shared<WallTemperature>(s);
        }
        case 1: {
            Convective::Settings s;
            s.conductance = dice.chance(0.5) ? AlongTable(dice.between(2, 40)) : AlongTable({0, 1}, {dice.between(0, 8), 12});
            s.gas_temperature = TimeTable(cold), s.ramp = ramp, s.warm_temperature = warm, s.warm_power = heater;
            return std::make_shared<Convective>(s);
        }
        default: {
            PowerLimited::Settings s;
            s.wall_temperatures = {cold, cold + 30, 0}, s.powers = {0, dice.between(2, 20), 30};
            s.ramp = ramp, s.warm_temperature = warm, s.warm_power = heater;
            return std::make_shared<PowerLimited>(s);
        }
    }
}

struct RandomModel {
    Model model;
    Bounds bounds;
    double start_low, start_high;  // [degC]
    double heating;  // [K/s] that metabolism can bring at most
};

RandomModel random_model(unsigned seed, bool with_needles) {
    Dice dice(seed);
    Bounds bounds;
    const Index3 cells{6 + dice.below(5), 6 + dice.below(5), 6 + dice.below(5)};
    const double h = dice.between(0.5 * mm, 2.5 * mm);
    const auto random_tissue = [&] {
        Tissue tissue{"tissue", random_law(dice)};
        if (dice.chance(0.6)) {
            tissue.perfusion = dice.between(0, 80e3);
            tissue.blood_temperature = dice.between(30, 40);
            bounds.hold(tissue.blood_temperature);
        }
        if (dice.chance(0.3)) tissue.metabolic_heat = dice.between(0, 30e3);
        if (dice.chance(0.3)) tissue.stasis_temperature = dice.between(-40, 0);
        return tissue;
    };
    Model model = box_model(cells, h, random_tissue(), 37, 0);
    model.initial_temperature = dice.between(-40, 45);
    bounds.hold(model.initial_temperature);
    const int tissues = 1 + dice.below(4);
    for (int n = 1; n < tissues; ++n) {
        model.tissues.push_back(random_tissue());
        model.regions.regions.push_back({"region", n, std::nullopt});
    }
    if (dice.chance(0.4)) {
        const double held = dice.between(-60, 45);
        model.regions.regions.push_back({"vessel", dice.below(tissues), held});
        bounds.hold(held);
    }
    const int regions = int(model.regions.regions.size());
    // Scattered cells or blocks of them.
    const int block = 1 + dice.below(4);
    std::vector<int> of_block;
    for (int n = 0; n < 1000; ++n) of_block.push_back(dice.below(regions));
    for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
        model.regions.region[cell] =
            std::uint8_t(of_block[std::size_t(at[0] / block + 10 * (at[1] / block) + 100 * (at[2] / block))]);
    });
    const bool all_held = dice.chance(0.3);  // corner cells have three faces at a temperature
    for (Boundary& face : model.boundaries) {
        const double temperature = dice.between(-100, 45), film = dice.between(5, 3000);
        switch (all_held ? 0 : dice.below(3)) {
            case 0: face = FixedTemperature{temperature}; break;
            case 1: face = Convection{film, temperature}; break;
            default: continue;
        }
        bounds.hold(temperature);
    }
    const double start_low = dice.between(-120, 45), start_high = dice.between(start_low, 45);
    bounds.hold(start_low);
    bounds.hold(start_high);
    const int needles = with_needles ? 1 + dice.below(2) : 0;
    for (int n = 0; n < needles; ++n) {
        const double radius = dice.between(0.3, 0.8) * h, length = dice.between(1, 3) * h;
        const Vector3 direction =
            dice.chance(0.4) ? Vector3::Unit(dice.below(3))
                             : Vector3(dice.between(-1, 1), dice.between(-1, 1), dice.between(0.1, 1)).normalized();
        const Vector3 size = model.grid.upper();
        const Vector3 middle(size.x() * dice.between(0.3, 0.7), size.y() * dice.between(0.3, 0.7), size.z() * dice.between(0.3, 0.7));
        Needle needle{fmt::format("N{}", n), {middle - 0.5 * length * direction, direction, radius, 0, length},
                      random_exchange(dice, bounds)};
        if (dice.chance(0.5)) needle.metal_heat_capacity = dice.between(1, 15);
        if (dice.chance(0.3)) needle.metal_conductance = dice.between(1e-5, 3e-4);
        model.needles.push_back(needle);
        try {
            couple(model.grid, model.boundaries, model.needles, std::vector<WallContact>(model.needles.size(), true));
        } catch (const InputError&) {  // overlaps another or leaves the box
            model.needles.pop_back();
        }
    }
    double diffusivity = 0;
    for (const Tissue& tissue : model.tissues) diffusivity = std::max(diffusivity, tissue.law.max_diffusivity(-100));
    const double step = h * h / (6 * diffusivity);
    for (StageKind kind : {StageKind::freeze, StageKind::thaw, dice.chance(0.5) ? StageKind::warm : StageKind::freeze}) {
        Stage stage{kind, 0, dice.between(12, 16) * step, 1, {}};
        for (std::size_t n = 0; n < model.needles.size(); ++n)
            stage.probes.push_back({kind != StageKind::thaw && dice.chance(0.8), dice.chance(0.5) ? 1.0 : dice.between(0.1, 1)});
        model.protocol.stages.push_back(stage);
    }
    model.protocol.stages.erase(model.protocol.stages.begin());  // the one that box_model waits in
    lay_out(model.protocol);
    double heating = 0;
    for (const Tissue& tissue : model.tissues)
        heating = std::max(heating, tissue.metabolic_heat * tissue.law.coefficients().temperature_unfrozen);
    return {std::move(model), bounds, start_low, start_high, heating};
}

struct Extremes : Observer {
    const RandomModel& random;
    const Field<double>* tissue_fraction = nullptr;
    double below = 0, above = 0;  // [K]
    double beside = 0;            // beyond what a cell, its neighbours, its outer faces and its blood had before a step [K]
    long steps = 0;
    Field<double> before;

    explicit Extremes(const RandomModel& r) : random(r), before(r.model.grid) {}

    void begin(const Model& model, const State& state) override {
        for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) { before[cell] = temperature_of(model, state, cell); });
    }

    Bounds around(const Model& model, const Index3& at, std::ptrdiff_t cell) const {
        Bounds bounds;
        bounds.hold(before[cell]);
        const Tissue& tissue = model.tissue_at(cell);
        if (tissue.perfusion > 0) bounds.hold(tissue.blood_temperature);
        for (int axis = 0; axis < 3; ++axis)
            for (int side = 0; side < 2; ++side) {
                const bool outer = at[std::size_t(axis)] == (side == 0 ? 0 : model.grid.cells()[std::size_t(axis)] - 1);
                const Boundary& face = model.boundaries[std::size_t(2 * axis + side)];
                if (!outer)
                    bounds.hold(before[cell + (side == 0 ? -1 : 1) * model.grid.stride(axis)]);
                else if (const auto* fixed = std::get_if<FixedTemperature>(&face))
                    bounds.hold(fixed->temperature);
                else if (const auto* air = std::get_if<Convection>(&face))
                    bounds.hold(air->air_temperature);
            }
        return bounds;
    }

    void after_step(const Model& model, const State& state, const Ledger&, const StepReport& step) override {
        ++steps;
        const double low = random.bounds.low, high = random.bounds.high + random.heating * state.time;
        Field<double> now(model.grid);
        for_each_cell(model.grid, [&](const Index3& at, std::ptrdiff_t cell) {
            if ((*tissue_fraction)[cell] == 0) return;
            const double T = now[cell] = temperature_of(model, state, cell);
            below = std::max(below, low - T);
            above = std::max(above, T - high);
            if (!model.needles.empty()) return;  // walls reach over several cells within a step
            const Bounds local = around(model, at, cell);
            beside = std::max({beside, local.low - T, T - local.high - random.heating * step.duration});
        });
        before = now;
        for (const NeedleState& needle : state.needles)
            for (double T : needle.wall_temperature) {
                below = std::max(below, low - T);
                above = std::max(above, T - high);
            }
    }
};

void check_models(int first, int last) {
    for (int n = first; n < last; ++n) {
        const RandomModel random = random_model(unsigned(1000 + n), n >= first_with_needles);
        const Model& model = random.model;
        Simulation simulation(model);
        Dice dice{unsigned(n)};
        for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) {
            if (model.regions.at(cell).held_temperature) return;
            const double T = dice.between(random.start_low, random.start_high);
            set_temperature(model, simulation.state(), cell, T);
        });
        Extremes extremes(random);
        extremes.tissue_fraction = &simulation.tissue_fraction();
        simulation.add_observer(extremes);
        simulation.run();
        INFO("model " << n << ": " << model.needles.size() << " needles, " << model.tissues.size() << " tissues");
        CHECK(extremes.steps >= 20);
        CHECK(extremes.below <= round_off);
        CHECK(extremes.above <= round_off);
        CHECK(extremes.beside <= round_off);
        CHECK(simulation.ledger().residual() <= ledger_tolerance);
    }
}

}  // namespace

TEST_CASE("no temperature leaves what start, faces and blood span: 850 random models", "[verify][maximum]") {
    check_models(0, first_with_needles);
}

TEST_CASE("no temperature leaves what start, faces, blood and needles span: 3 random models", "[verify][maximum]") {
    check_models(first_with_needles, in_normal_tests);
}

TEST_CASE("no temperature leaves what start, faces, blood and needles span: 147 random models", "[verify][maximum][long]") {
    check_models(in_normal_tests, models);
}
