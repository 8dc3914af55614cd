// Law of a user's own: destroyed share against the minimum temperature, linear between the given pairs, constant outside.
#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/piecewise_linear.hpp"
#include "outcome/injury/cell_mean.hpp"
#include "outcome/injury/injury_law.hpp"

namespace iceball {
namespace {

double share_at(const DestroyedTable& table, double temperature) {
    return piecewise_linear(table.temperatures, table.shares, temperature);
}

class TableLaw : public InjuryLaw {
 public:
    TableLaw(std::string name, TableNumbers numbers) : name_(std::move(name)), numbers_(std::move(numbers)) {
        check(numbers_.table.other);
        for (const auto& row : numbers_.table.rows) check(row.numbers);
    }

    std::string name() const override { return name_; }
    std::string criterion() const override {
        return "destroyed is the share that a table gives for the minimum temperature over the cycles";
    }
    std::vector<InjuryParameter> parameters() const override {
        std::vector<InjuryParameter> out;
        const auto add = [&](const std::string& tissue, const DestroyedTable& table, const std::string& source) {
            for (std::size_t n = 0; n < table.temperatures.size(); ++n)
                out.push_back({fmt::format("{}, at {:g} degC", tissue, table.temperatures[n]), table.shares[n], "", source});
        };
        for (const auto& row : numbers_.table.rows) add(row.tissue, row.numbers, row.source);
        add("other tissues", numbers_.table.other, numbers_.table.other_source);
        return out;
    }

    Field<float> destroyed(const ColdExposure& exposure) const override {
        const Grid& grid = exposure.grid();
        std::vector<const DestroyedTable*> table_of_tissue;
        for (const Tissue& tissue : exposure.model().tissues) table_of_tissue.push_back(&numbers_.table.of(tissue));
        Field<float> share(grid);
        parallel_blocks(grid.nz(), [&](int k) {
            for (int j = 0; j < grid.ny(); ++j)
                for (int i = 0; i < grid.nx(); ++i) {
                    const std::ptrdiff_t cell = grid.index(i, j, k);
                    if (!exposure.active(cell) || std::isnan(exposure.minimum_temperature()[cell])) continue;
                    const int tissue = exposure.model().regions.at(cell).tissue;
                    share[cell] = float(mean_share(*table_of_tissue[std::size_t(tissue)],
                                                   local_temperature({exposure, exposure.minimum_temperature()}, {i, j, k})));
                }
        });
        return share;
    }

 private:
    void check(const DestroyedTable& table) const {
        const std::vector<double>&x = table.temperatures, &y = table.shares;
        if (x.empty() || x.size() != y.size())
            throw InputError(fmt::format("injury law {}: {} temperatures and {} shares; give as many of both, at least one",
                                         name_, x.size(), y.size()));
        for (std::size_t n = 1; n < x.size(); ++n)
            if (!(x[n] > x[n - 1]))
                throw InputError(fmt::format("injury law {}: temperatures must increase, but {} degC follows {} degC", name_,
                                             x[n], x[n - 1]));
        for (double share : y)
            if (!(share >= 0 && share <= 1))
                throw InputError(fmt::format("injury law {}: a destroyed share is from 0 to 1, given {}", name_, share));
    }

    static double mean_share(const DestroyedTable& table, const LocalTemperature& local) {
        if (local.mean + local.spread() <= table.temperatures.front()) return table.shares.front();
        if (local.mean - local.spread() >= table.temperatures.back()) return table.shares.back();
        return mean_over_eighths([&](const Vector3& offset) { return share_at(table, local.at(offset)); });
    }

    std::string name_;
    TableNumbers numbers_;
};

}  // namespace

std::unique_ptr<InjuryLaw> make_law(std::string name, TableNumbers numbers) {
    return std::make_unique<TableLaw>(std::move(name), std::move(numbers));
}

}  // namespace iceball
