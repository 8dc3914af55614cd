#include "solver/flooding.hpp"

#include <algorithm>
#include <cmath>

#include "core/parallel.hpp"

namespace iceball {
namespace {

constexpr double interval = 2;  // [s]; a freeze and thaw within less is not noticed
constexpr std::uint8_t has_frozen = 1, has_flooded = 2;

}  // namespace

double flooded_enthalpy(const ThermalLaw& from, const ThermalLaw& to, double enthalpy) {
    const double temperature = from.temperature(enthalpy);
    if (to.isothermal() && temperature == to.solidus())
        return to.enthalpy_at_liquid_fraction(from.liquid_fraction(enthalpy));
    return to.enthalpy(temperature);
}

bool can_flood(const Model& model) {
    return std::any_of(model.regions.regions.begin(), model.regions.regions.end(), [&](const Region& region) {
        return !region.held_temperature && model.tissues[std::size_t(region.tissue)].floods_into.has_value();
    });
}

double next_look_at_flooding(double time) { return interval * (std::floor(time / interval) + 1); }

bool is_look_at_flooding(double time) { return interval * std::round(time / interval) == time; }

Flooded flood(Model& model, const CellRuns& runs, State& state) {
    const Grid& grid = model.grid;
    struct Thawed {
        TissueChange change;
        double fraction;
    };
    std::vector<std::vector<Thawed>> planes(static_cast<std::size_t>(grid.nz()));
    // Marks cells of a tissue that has not flooded yet, and lists those that do.
    const auto look = [&](int tissue, std::ptrdiff_t first, int count, double fraction, std::vector<Thawed>& thawed) {
        const std::optional<int> into = model.tissues[std::size_t(tissue)].floods_into;
        if (!into) return;
        const double half_frozen = model.tissues[std::size_t(tissue)].law.enthalpy_at_liquid_fraction(0.5);
        for (std::ptrdiff_t cell = first; cell < first + count; ++cell) {
            if (state.enthalpy[cell] < half_frozen)
                state.flooding[cell] = has_frozen;
            else if (state.flooding[cell] == has_frozen)
                thawed.push_back({{cell, tissue, *into}, fraction});
        }
    };
    parallel_blocks(grid.nz(), [&](int k) {
        std::vector<Thawed>& thawed = planes[std::size_t(k)];
        for (int j = 0; j < grid.ny(); ++j) {
            const int row = j + grid.ny() * k;
            for (const CellRun* run = runs.begin(row); run != runs.end(row); ++run)
                if (!run->held) look(run->tissue, grid.index(run->begin, j, k), run->end - run->begin, 1, thawed);
        }
    });
    for (const CutCell& cut : runs.cut_cells())
        if (!cut.held) look(cut.tissue, cut.cell, 1, cut.fraction, planes[std::size_t(grid.cell_at(cut.cell)[2])]);

    Flooded flooded;
    for (std::vector<Thawed>& plane : planes) {
        std::sort(plane.begin(), plane.end(), [](const Thawed& a, const Thawed& b) { return a.change.cell < b.change.cell; });
        for (const Thawed& thawed : plane) {
            const TissueChange& change = thawed.change;
            const double before = state.enthalpy[change.cell];
            const double after = flooded_enthalpy(model.tissues[std::size_t(change.from)].law,
                                                  model.tissues[std::size_t(change.to)].law, before);
            state.enthalpy[change.cell] = after;
            state.flooding[change.cell] = has_flooded;
            model.flooded[change.cell] = 1;
            flooded.heat += thawed.fraction * (after - before);
            flooded.changes.push_back(change);
        }
    }
    flooded.heat *= grid.cell_volume();
    return flooded;
}

bool follow_flooding(Model& model, const State& state) {
    bool changed = false;
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) {
        const std::uint8_t now = state.flooding[cell] == has_flooded ? 1 : 0;
        changed = changed || now != model.flooded[cell];
        model.flooded[cell] = now;
    });
    return changed;
}

}  // namespace iceball
