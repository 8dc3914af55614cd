// Law `threshold-and-time`: tissue dies of time spent in the cold, or at once of a deeper cold.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

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
    const ColdExposure& exposure;
    const Field<float>& time_below;
    double hold;

    const Grid& grid() const { return exposure.grid(); }
    bool active(std::ptrdiff_t cell) const { return exposure.active(cell); }
    double depth(std::ptrdiff_t cell, int) const { return std::min(time_below[cell] - hold, hold); }
};

class ThresholdAndTimeLaw : public InjuryLaw {
 public:
    ThresholdAndTimeLaw(std::string name, ThresholdAndTimeNumbers numbers)
        : name_(std::move(name)), numbers_(std::move(numbers)) {
        if (!(numbers_.hold > 0))
            throw InputError(fmt::format("injury law {}: the time must be positive, given {} s", name_, numbers_.hold));
    }

    std::string name() const override { return name_; }
    std::string criterion() const override {
        const std::string held =
            fmt::format("destroyed is what spent at least {:g} s in all below {:g} degC", numbers_.hold, numbers_.temperature);
        return numbers_.instant ? fmt::format("{}, or was once below {:g} degC", held, *numbers_.instant) : held;
    }
    std::vector<InjuryParameter> parameters() const override {
        std::vector<InjuryParameter> out{{"temperature", numbers_.temperature, "degC", numbers_.temperature_source},
                                         {"time", numbers_.hold, "s", numbers_.hold_source}};
        if (numbers_.instant) out.push_back({"temperature at once", *numbers_.instant, "degC", numbers_.instant_source});
        return out;
    }
    std::vector<double> isotherms() const override { return {numbers_.temperature}; }

    Field<float> destroyed(const ColdExposure& exposure) const override {
        const Field<float> time_below = exposure.time_below(numbers_.temperature, name_);
        const Grid& grid = exposure.grid();
        const HoldReader held{exposure, time_below, numbers_.hold};
        std::optional<IsothermReader> instant;
        if (numbers_.instant)
            instant.emplace(exposure.model(), exposure.coldest(), exposure.tissue_fraction(), *numbers_.instant);
        Field<float> share(grid);
        parallel_blocks(grid.nz(), [&](int k) {
            for (int j = 0; j < grid.ny(); ++j)
                for (int i = 0; i < grid.nx(); ++i) {
                    const std::ptrdiff_t cell = grid.index(i, j, k);
                    if (!exposure.active(cell)) continue;
                    const double at_once = instant ? ice_fraction(*instant, {i, j, k}) : 0;
                    share[cell] = float(std::max(positive_share(held, {i, j, k}, 0), at_once));
                }
        });
        return share;
    }

 private:
    std::string name_;
    ThresholdAndTimeNumbers numbers_;
};

}  // namespace

std::unique_ptr<InjuryLaw> make_law(std::string name, ThresholdAndTimeNumbers numbers) {
    return std::make_unique<ThresholdAndTimeLaw>(std::move(name), std::move(numbers));
}

}  // namespace iceball
