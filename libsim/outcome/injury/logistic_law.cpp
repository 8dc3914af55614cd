// Law `logistic`: every freeze kills a share of the cells that lived, the more the colder it was.
//
//     killed by freeze n = 1 / (1 + exp((T_min,n - half - (n - 1) shift) / width)),   survival = product of (1 - killed)
//
// The form is ours (numbers fitted to published anchors, see registry.cpp). The shift makes later freezes deadlier. Only
// freezes count: a cell that never froze lives. A cell that is still frozen when the next cycle begins and does not thaw in
// it has gone through one freeze, with the lower of the two minima.
//
// What a curve gives at a minimum just below freezing is not nil where it is wide: at -0.5 degC and the first freeze 2.4 %
// for skin (-30 degC, 8 K), 0.1 % for -17.5 degC, 2.5 K, 0.003 % for kidney (-16 degC, 1.5 K).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "outcome/injury/cell_mean.hpp"
#include "outcome/injury/injury_law.hpp"

namespace iceball {
namespace {

class LogisticLaw : public InjuryLaw {
 public:
    LogisticLaw(std::string name, LogisticNumbers numbers) : name_(std::move(name)), numbers_(std::move(numbers)) {
        const auto check = [&](const KillCurve& curve) {
            if (!(curve.width > 0))
                throw InputError(fmt::format("injury law {}: the width must be positive, given {} K", name_, curve.width));
        };
        check(numbers_.curve.other);
        for (const auto& row : numbers_.curve.rows) check(row.numbers);
    }

    std::string name() const override { return name_; }
    std::string criterion() const override {
        return "destroyed is the share of cells that no freeze spares, a probability of death and not a part of the volume: "
               "freeze n kills 1 / (1 + exp((T_min - half - (n - 1) shift) / width)) of those that lived";
    }
    std::vector<InjuryParameter> parameters() const override {
        std::vector<InjuryParameter> out;
        const auto add = [&](const std::string& tissue, const KillCurve& curve, const std::string& source) {
            out.push_back({tissue + ", half", curve.half, "degC", source});
            out.push_back({tissue + ", width", curve.width, "K", source});
        };
        for (const auto& row : numbers_.curve.rows) add(row.tissue, row.numbers, row.source);
        add("other tissues", numbers_.curve.other, numbers_.curve.other_source);
        out.push_back({"shift", numbers_.shift, "K", numbers_.shift_source});
        return out;
    }

    Field<float> destroyed(const ColdExposure& exposure) const override {
        const Grid& grid = exposure.grid();
        std::vector<KillCurve> curve_of_tissue;
        for (const Tissue& tissue : exposure.model().tissues) curve_of_tissue.push_back(numbers_.curve.of(tissue));
        Field<float> share(grid);
        parallel_blocks(grid.nz(), [&](int k) {
            std::vector<LocalTemperature> minima;
            std::vector<int> freeze_of_minimum;
            for (int j = 0; j < grid.ny(); ++j)
                for (int i = 0; i < grid.nx(); ++i) {
                    const std::ptrdiff_t cell = grid.index(i, j, k);
                    if (!exposure.active(cell)) continue;
                    const int freezes = find_freezes(exposure, {i, j, k}, minima, freeze_of_minimum);
                    if (freezes == 0) continue;
                    const int tissue = exposure.model().regions.at(cell).tissue;
                    share[cell] = float(killed(curve_of_tissue[std::size_t(tissue)], minima, freeze_of_minimum));
                }
        });
        return share;
    }

 private:
    // The minima of the cycles in which the cell was frozen, and to which freeze (from 0) each belongs. Returns the number
    // of freezes.
    static int find_freezes(const ColdExposure& exposure, const Index3& at, std::vector<LocalTemperature>& minima,
                            std::vector<int>& freeze_of_minimum) {
        const std::ptrdiff_t cell = exposure.grid().index(at[0], at[1], at[2]);
        minima.clear();
        freeze_of_minimum.clear();
        int freezes = 0;
        for (const HistoryFields& cycle : exposure.cycles()) {
            if (!(cycle.time_frozen[cell] > 0)) continue;
            if (freezes == 0 || cycle.freeze_count[cell] > 0) ++freezes;
            minima.push_back(local_temperature({exposure, cycle.minimum_temperature}, at));
            freeze_of_minimum.push_back(freezes - 1);
        }
        return freezes;
    }

    double killed(const KillCurve& curve, const std::vector<LocalTemperature>& minima,
                  const std::vector<int>& freeze_of_minimum) const {
        return mean_over_eighths([&](const Vector3& offset) {
            double survival = 1;
            for (std::size_t n = 0; n < minima.size();) {
                const int freeze = freeze_of_minimum[n];
                double coldest = minima[n].at(offset);
                for (++n; n < minima.size() && freeze_of_minimum[n] == freeze; ++n)
                    coldest = std::min(coldest, minima[n].at(offset));
                const double half = curve.half + freeze * numbers_.shift;
                survival *= 1 - 1 / (1 + std::exp((coldest - half) / curve.width));
            }
            return 1 - survival;
        });
    }

    std::string name_;
    LogisticNumbers numbers_;
};

}  // namespace

std::unique_ptr<InjuryLaw> make_law(std::string name, LogisticNumbers numbers) {
    return std::make_unique<LogisticLaw>(std::move(name), std::move(numbers));
}

}  // namespace iceball
