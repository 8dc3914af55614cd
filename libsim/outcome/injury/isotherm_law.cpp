// Law `isotherm`: tissue that was below its lethal temperature once is dead.
#include <set>
#include <utility>

#include "core/parallel.hpp"
#include "outcome/ice_volume.hpp"
#include "outcome/injury/injury_law.hpp"

namespace iceball {
namespace {

class IsothermLaw : public InjuryLaw {
 public:
    IsothermLaw(std::vector<LethalTemperature> thresholds, double other)
        : thresholds_(std::move(thresholds)), other_(other) {}

    std::string name() const override { return "isotherm"; }
    std::string criterion() const override {
        return "destroyed is what was once below the lethal temperature of its tissue";
    }
    std::vector<InjuryParameter> parameters() const override {
        std::vector<InjuryParameter> out;
        for (const LethalTemperature& threshold : thresholds_)
            out.push_back({threshold.tissue, threshold.temperature, "degC", threshold.source});
        out.push_back({"other tissues", other_, "degC", "Go-Smart lethal temperature 233 K, read"});
        return out;
    }
    std::vector<double> isotherms() const override { return {}; }

    Field<float> destroyed(const Model& model, const Field<double>& tissue_fraction, const HistoryFields& history,
                           const HistorySettings&) const override {
        const Grid& grid = model.grid;
        Field<float> share(grid);
        const State coldest = state_at(model, history.minimum_temperature);
        std::vector<double> lethal_of_tissue;
        for (const Tissue& tissue : model.tissues) lethal_of_tissue.push_back(lethal(tissue));
        for (double temperature : std::set<double>(lethal_of_tissue.begin(), lethal_of_tissue.end())) {
            const IsothermReader reader(model, coldest, tissue_fraction, temperature);
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
    // A tissue of the case's own goes by the library tissue that it was made from.
    double lethal(const Tissue& tissue) const {
        const std::string& kind = tissue.base.empty() ? tissue.name : tissue.base;
        for (const LethalTemperature& threshold : thresholds_)
            if (threshold.tissue == kind) return threshold.temperature;
        return other_;
    }

    std::vector<LethalTemperature> thresholds_;
    double other_;
};

}  // namespace

std::unique_ptr<InjuryLaw> make_isotherm_law(std::vector<LethalTemperature> thresholds, double other) {
    return std::make_unique<IsothermLaw>(std::move(thresholds), other);
}

}  // namespace iceball
