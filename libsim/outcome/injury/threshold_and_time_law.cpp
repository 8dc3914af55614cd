// Law `threshold-and-time`: tissue dies of time spent in the cold, or at once of a deeper cold.
#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "outcome/cell_share.hpp"
#include "outcome/ice_volume.hpp"
#include "outcome/injury/injury_law.hpp"

namespace iceball {
namespace {

// Time beyond the hold, as what cell_share.hpp reads. Outside it ends at -hold, where the tissue was never below; inside it
// ends at +hold for the same reason: the steep rise behind the edge, steeper with every cycle, says nothing about the edge.
struct HoldReader {
    const Grid& box;
    const Field<double>& tissue_fraction;
    const Field<float>& time_below;
    double hold;

    const Grid& grid() const { return box; }
    bool active(std::ptrdiff_t cell) const { return tissue_fraction[cell] > 0; }
    double depth(std::ptrdiff_t cell, int) const { return std::min(time_below[cell] - hold, hold); }
};

class ThresholdAndTimeLaw : public InjuryLaw {
 public:
    ThresholdAndTimeLaw(double temperature, double hold, double instant)
        : temperature_(temperature), hold_(hold), instant_(instant) {}

    std::string name() const override { return "threshold-and-time"; }
    std::string criterion() const override {
        return fmt::format("destroyed is what spent at least {:g} s in all below {:g} degC, or was once below {:g} degC", hold_,
                           temperature_, instant_);
    }
    std::vector<InjuryParameter> parameters() const override {
        return {{"temperature", temperature_, "degC", "-20 degC: kidney and lung (Chosy 1998, Hinshaw 2010), read"},
                {"time", hold_, "s", "60 s: literature-typical, unverified"},
                {"temperature at once", instant_, "degC",
                 "-40 degC: Go-Smart lethal temperature 233 K, Turk 1999 (Prostate 38:137), both read"}};
    }
    std::vector<double> isotherms() const override { return {temperature_}; }

    Field<float> destroyed(const Model& model, const Field<double>& tissue_fraction, const HistoryFields& history,
                           const HistorySettings& settings) const override {
        const auto number = find_temperature(settings.isotherms, temperature_);
        if (!number)
            throw InputError(fmt::format("injury law {}: the history holds no time below {:g} degC, which the law needs; add "
                                         "\"{:g} degC\" to [output] isotherms and run again", name(), temperature_, temperature_));
        const Field<float>& time_below = history.time_below[*number];
        const Grid& grid = model.grid;
        const HoldReader held{grid, tissue_fraction, time_below, hold_};
        const State coldest = state_at(model, history.minimum_temperature);
        const IsothermReader instant(model, coldest, tissue_fraction, instant_);
        Field<float> share(grid);
        parallel_blocks(grid.nz(), [&](int k) {
            for (int j = 0; j < grid.ny(); ++j)
                for (int i = 0; i < grid.nx(); ++i) {
                    const std::ptrdiff_t cell = grid.index(i, j, k);
                    if (!instant.active(cell)) continue;
                    share[cell] = float(std::max(positive_share(held, {i, j, k}, 0), ice_fraction(instant, {i, j, k})));
                }
        });
        return share;
    }

 private:
    double temperature_, hold_, instant_;
};

}  // namespace

std::unique_ptr<InjuryLaw> make_threshold_and_time_law(double temperature, double hold, double instant) {
    if (!(hold > 0)) throw InputError(fmt::format("injury law threshold-and-time: the time must be positive, given {} s", hold));
    return std::make_unique<ThresholdAndTimeLaw>(temperature, hold, instant);
}

}  // namespace iceball
