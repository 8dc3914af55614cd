// What a run reports of its ice balls over time, of a run file or of a run that writes none.
//
// The same readings at the same moments, whatever the spacing: so that two runs of one case can be compared.
// Units: SI, isotherms [degC].
#pragma once

#include <optional>
#include <vector>

#include "outcome/history.hpp"
#include "outcome/metrics_recorder.hpp"
#include "solver/simulation.hpp"
#include "store/run_reader.hpp"

namespace iceball {

struct MeasuredRun {
    double spacing = 0;  // [m]
    MetricsRecord metrics;
    TargetSeries target;  // empty without a target
    // By the coldest of the whole run; empty without a target.
    std::vector<double> margin;            // [isotherm]; [m]
    std::vector<double> distance_to_risk;  // [isotherm][organ]; [m]
    // Area of the surface of each isotherm within the tissue [m2], [sample][isotherm]; empty where it was not measured.
    std::vector<double> front_area;

    std::size_t organs() const { return margin.empty() ? 0 : distance_to_risk.size() / margin.size(); }
};

// Of a finished run. Throws FileError where the file cannot be read.
MeasuredRun measured(const RunReader& run);

// Area of the surface that the points sample: a surface of normal n crosses |n_x| + |n_y| + |n_z| lines between cell centres
// for each face of a cell [m2].
double front_area(const std::vector<FrontPoint>& front, double spacing);

// Measures a simulation at its start, output times and end.
class RunMeasurer {
 public:
    // Observes the simulation from now on. All must outlive the measurer; gauge: null where there is no target.
    RunMeasurer(const Model& model, Simulation& simulation, const TargetGauge* gauge,
                const std::vector<double>& isotherms);
    RunMeasurer(const RunMeasurer&) = delete;
    RunMeasurer& operator=(const RunMeasurer&) = delete;
    // After the run.
    MeasuredRun finish();

 private:
    void sample(const std::vector<IceBall>& balls, const State& state);

    const Model& model_;
    const Field<double>& tissue_fraction_;
    const TargetGauge* gauge_;
    MetricsRecorder metrics_;
    std::optional<History> history_;  // for the coldest of the run, where there is a target
    MeasuredRun measured_;
};

}  // namespace iceball
