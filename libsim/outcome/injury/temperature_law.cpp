// Laws `isotherm` and `stasis`: tissue that was once below a temperature of its own is dead, of the cold itself or because
// its blood flow has stopped for good.
#include <set>
#include <utility>

#include "core/parallel.hpp"
#include "outcome/ice_volume.hpp"
#include "outcome/injury/injury_law.hpp"

namespace iceball {
namespace {

class TemperatureLaw : public InjuryLaw {
 public:
    TemperatureLaw(std::string name, std::string criterion, PerTissue<double> lethal)
        : name_(std::move(name)), criterion_(std::move(criterion)), lethal_(std::move(lethal)) {}

    std::string name() const override { return name_; }
    std::string criterion() const override { return criterion_; }
    std::vector<InjuryParameter> parameters() const override {
        std::vector<InjuryParameter> out;
        for (const auto& row : lethal_.rows) out.push_back({row.tissue, row.numbers, "degC", row.source});
        out.push_back({"other tissues", lethal_.other, "degC", lethal_.other_source});
        return out;
    }

    Field<float> destroyed(const ColdExposure& exposure) const override {
        const Grid& grid = exposure.grid();
        Field<float> share(grid);
        std::vector<double> lethal_of_tissue;
        for (const Tissue& tissue : exposure.model().tissues) lethal_of_tissue.push_back(lethal_.of(tissue));
        for (double temperature : std::set<double>(lethal_of_tissue.begin(), lethal_of_tissue.end())) {
            const IsothermReader reader(exposure.model(), exposure.coldest(), exposure.tissue_fraction(), temperature);
            parallel_blocks(grid.nz(), [&](int k) {
                for (int j = 0; j < grid.ny(); ++j)
                    for (int i = 0; i < grid.nx(); ++i) {
                        const std::ptrdiff_t cell = grid.index(i, j, k);
                        if (reader.active(cell) && lethal_of_tissue[std::size_t(reader.tissue(cell))] == temperature)
                            share[cell] = float(ice_fraction(reader, {i, j, k}));
                    }
            });
        }
        return share;
    }

 private:
    std::string name_, criterion_;
    PerTissue<double> lethal_;
};

}  // namespace

std::unique_ptr<InjuryLaw> make_law(std::string name, IsothermNumbers numbers) {
    return std::make_unique<TemperatureLaw>(std::move(name),
                                            "destroyed is what was once below the lethal temperature of its tissue",
                                            std::move(numbers.temperature));
}

std::unique_ptr<InjuryLaw> make_law(std::string name, StasisNumbers numbers) {
    return std::make_unique<TemperatureLaw>(
        std::move(name), "destroyed is what was once so cold that its blood flow stops for good, and dies of that within days",
        std::move(numbers.temperature));
}

}  // namespace iceball
