#include "study/measured_run.hpp"

#include "run/append_coverage.hpp"

namespace iceball {

double front_area(const std::vector<FrontPoint>& front, double spacing) {
    double faces = 0;
    for (const FrontPoint& point : front) faces += 1 / point.outward.lpNorm<1>();
    return faces * spacing * spacing;
}

MeasuredRun measured(const RunReader& run) {
    MeasuredRun all;
    all.spacing = run.grid().spacing();
    all.metrics = run.metrics();
    if (const auto target = run.target()) {
        all.target = target->over_time;
        for (const NamedArray& array : target->arrays) {
            if (array.name == "minimum_margin") all.margin = array.values;
            if (array.name == "distance_to_risk") all.distance_to_risk = array.values;
        }
    }
    return all;
}

RunMeasurer::RunMeasurer(const Model& model, Simulation& simulation, const TargetGauge* gauge,
                         const std::vector<double>& isotherms)
    : model_(model),
      tissue_fraction_(simulation.tissue_fraction()),
      gauge_(gauge),
      metrics_(model, simulation.tissue_fraction(), gauge, isotherms, 0,
               [this](const std::vector<IceBall>& balls, const State& state, const Ledger&) { sample(balls, state); }) {
    measured_.spacing = model.grid.spacing();
    measured_.metrics.isotherms = isotherms;
    measured_.metrics.needles = model.needles.size();
    simulation.add_observer(metrics_);
    if (gauge_ == nullptr) return;
    measured_.target.isotherms = isotherms;
    history_.emplace(model, simulation.tissue_fraction(), HistorySettings{.isotherms = {}, .rate_temperatures = {}});
    simulation.add_observer(*history_);
}

void RunMeasurer::sample(const std::vector<IceBall>& balls, const State& state) {
    MetricsRecord& metrics = measured_.metrics;
    metrics.times.push_back(state.time);
    if (gauge_ != nullptr) measured_.target.times.push_back(state.time);
    for (std::size_t n = 0; n < balls.size(); ++n) {
        const IceBall& ball = balls[n];
        metrics.volume.push_back(ball.volume.tissue);
        metrics.volume_with_needles.push_back(ball.volume.with_needles);
        for (const double extent : ball.extent) metrics.extent.push_back(extent);
        metrics.extent_along_needle.insert(metrics.extent_along_needle.end(), ball.extent_along_needle.begin(),
                                           ball.extent_along_needle.end());
        metrics.parts.push_back(ball.parts);
        const IsothermReader reader(model_, state, tissue_fraction_, metrics.isotherms[n]);
        measured_.front_area.push_back(front_area(front_points(reader), measured_.spacing));
        if (gauge_ != nullptr) append_coverage(measured_.target, ball.coverage.value());
    }
}

MeasuredRun RunMeasurer::finish() {
    if (gauge_ == nullptr) return measured_;
    history_->finish();
    const State coldest = state_at(model_, history_->total().minimum_temperature);
    for (const double isotherm : measured_.metrics.isotherms) {
        const Coverage coverage = gauge_->coverage(coldest, isotherm);
        measured_.margin.push_back(coverage.minimum_margin);
        measured_.distance_to_risk.insert(measured_.distance_to_risk.end(), coverage.distance_to_risk.begin(),
                                          coverage.distance_to_risk.end());
    }
    return measured_;
}

}  // namespace iceball
