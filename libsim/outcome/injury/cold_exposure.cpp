#include "outcome/injury/cold_exposure.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "outcome/isotherm_reader.hpp"

namespace iceball {
namespace {

// combine(to, from) for every cell, cycle after cycle from the second on: the bits of History::total().
template <class Choose, class Combine>
Field<float> over_cycles(const Grid& grid, std::span<const HistoryFields> cycles, Choose&& choose, Combine&& combine) {
    Field<float> all = choose(cycles.front());
    for (const HistoryFields& cycle : cycles.subspan(1)) {
        const Field<float>& field = choose(cycle);
        parallel_blocks(grid.nz(), [&](int k) {
            for (int j = 0; j < grid.ny(); ++j) {
                const std::ptrdiff_t first = grid.index(0, j, k);
                for (std::ptrdiff_t cell = first; cell < first + grid.nx(); ++cell) combine(all[cell], field[cell]);
            }
        });
    }
    return all;
}

}  // namespace

ColdExposure::ColdExposure(const Model& model, const Field<double>& tissue_fraction, std::span<const HistoryFields> cycles,
                           const HistorySettings& settings)
    : model_(model),
      tissue_fraction_(tissue_fraction),
      cycles_(cycles),
      settings_(settings),
      minimum_temperature_(over_cycles(
          model.grid, cycles, [](const HistoryFields& cycle) -> const Field<float>& { return cycle.minimum_temperature; },
          [](float& to, float from) { to = std::fmin(to, from); })),
      coldest_(state_at(model, minimum_temperature_)) {}

Field<float> ColdExposure::time_below(double isotherm, const std::string& law) const {
    const auto number = find_temperature(settings_.isotherms, isotherm);
    if (!number)
        throw InputError(fmt::format("injury law {}: the history holds no time below {:g} degC, which the law needs; add "
                                     "\"{:g} degC\" to [output] isotherms, or the law to the case, and run again",
                                     law, isotherm, isotherm));
    return over_cycles(
        model_.grid, cycles_, [&](const HistoryFields& cycle) -> const Field<float>& { return cycle.time_below[*number]; },
        [](float& to, float from) { to += from; });
}

}  // namespace iceball
