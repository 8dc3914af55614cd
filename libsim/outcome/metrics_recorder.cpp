#include "outcome/metrics_recorder.hpp"

#include <cmath>
#include <utility>

#include "outcome/ice_extent.hpp"

namespace iceball {

IceBall measure_ice_ball(const Model& model, const State& state, const Field<double>& tissue_fraction,
                         const std::vector<WallCell>& walls, const TargetGauge* gauge, double isotherm) {
    const IsothermReader reader(model, state, tissue_fraction, isotherm);
    std::vector<Vector3> directions{Vector3::UnitX(), Vector3::UnitY(), Vector3::UnitZ()};
    for (const Needle& needle : model.needles) directions.push_back(needle.geometry.direction);
    const std::vector<FrontPoint> front = front_points(reader);
    const std::vector<double> extents = ice_extents(reader, front, directions);
    const IceVolume volume = ice_volume(model, state, tissue_fraction, isotherm);
    IceBall ball{volume, {extents[0], extents[1], extents[2]}, {extents.begin() + 3, extents.end()},
                 ice_parts(reader, state, walls), std::nullopt};
    if (gauge != nullptr) ball.coverage = gauge->coverage(reader, volume.tissue, front);
    return ball;
}

MetricsRecorder::MetricsRecorder(const Model& model, const Field<double>& tissue_fraction, const TargetGauge* gauge,
                                 std::vector<double> isotherms, double cadence, Sink sink)
    : tissue_fraction_(tissue_fraction),
      gauge_(gauge),
      walls_(wall_cells(model, tissue_fraction)),
      isotherms_(std::move(isotherms)),
      cadence_(cadence),
      sink_(std::move(sink)) {}

void MetricsRecorder::begin(const Model& model, const State& state) {
    if (state.time == 0)
        sample(model, state, Ledger());
    else
        last_ = state.time;  // resumed: that moment was sampled before
}

void MetricsRecorder::after_step(const Model& model, const State& state, const Ledger& ledger,
                                 const StepReport& report) {
    if (cadence_ <= 0) return;
    // A step that ends on a multiple but for round-off counts as ending on it.
    const auto multiples = [&](double time) { return std::floor(time / cadence_ + 1e-9); };
    if (multiples(state.time) > multiples(report.start)) sample(model, state, ledger);
}

void MetricsRecorder::at_output(const Model& model, const State& state, const Ledger& ledger) {
    sample(model, state, ledger);
}

void MetricsRecorder::end(const Model& model, const State& state, const Ledger& ledger) { sample(model, state, ledger); }

void MetricsRecorder::sample(const Model& model, const State& state, const Ledger& ledger) {
    if (state.time == last_) return;
    last_ = state.time;
    std::vector<IceBall> balls;
    for (double isotherm : isotherms_)
        balls.push_back(measure_ice_ball(model, state, tissue_fraction_, walls_, gauge_, isotherm));
    sink_(balls, state, ledger);
}

}  // namespace iceball
