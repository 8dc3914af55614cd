#include "run/run_recorder.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>

#include "outcome/isotherm_reader.hpp"
#include "run/append_coverage.hpp"
#include "run/judge_run.hpp"
#include "store/pack.hpp"

namespace iceball {
namespace {

std::vector<PointReader> sensor_points(const Case& c, const Simulation& simulation) {
    std::vector<PointReader> points;
    for (const SensorSettings& sensor : c.sensors)
        points.emplace_back(simulation.model(), simulation.tissue_fraction(), sensor.position);
    return points;
}

}  // namespace

RunInfo run_info(const Case& c, const Model& model) {
    std::vector<std::string> tissue_names, terms;
    for (const Tissue& tissue : model.tissues) tissue_names.push_back(tissue.name);
    for (int term = 0; term < ledger_terms; ++term) terms.emplace_back(to_string(LedgerTerm(term)));
    std::vector<Sensor> sensors;
    for (const SensorSettings& sensor : c.sensors) sensors.push_back({sensor.name, sensor.position});
    return {.title = c.title,
            .grid = model.grid,
            .regions = model.regions,
            .tissue_names = tissue_names,
            .needles = model.needles,
            .protocol = model.protocol,
            .sensors = sensors,
            .isotherms = c.output.isotherms,
            .ledger_terms = terms,
            .case_source = c.text,
            .case_resolved = c.resolved.dump(2),
            .iceball_version = ICEBALL_VERSION,
            .provenance = {{"compiler", __VERSION__}, {"threads", std::to_string(omp_get_max_threads())}},
            .xdmf = c.output.frames,
            .target = c.target ? std::optional(TargetInfo{c.target->region, c.target->margin, c.target->at_risk})
                               : std::nullopt,
            .contacts = model.contacts};
}

RunRecorder::RunRecorder(const Case& c, const Model& model, Simulation& simulation, Talk& talk, RunSummary& summary)
    : case_(c),
      model_(model),
      simulation_(simulation),
      talk_(talk),
      summary_(summary),
      laws_(injury_laws(c.injury_laws)),
      history_(simulation.model(), simulation.tissue_fraction(),
               HistorySettings{.isotherms = history_isotherms(c.output.isotherms, laws_)}),
      gauge_(target_gauge(c, model, simulation.tissue_fraction())),
      metrics_(simulation.model(), simulation.tissue_fraction(), gauge(), c.output.isotherms, 0,
               [this](const std::vector<IceBall>& balls, const State& state, const Ledger& ledger) {
                   record_metrics(balls, state, ledger);
               }),
      sensors_(sensor_points(c, simulation),
               [this](double time, std::span<const double> temperatures) {
                   if (time > resumed_at_ && !temperatures.empty()) writer_->append_sensors(time, temperatures);
               }),
      box_watch_(simulation.tissue_fraction(), [this](const std::string& warning) {
          summary_.warnings.push_back(warning);
          talk_.warn(warning);
      }) {
    for (double isotherm : c.output.isotherms) summary_.isotherms.push_back({isotherm, 0});
    // The recorder comes last: a frame commits what the others have added.
    for (Observer* observer : std::initializer_list<Observer*>{&history_, &metrics_, &sensors_, &box_watch_, this})
        simulation.add_observer(*observer);
}

std::vector<Section*> RunRecorder::sections() {
    std::vector<Section*> sections = simulation_.sections();
    sections.push_back(&history_);
    return sections;
}

void RunRecorder::open(const CaseRunOptions& options) {
    const RunInfo info = run_info(case_, model_);
    if (options.resume) {
        resumed_at_ = simulation_.state().time;
        writer_ = std::make_unique<RunWriter>(RunWriter::open_for_resume(options.output, info, resumed_at_));
    } else {
        writer_ = std::make_unique<RunWriter>(options.output, info, options.replace);
    }
}

void RunRecorder::begin(const Model&, const State& state) {
    if (state.time <= resumed_at_) return;
    writer_->append_needles(state.time, state.needles);
    writer_->append_contacts(state.time, state.contacts);
    record_frame(state);
}

void RunRecorder::at_output(const Model&, const State& state, const Ledger&) {
    writer_->append_needles(state.time, state.needles);
    writer_->append_contacts(state.time, state.contacts);
    record_frame(state);
}

void RunRecorder::record_frame(const State& state) {
    if (case_.output.frames) {
        simulation_.temperature(temperature_);
        writer_->append_frame(state.time, temperature_);
    } else {
        writer_->commit();
    }
    has_results_ = has_results_ || state.time > 0;
}

void RunRecorder::record_metrics(const std::vector<IceBall>& balls, const State& state, const Ledger& ledger) {
    if (state.time <= resumed_at_) return;
    MetricsSample sample;
    sample.time = state.time;
    for (std::size_t n = 0; n < balls.size(); ++n) {
        const IceBall& ball = balls[n];
        sample.volume.push_back(ball.volume.tissue);
        sample.volume_with_needles.push_back(ball.volume.with_needles);
        for (double extent : ball.extent) sample.extent.push_back(extent);
        sample.extent_along_needle.insert(sample.extent_along_needle.end(), ball.extent_along_needle.begin(),
                                          ball.extent_along_needle.end());
        sample.parts.push_back(ball.parts);
        summary_.isotherms[n].volume = std::max(summary_.isotherms[n].volume, ball.volume.tissue);
    }
    writer_->append_metrics(sample);
    if (gauge_) {
        TargetSample target{};
        target.time = state.time;
        for (const IceBall& ball : balls) append_coverage(target, ball.coverage.value());
        writer_->append_target(target);
    }
    LedgerSample entry{state.time, ledger.residual(), ledger.stored(), {}};
    for (int term = 0; term < ledger_terms; ++term) entry.heat.push_back(ledger.heat(LedgerTerm(term)));
    writer_->append_ledger(entry);
}

void RunRecorder::write_history(int cycle, const HistoryFields& fields) {
    for (const NamedHistoryField& named : named_fields(fields, history_.settings())) {
        const std::vector<float> values = pack<float>(model_.grid, *named.field);
        writer_->write_history({named.name, cycle, named.units, named.long_name}, values);
    }
}

void RunRecorder::write_target(const HistoryFields& whole_run) {
    if (!gauge_) return;
    const State coldest = state_at(model_, whole_run.minimum_temperature);
    TargetSample run{};
    for (double isotherm : case_.output.isotherms) append_coverage(run, gauge_->coverage(coldest, isotherm));
    const std::size_t isotherms = case_.output.isotherms.size(), organs = case_.target->at_risk.size();
    std::vector<NamedArray> arrays{
        {"fraction_inside", "", "share of the target that was below the isotherm", {isotherms}, run.fraction_inside},
        {"minimum_margin", "m", "smallest depth of the target below the isotherm", {isotherms}, run.minimum_margin},
        {"healthy_tissue_lost", "m3", "volume below the isotherm outside the target", {isotherms}, run.healthy_tissue_lost}};
    if (organs > 0)
        arrays.push_back({"distance_to_risk", "m", "from the isotherm to each organ at risk", {isotherms, organs},
                          run.distance_to_risk});
    writer_->write_target(arrays);
}

void RunRecorder::write_injury(const std::vector<HistoryFields>& cycles) {
    const JudgedRun run{model_, simulation_.tissue_fraction(), cycles, history_.settings(), gauge()};
    std::vector<std::string> organs;
    if (case_.target) organs = case_.target->at_risk;
    writer_->write_injury(judge_run(laws_, run, organs, [&](const JudgedCycle& cycle) { write_fields(*writer_, cycle); }));
}

void RunRecorder::close(RunStatus status) {
    const std::vector<HistoryFields>& cycles = history_.finish();
    {
        const HistoryFields whole_run = history_.total();
        write_history(0, whole_run);
        write_target(whole_run);
    }
    for (std::size_t n = 0; n < cycles.size(); ++n) write_history(int(n) + 1, cycles[n]);
    write_injury(cycles);
    writer_->set_status(status);
    writer_->close();
}

}  // namespace iceball
