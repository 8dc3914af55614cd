// Cases whose ice balls are known, to judge error bars by, and how they are run: at their spacing and at a coarser one.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "grid/boundary.hpp"
#include "study/measured_run.hpp"
#include "support/needle_case.hpp"

namespace known {

constexpr double mm = 1e-3;

enum class Quantity { volume, extent_x, extent_y, extent_z, margin, distance };

// One reading whose true value is known.
struct Answer {
    Quantity quantity;
    std::size_t isotherm;
    double time;   // [s], the end of a freeze
    double value;  // [m3] or [m]
};

struct Case {
    std::string name;
    double spacing;                               // [m]; the companion's is twice that
    std::function<iceball::Model(double)> model;  // of a spacing
    std::vector<double> isotherms;
    std::function<std::vector<Answer>()> answers;
    bool with_target = false;  // region 1 is the target, region 2, if there is one, at risk
    bool any_temperature = false;
};

// Equal draws from any compiler's library.
class Draw {
 public:
    explicit Draw(unsigned long seed) : engine_(seed) {}
    double between(double low, double high) { return low + (high - low) * double(engine_() >> 11) * 0x1p-53; }
    int below(int count) { return int(engine_() % std::uint64_t(count)); }
    bool chance(double share) { return between(0, 1) < share; }
    template <class Value>
    Value one_of(std::initializer_list<Value> values) {
        return *(values.begin() + below(int(values.size())));
    }

 private:
    std::mt19937_64 engine_;
};

constexpr double sampling = 15;  // [s], the default of output.every

inline iceball::MeasuredRun measure(const Case& c, double spacing) {
    const iceball::Model model = c.model(spacing);
    iceball::Simulation simulation(model);
    std::unique_ptr<iceball::TargetGauge> gauge;
    if (c.with_target) {
        iceball::TargetRegions regions{1, {}};
        if (model.regions.regions.size() > 2) regions.at_risk.push_back(2);
        gauge = std::make_unique<iceball::TargetGauge>(model, simulation.tissue_fraction(), regions);
    }
    iceball::RunMeasurer measurer(model, simulation, gauge.get(), c.isotherms);
    if (c.any_temperature) simulation.set_allowed_temperatures(-1e9, 1e9);
    std::vector<double> times;
    for (double t = sampling; t < model.protocol.duration(); t += sampling) times.push_back(t);
    for (const iceball::Stage& stage : model.protocol.stages) times.push_back(stage.end());
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    simulation.set_output_times(times);
    simulation.run();
    return measurer.finish();
}

// The argument at which a falling or rising function passes a value, by bisection.
template <class Function>
double where(const Function& f, double value, double low, double high) {
    const bool rising = f(high) > f(low);
    for (int n = 0; n < 80; ++n) {
        const double middle = 0.5 * (low + high);
        ((f(middle) < value) == rising ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

inline iceball::ThermalLaw drawn_law(Draw& draw) {
    const double liquidus = draw.between(-1, -0.5);
    const double solidus = draw.chance(0.2) ? liquidus : draw.between(-10, -3);
    return iceball::ThermalLaw::linear_release({draw.between(1.5, 2.5), draw.between(1.6e6, 2.1e6)},
                                               {draw.between(0.4, 0.6), draw.between(3.2e6, 4.0e6)},
                                               draw.between(150e6, 320e6), solidus, liquidus);
}

}  // namespace known
