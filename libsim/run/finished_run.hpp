// A run read back from its file to be judged anew: model, tissue and history, the same bits as at its end.
//
// Needs the history, the regions and the resolved case of the file, which every version has written; not the case file, nor
// images. Runs that were killed before they ended have no history. A case that this version of the program does not read
// any more is refused with what is wrong in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "case/case.hpp"
#include "outcome/target.hpp"
#include "run/judge_run.hpp"
#include "store/read_history.hpp"

namespace iceball {

class FinishedRun {
 public:
    // Throws FileError: see above.
    explicit FinishedRun(const RunReader& run);
    FinishedRun(const FinishedRun&) = delete;
    FinishedRun& operator=(const FinishedRun&) = delete;

    const Case& stored_case() const { return case_; }
    const Model& model() const { return model_; }
    const Field<double>& tissue_fraction() const { return tissue_fraction_; }
    const StoredHistory& history() const { return history_; }
    // Names of the organs at risk.
    std::vector<std::string> organs() const;
    JudgedRun judged() const;

 private:
    StoredHistory history_;
    Case case_;
    Model model_;
    Field<double> tissue_fraction_;
    std::optional<TargetGauge> gauge_;
};

}  // namespace iceball
