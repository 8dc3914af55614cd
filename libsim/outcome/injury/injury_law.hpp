// Injury laws: which tissue is destroyed, judged from history fields alone, so that a finished run can be judged anew.
//
// A law names the times below isotherms that it needs; history_isotherms() puts them into what a run keeps. Evaluation is a
// function of the model and of stored fields (cold_exposure.hpp); judge.hpp sums it up.
//
// A law gives the share of every cell that is destroyed. Of laws with a threshold it is a part of the cell's volume, with
// sub-cell surfaces between destroyed and living tissue (cell_share.hpp); of others a probability of death. Laws differ by
// more than any numerical error: report them side by side.
// Limits: time below an isotherm begins with a kink, so that a surface found from it is known less well than one found from
// temperatures.
// Units: [degC], [s].
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "outcome/injury/cold_exposure.hpp"
#include "outcome/injury/law_settings.hpp"

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
    // Letters, digits, '-' and '_': the name of its field in files.
    virtual std::string name() const = 0;
    // What counts as destroyed.
    virtual std::string criterion() const = 0;
    virtual std::vector<InjuryParameter> parameters() const = 0;
    // Isotherms [degC] of which it needs the time below.
    virtual std::vector<double> isotherms() const { return {}; }
    // Share of every active cell's tissue that is destroyed, 0 to 1; 0 elsewhere. Throws InputError where the history
    // lacks a field that the law needs.
    virtual Field<float> destroyed(const ColdExposure& exposure) const = 0;
};

// Throws InputError where numbers make no sense.
std::unique_ptr<InjuryLaw> make_injury_law(const InjuryLawSettings& settings);

using InjuryLaws = std::vector<std::unique_ptr<InjuryLaw>>;

// The laws of the program, which every run is judged by.
const std::vector<InjuryLawSettings>& standard_injury_laws();
// These, and a user's own after them.
InjuryLaws injury_laws(const std::vector<InjuryLawSettings>& own = {});

// The given isotherms, in their order, and after them those that the laws need besides.
std::vector<double> history_isotherms(std::vector<double> isotherms, const InjuryLaws& laws);

// One file a law; the registry chooses by the type of the numbers.
std::unique_ptr<InjuryLaw> make_law(std::string name, IsothermNumbers numbers);
std::unique_ptr<InjuryLaw> make_law(std::string name, StasisNumbers numbers);
std::unique_ptr<InjuryLaw> make_law(std::string name, ThresholdAndTimeNumbers numbers);
std::unique_ptr<InjuryLaw> make_law(std::string name, LogisticNumbers numbers);
std::unique_ptr<InjuryLaw> make_law(std::string name, TableNumbers numbers);

}  // namespace iceball
