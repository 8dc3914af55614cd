// Injury laws: which tissue is destroyed, judged from history fields alone, so that a finished run can be judged anew.
//
// A law names the times below isotherms that it needs; history_isotherms() puts them into what a run keeps, so that every
// run can be judged by every law. Evaluation (judge()) is a function of the model and of stored fields.
//
// A law gives the share of every cell that is destroyed; on surfaces between destroyed and living tissue the share is
// sub-cell (cell_share.hpp). Laws differ by more than any numerical error: report them side by side.
// Limits: time below an isotherm begins with a kink, so that a surface found from it is known less well than one found from
// temperatures.
// Units: [degC], [s], [m3].
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "outcome/history.hpp"
#include "outcome/target.hpp"

namespace iceball {

// A number that a law goes by.
struct InjuryParameter {
    std::string name;
    double value;
    std::string unit;
    std::string source;
};

class InjuryLaw {
 public:
    virtual ~InjuryLaw() = default;
    // Letters, digits and '-': the name of its field in files.
    virtual std::string name() const = 0;
    // What counts as destroyed.
    virtual std::string criterion() const = 0;
    virtual std::vector<InjuryParameter> parameters() const = 0;
    // Isotherms [degC] of which it needs the time below.
    virtual std::vector<double> isotherms() const = 0;
    // Share of every active cell's tissue that is destroyed, 0 to 1; 0 elsewhere. Throws InputError where the history
    // lacks a field that the law needs.
    virtual Field<float> destroyed(const Model& model, const Field<double>& tissue_fraction,
                                   const HistoryFields& history, const HistorySettings& settings) const = 0;
};

// All laws, with their default numbers.
const std::vector<std::unique_ptr<InjuryLaw>>& injury_laws();
// Throws InputError with the known names.
const InjuryLaw& find_injury_law(const std::string& name);

// The given isotherms, in their order, and after them those that the laws need besides.
std::vector<double> history_isotherms(std::vector<double> isotherms);

// Volume of destroyed tissue in every region [m3].
std::vector<double> destroyed_volumes(const Model& model, const Field<double>& tissue_fraction,
                                      const Field<float>& destroyed);

// What a law makes of a run or of one cycle of it.
struct Injury {
    Field<float> destroyed;                   // share of every cell's tissue, 0 to 1
    std::vector<double> volume;               // destroyed_volumes()
    double target_fraction = 0;               // destroyed share of the target; NaN without a target or its tissue
    double healthy_volume = 0;                // destroyed tissue outside the target [m3]; NaN without a target
};
// target: null where there is none. Throws as InjuryLaw::destroyed.
Injury judge(const InjuryLaw& law, const Model& model, const Field<double>& tissue_fraction,
             const HistoryFields& history, const HistorySettings& settings, const TargetGauge* target);

// Laws with numbers of one's own.
struct LethalTemperature {
    std::string tissue;  // as in the tissue library; holds for tissues made from it as well (Tissue::base)
    double temperature;  // [degC]
    std::string source;
};
// Destroyed is what was below its tissue's temperature once; tissues not named take `other`.
std::unique_ptr<InjuryLaw> make_isotherm_law(std::vector<LethalTemperature> thresholds, double other);
// Destroyed is what spent at least `hold` [s] in all below `temperature`, which must be one of the history's isotherms,
// or was below `instant` once.
std::unique_ptr<InjuryLaw> make_threshold_and_time_law(double temperature, double hold, double instant);

}  // namespace iceball
