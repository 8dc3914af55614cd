// Law `isotherm`: tissue that was below its lethal temperature once is dead.
#include <fmt/format.h>

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
    std::string description() const override {
        return fmt::format("destroyed is what was once below a lethal temperature of its tissue ({:g} degC where none is "
                           "known)", other_);
    }
    std::string sources() const override {
        std::string text;
        for (const LethalTemperature& threshold : thresholds_)
            text += fmt::format("{} {:g} degC: {}\n", threshold.tissue, threshold.temperature, threshold.source);
        return text + fmt::format("others {:g} degC: Go-Smart lethal temperature 233 K, read", other_);
    }

    Field<float> destroyed(const Model& model, const Field<double>& tissue_fraction, const HistoryFields& history,
                           const HistorySettings&) const override {
        const Grid& grid = model.grid;
        Field<float> share(grid);
        const State coldest = state_at(model, history.minimum_temperature);
        std::set<double> temperatures;
        for (const Tissue& tissue : model.tissues) temperatures.insert(lethal(tissue.name));
        for (double temperature : temperatures) {
            const IsothermReader reader(model, coldest, tissue_fraction, temperature);
            parallel_blocks(grid.nz(), [&](int k) {
                for (int j = 0; j < grid.ny(); ++j)
                    for (int i = 0; i < grid.nx(); ++i) {
                        const std::ptrdiff_t cell = grid.index(i, j, k);
                        if (reader.active(cell) && lethal(model.tissues[reader.tissue(cell)].name) == temperature)
                            share[cell] = float(ice_fraction(reader, {i, j, k}));
                    }
            });
        }
        return share;
    }

 private:
    double lethal(const std::string& tissue) const {
        for (const LethalTemperature& threshold : thresholds_)
            if (threshold.tissue == tissue) return threshold.temperature;
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
