// RunRecorder: everything that a run writes into its file, gathered by observers of the simulation.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "case/case.hpp"
#include "outcome/box_watch.hpp"
#include "outcome/history.hpp"
#include "outcome/injury/injury_law.hpp"
#include "outcome/metrics_recorder.hpp"
#include "outcome/sensors.hpp"
#include "outcome/target.hpp"
#include "run/run_case.hpp"
#include "run/talk.hpp"
#include "solver/simulation.hpp"
#include "store/run_writer.hpp"

namespace iceball {

class RunRecorder : public Observer {
 public:
    // Observes the simulation from now on. All arguments must outlive the recorder.
    RunRecorder(const Case& c, const Model& model, Simulation& simulation, Talk& talk, RunSummary& summary);

    // The sections that a checkpoint keeps: the simulation's and the history's.
    std::vector<Section*> sections();
    // Opens the file; to resume, the state must have been restored before.
    void open(const CaseRunOptions& options);
    // Whether the file holds more than the start of the run, safely.
    bool has_results() const { return has_results_; }
    // Gives the file up, unwritten ends and all, so that it can be removed.
    void abandon() { writer_.reset(); }
    // History, target, injuries and status; closes the file.
    void close(RunStatus status);

    void begin(const Model& model, const State& state) override;
    void at_output(const Model& model, const State& state, const Ledger& ledger) override;

 private:
    void record_metrics(const std::vector<IceBall>& balls, const State& state, const Ledger& ledger);
    void record_frame(const State& state);
    void write_history(int cycle, const HistoryFields& fields);
    void write_target(const HistoryFields& whole_run);
    void write_injury(const std::vector<HistoryFields>& cycles);
    const TargetGauge* gauge() const { return gauge_ ? &*gauge_ : nullptr; }

    const Case& case_;
    const Model& model_;
    Simulation& simulation_;
    Talk& talk_;
    RunSummary& summary_;
    InjuryLaws laws_;
    History history_;
    std::optional<TargetGauge> gauge_;
    MetricsRecorder metrics_;
    SensorRecorder sensors_;
    BoxWatch box_watch_;
    std::unique_ptr<RunWriter> writer_;
    bool has_results_ = false;
    double resumed_at_ = -1;  // [s]; what stands at that moment is in the file already
    std::vector<float> temperature_;
};

// What the fixed part of the run file holds.
RunInfo run_info(const Case& c, const Model& model);

}  // namespace iceball
