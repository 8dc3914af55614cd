// Injury laws: which tissue is destroyed, judged from history fields alone, so that a finished run can be judged anew.
//
// A law gives the share of every cell that is destroyed; on surfaces between destroyed and living tissue the share is
// sub-cell (cell_share.hpp). Laws differ by more than any numerical error: report them side by side.
// Units: [degC], [s], [m3].
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "outcome/history.hpp"

namespace iceball {

class InjuryLaw {
 public:
    virtual ~InjuryLaw() = default;
    virtual std::string name() const = 0;
    virtual std::string description() const = 0;
    // Where its numbers come from.
    virtual std::string sources() const = 0;
    // Share of every active cell's tissue that is destroyed, 0 to 1; 0 elsewhere. Throws InputError where the history
    // lacks a field that the law needs.
    virtual Field<float> destroyed(const Model& model, const Field<double>& tissue_fraction,
                                   const HistoryFields& history, const HistorySettings& settings) const = 0;
};

// All laws, with their default numbers.
const std::vector<std::unique_ptr<InjuryLaw>>& injury_laws();
// Throws InputError with the known names.
const InjuryLaw& find_injury_law(const std::string& name);

// Volume of destroyed tissue [m3], in one region if it is given.
double destroyed_volume(const Model& model, const Field<double>& tissue_fraction, const Field<float>& destroyed,
                        std::optional<int> region = std::nullopt);

// Laws with numbers of one's own.
struct LethalTemperature {
    std::string tissue;  // as in the tissue library
    double temperature;  // [degC]
    std::string source;
};
// Destroyed is what was below its tissue's temperature once; tissues not named take `other`.
std::unique_ptr<InjuryLaw> make_isotherm_law(std::vector<LethalTemperature> thresholds, double other);
// Destroyed is what spent at least `hold` [s] in all below `temperature`, which must be one of the history's isotherms,
// or was below `instant` once.
std::unique_ptr<InjuryLaw> make_threshold_and_time_law(double temperature, double hold, double instant);

}  // namespace iceball
