// A run judged by injury laws, as a whole and cycle by cycle: at its end, and again from its file.
//
// The same laws, model and history give the same bits, whoever asks.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "case/case.hpp"
#include "outcome/injury/judge.hpp"
#include "store/pack.hpp"
#include "store/run_records.hpp"

namespace iceball {

// The gauge of a case's target; empty where it has none. model and tissue_fraction must outlive it.
std::optional<TargetGauge> target_gauge(const Case& c, const Model& model, const Field<double>& tissue_fraction);

// What there is to judge. All must outlive the call.
struct JudgedRun {
    const Model& model;
    const Field<double>& tissue_fraction;
    std::span<const HistoryFields> cycles;
    const HistorySettings& settings;
    const TargetGauge* target;  // null where there is none
};

// What the laws make of one cycle; 0: of the whole run.
struct JudgedCycle {
    int cycle;
    const Grid& grid;
    const std::vector<InjuryLawInfo>& laws;
    const std::vector<Injury>& injuries;  // one a law
    const Field<float>& disagreement;
};

// organs: names of what the target's gauge holds at risk, in its order. take: gets the fields of every cycle, which nobody
// keeps. Throws InputError where the history lacks what a law needs.
InjuryRecord judge_run(const InjuryLaws& laws, const JudgedRun& run, const std::vector<std::string>& organs,
                       const std::function<void(const JudgedCycle&)>& take);

// Into a run file, by its writer or an InjuryRewriter.
template <class Writer>
void write_fields(Writer& writer, const JudgedCycle& cycle) {
    for (std::size_t law = 0; law < cycle.laws.size(); ++law)
        writer.write_injury_field(cycle.laws[law], cycle.cycle, pack<float>(cycle.grid, cycle.injuries[law].destroyed));
    writer.write_disagreement(cycle.cycle, pack<float>(cycle.grid, cycle.disagreement));
}

}  // namespace iceball
