// Ice-ball metrics over time: for each isotherm volume, extents along the axes and along each needle, connected parts, and
// what it means for the target where there is one (target.hpp).
//
// Samples are taken at the start, at output times and stage ends, at the end, and after the first step that ends at or
// past each multiple of the cadence; never twice at one time. Units: SI, isotherms [degC].
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "outcome/ice_volume.hpp"
#include "outcome/target.hpp"
#include "solver/wall_cells.hpp"
#include "solver/observer.hpp"

namespace iceball {

struct IceBall {
    IceVolume volume;                        // [m3]
    Vector3 extent;                          // along x, y, z [m]
    std::vector<double> extent_along_needle; // [m]
    int parts;
    std::optional<Coverage> coverage;        // where a target is looked at
};

// What stands at one moment. walls: see wall_cells.hpp; gauge: null where there is no target.
IceBall measure_ice_ball(const Model& model, const State& state, const Field<double>& tissue_fraction,
                         const std::vector<WallCell>& walls, const TargetGauge* gauge, double isotherm);

class MetricsRecorder : public Observer {
 public:
    using Sink = std::function<void(const std::vector<IceBall>& one_an_isotherm, const State&, const Ledger&)>;
    // cadence [s]; 0: at starts, output times and ends only. gauge: null where there is no target. tissue_fraction and
    // gauge must outlive the recorder.
    MetricsRecorder(const Model& model, const Field<double>& tissue_fraction, const TargetGauge* gauge,
                    std::vector<double> isotherms, double cadence, Sink sink);

    void begin(const Model& model, const State& state) override;
    void after_step(const Model& model, const State& state, const Ledger& ledger, const StepReport& report) override;
    void at_output(const Model& model, const State& state, const Ledger& ledger) override;
    void end(const Model& model, const State& state, const Ledger& ledger) override;

 private:
    void sample(const Model& model, const State& state, const Ledger& ledger);

    const Field<double>& tissue_fraction_;
    const TargetGauge* gauge_;
    std::vector<WallCell> walls_;
    std::vector<double> isotherms_;
    double cadence_, last_ = -1;
    Sink sink_;
};

}  // namespace iceball
