// What tissue went through in some cycles of a run, as injury laws read it: the history fields of every cycle, and what
// several laws want of them, combined once.
//
// Units: [degC], [s].
#pragma once

#include <span>
#include <string>

#include "outcome/history.hpp"

namespace iceball {

class ColdExposure {
 public:
    // The fields of one cycle, or of all cycles of a run in their order. All arguments must outlive the exposure.
    ColdExposure(const Model& model, const Field<double>& tissue_fraction, std::span<const HistoryFields> cycles,
                 const HistorySettings& settings);

    const Model& model() const { return model_; }
    const Grid& grid() const { return model_.grid; }
    const Field<double>& tissue_fraction() const { return tissue_fraction_; }
    // Not centred inside a needle.
    bool active(std::ptrdiff_t cell) const { return tissue_fraction_[cell] > 0; }
    std::span<const HistoryFields> cycles() const { return cycles_; }

    // Over all the cycles; NaN in a run that has not begun.
    const Field<float>& minimum_temperature() const { return minimum_temperature_; }
    // The state in which every cell has its minimum temperature.
    const State& coldest() const { return coldest_; }
    // Over all the cycles. law: who asks. Throws InputError where the history does not hold the isotherm.
    Field<float> time_below(double isotherm, const std::string& law) const;

 private:
    const Model& model_;
    const Field<double>& tissue_fraction_;
    std::span<const HistoryFields> cycles_;
    const HistorySettings& settings_;
    Field<float> minimum_temperature_;
    State coldest_;
};

}  // namespace iceball
