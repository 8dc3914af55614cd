#include "solver/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "probe/coupling.hpp"
#include "solver/backend/row_kernels.hpp"
#include "solver/flooding.hpp"
#include "solver/integrator/explicit_euler.hpp"
#include "solver/temperature_field.hpp"
#include "solver/tissue_fraction.hpp"
#include "solver/wall_contacts.hpp"

namespace iceball {
namespace {

constexpr long steps_between_range_checks = 20;

// Integral over the tissue of a density(cell) [per m3].
template <class Density>
double integral(const Model& model, const Field<double>& tissue_fraction, Density&& density) {
    double sum = 0;
    for_each_cell(model.grid,
                  [&](const Index3&, std::ptrdiff_t cell) { sum += tissue_fraction[cell] * density(cell); });
    return sum * model.grid.cell_volume();
}

double freezable_latent_heat(const Model& model, const Field<double>& tissue_fraction) {
    return integral(model, tissue_fraction,
                    [&](std::ptrdiff_t cell) { return model.tissue_at(cell).law.latent_heat(); });
}

double heat_content(const Model& model, const Field<double>& tissue_fraction, const State& state) {
    return integral(model, tissue_fraction, [&](std::ptrdiff_t cell) { return std::abs(state.enthalpy[cell]); });
}

// A copy where cells can change their tissue; else null.
std::unique_ptr<Model> own_model_of(const Model& given) {
    if (!can_flood(given)) return nullptr;
    auto own = std::make_unique<Model>(given);
    own->flooded = Field<std::uint8_t>(given.grid, 0);
    return own;
}

State initial_state(const Model& model) {
    State state;
    state.enthalpy = Field<double>(model.grid);
    state.theta = Field<double>(model.grid);
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) {
        const ThermalLaw& law = model.tissue_at(cell).law;
        state.enthalpy[cell] = law.enthalpy(model.start_temperature_at(cell));
    });
    if (std::any_of(model.tissues.begin(), model.tissues.end(), [](const Tissue& t) { return t.stasis_temperature.has_value(); }))
        state.stasis = Field<std::uint8_t>(model.grid, 0);
    if (can_flood(model)) state.flooding = Field<std::uint8_t>(model.grid, 0);
    for (const Needle& needle : model.needles) {
        NeedleState wall;
        const NeedleGeometry& geometry = needle.geometry;
        const int nodes = wall_node_count(geometry, model.grid.spacing());
        for (int node = 0; node < nodes; ++node) {
            const Vector3 middle =
                geometry.active_from() + (node + 0.5) / nodes * geometry.active_length * geometry.direction;
            const Index3 at = model.grid.cell_of(middle);
            wall.wall_temperature.push_back(model.start_temperature_at(model.grid.index(at[0], at[1], at[2])));
        }
        wall.wall_temperature_at_stage_start = wall.wall_temperature;
        state.needles.push_back(wall);
    }
    return state;
}

}  // namespace

struct Simulation::Parts : Section {
    // What depends on how needles exchange heat.
    struct StageKindParts {
        StageKindParts(const Parts& parts, const std::vector<WallContact>& contacts)
            : coupling(contacts == all_in_contact(parts.model)
                           ? parts.all_charged
                           : couple(parts.model.grid, parts.model.boundaries, parts.model.needles, contacts)),
              contacts_(contacts) {
            renew(parts);
        }
        // For the tissues as they are now.
        void renew(const Parts& parts) {
            op.emplace(parts.model, parts.runs, parts.tissue_fraction, coupling);
            walls.emplace(parts.model, parts.tissue_fraction, coupling, contacts_);
            tissue_changes = parts.tissue_changes;
        }
        Coupling coupling;
        std::optional<Operator> op;
        std::optional<WallExchange> walls;
        long tissue_changes = 0;  // of the parts that they were made for

     private:
        std::vector<WallContact> contacts_;
    };

    explicit Parts(const Model& m)
        : own_model(own_model_of(m)),
          model(own_model ? *own_model : m),
          all_charged(couple(m.grid, m.boundaries, m.needles, all_in_contact(m))),
          tissue_fraction(tissue_fractions(m.grid, all_charged)),
          runs(m, tissue_fraction),
          inside(wall_cells(m, tissue_fraction)),
          state(initial_state(m)),
          contacts(model, tissue_fraction),
          ledger(freezable_latent_heat(m, tissue_fraction)),
          integrator(std::make_unique<ExplicitEuler>(model)) {
        state.contacts = contacts.initial_state(state.enthalpy);
        refresh_theta();
    }

    StageKindParts& of(const Stage& stage) {
        const std::vector<WallContact> walls = wall_contacts(model, stage);
        auto found = kinds.find(walls);
        if (found == kinds.end()) found = kinds.emplace(walls, std::make_unique<StageKindParts>(*this, walls)).first;
        if (found->second->tissue_changes != tissue_changes) found->second->renew(*this);
        return *found->second;
    }

    std::string_view section_name() const override { return "simulation"; }
    void serialize(Archive& archive) override {
        archive.value("step_number", step_number);
        archive.value("ice_at_open_face", ice_at_open_face);
        archive.value("lowest_temperature", lowest_temperature);
    }

    // Lets tissue flood that has thawed, and tells the observers.
    void look_at_flooding();
    // After cells have changed their tissue.
    void follow_tissue();
    void book(const Integrator::Heat& heat, double step);
    void check(const StepReport& report) const;
    void check_temperatures(const StepReport& report) const;
    void refresh_theta();
    void find_lowest_temperature();
    // The next end of a stage or output time after the present.
    double next_event(const Stage& stage, double until) const;

    std::unique_ptr<Model> own_model;  // only where tissue can flood
    const Model& model;
    Coupling all_charged;  // where each wall touches the tissue, for reports of passive walls
    Field<double> tissue_fraction;
    CellRuns runs;
    std::vector<WallCell> inside;
    std::map<std::vector<WallContact>, std::unique_ptr<StageKindParts>> kinds;
    State state;
    ContactExchange contacts;
    Ledger ledger;
    std::unique_ptr<Integrator> integrator;
    std::vector<double> output_times;
    std::vector<Observer*> observers;
    std::function<bool()> stop_requested = [] { return false; };
    double lowest_allowed = -273.15, highest_allowed = 200;
    std::int32_t step_number = 0;
    std::int32_t ice_at_open_face = 1;  // not known before the first step
    double lowest_temperature = 0;      // of the tissue [degC]; found when a run begins
    long tissue_changes = 0;            // how often cells have changed their tissue
};

void Simulation::Parts::book(const Integrator::Heat& heat, double step) {
    ledger.book_stored(heat.stored);
    ledger.book(LedgerTerm::needles, heat.needles);
    ledger.book(LedgerTerm::contacts, heat.contacts);
    for (double face : heat.flows.faces) ledger.book(LedgerTerm::faces, step * face);
    ledger.book(LedgerTerm::perfusion, step * heat.flows.perfusion);
    ledger.book(LedgerTerm::metabolism, step * heat.flows.metabolism);
    ledger.book(LedgerTerm::held_regions, step * heat.flows.held_regions);
    ledger.book(LedgerTerm::sources, step * heat.flows.sources);
}

void Simulation::Parts::look_at_flooding() {
    const Flooded flooded = flood(*own_model, runs, state);
    if (flooded.changes.empty()) return;
    ledger.book_tissue_change(flooded.heat);
    follow_tissue();
    for (Observer* observer : observers) observer->tissue_changed(model, state, flooded.changes);
}

void Simulation::Parts::follow_tissue() {
    runs = CellRuns(model, tissue_fraction);
    ++tissue_changes;
}

void Simulation::Parts::refresh_theta() {
    parallel_blocks(model.grid.nz(), [&](int k) {
        runs.for_each_tissue_run(model.grid, k, [&](const TissueRun& run, std::ptrdiff_t first) {
            kernel::theta_of(model.tissues[std::size_t(run.tissue)].law, state.enthalpy.data() + first,
                             run.end - run.begin, state.theta.data() + first);
        });
    });
}

void Simulation::Parts::find_lowest_temperature() {
    lowest_temperature = std::numeric_limits<double>::infinity();
    for_each_cell(model.grid, [&](const Index3&, std::ptrdiff_t cell) {
        if (tissue_fraction[cell] > 0)
            lowest_temperature = std::min(lowest_temperature, model.tissue_at(cell).law.temperature(state.enthalpy[cell]));
    });
}

void Simulation::Parts::check_temperatures(const StepReport& report) const {
    const Grid& grid = model.grid;
    std::vector<std::pair<double, double>> allowed;  // enthalpies, by tissue
    for (const Tissue& tissue : model.tissues)
        allowed.emplace_back(tissue.law.enthalpy(lowest_allowed), tissue.law.enthalpy(highest_allowed));
    std::vector<std::ptrdiff_t> worst(std::size_t(grid.nz()), -1);
    parallel_blocks(grid.nz(), [&](int k) {
        runs.for_each_tissue_run(grid, k, [&](const TissueRun& run, std::ptrdiff_t first) {
            const double low = allowed[std::size_t(run.tissue)].first, high = allowed[std::size_t(run.tissue)].second;
            const int count = run.end - run.begin;
            if (kernel::all_within(low, high, state.enthalpy.data() + first, count)) return;
            for (std::ptrdiff_t cell = first; cell < first + count; ++cell)
                if (!(state.enthalpy[cell] >= low && state.enthalpy[cell] <= high)) worst[std::size_t(k)] = cell;
        });
    });
    for (std::ptrdiff_t cell : worst) {
        if (cell < 0) continue;
        const Index3 at = grid.cell_at(cell);
        const Vector3 centre = 1e3 * grid.cell_centre(at[0], at[1], at[2]);
        throw NumericsError(fmt::format(
            "temperature {} degC in cell ({}, {}, {}), centre ({:g}, {:g}, {:g}) mm, at {:g} s after step {}; allowed are "
            "{:g} to {:g} degC. Look at the sources, probes and tissues near that cell",
            model.tissue_at(cell).law.temperature(state.enthalpy[cell]), at[0], at[1], at[2], centre.x(), centre.y(),
            centre.z(), state.time, report.step_number, lowest_allowed, highest_allowed));
    }
}

void Simulation::Parts::check(const StepReport& report) const {
    const bool finite = std::isfinite(ledger.stored());
    if (!finite || report.step_number % steps_between_range_checks == 0) check_temperatures(report);
    const double residual = ledger.residual();
    if (!(residual <= Ledger::largest_residual))
        throw NumericsError(fmt::format(
            "the energy ledger does not close: residual {:.2g} at {:g} s after step {}, allowed is {:g}. This is an error of "
            "the program; please report it with the case",
            residual, state.time, report.step_number, Ledger::largest_residual));
}

double Simulation::Parts::next_event(const Stage& stage, double until) const {
    double event = std::min(stage.end(), until);
    const auto output = std::upper_bound(output_times.begin(), output_times.end(), state.time);
    if (output != output_times.end()) event = std::min(event, *output);
    return event;
}

Simulation::Simulation(const Model& model) : parts_(std::make_unique<Parts>(model)) {}
Simulation::~Simulation() = default;

const Model& Simulation::model() const { return parts_->model; }
State& Simulation::state() { return parts_->state; }
const State& Simulation::state() const { return parts_->state; }
Ledger& Simulation::ledger() { return parts_->ledger; }
const Ledger& Simulation::ledger() const { return parts_->ledger; }
const Field<double>& Simulation::tissue_fraction() const { return parts_->tissue_fraction; }
std::string Simulation::integrator_name() const { return parts_->integrator->name(); }

std::vector<Section*> Simulation::sections() { return {parts_.get(), &parts_->state, &parts_->ledger}; }

void Simulation::temperature(std::vector<float>& values) const {
    temperature_field(parts_->model, parts_->state, parts_->inside, values);
}

double Simulation::step_limit(int stage_number, double lowest_temperature) {
    const Stage& stage = parts_->model.protocol.stages.at(std::size_t(stage_number));
    return parts_->integrator->step_limit(*parts_->of(stage).op, parts_->ice_at_open_face != 0, lowest_temperature).step;
}

void Simulation::set_allowed_temperatures(double lowest, double highest) {
    parts_->lowest_allowed = lowest;
    parts_->highest_allowed = highest;
}

void Simulation::set_output_times(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    parts_->output_times = std::move(times);
}

void Simulation::add_observer(Observer& observer) { parts_->observers.push_back(&observer); }

void Simulation::set_stop_request(std::function<bool()> stop) { parts_->stop_requested = std::move(stop); }

bool Simulation::run(double until) {
    Parts& p = *parts_;
    const std::vector<Stage>& stages = p.model.protocol.stages;
    const double end = until < 0 ? p.model.protocol.duration() : std::min(until, p.model.protocol.duration());
    if (p.own_model && follow_flooding(*p.own_model, p.state)) p.follow_tissue();
    if (p.step_number == 0) {
        p.ledger.begin(heat_content(p.model, p.tissue_fraction, p.state));
        p.find_lowest_temperature();
    }
    for (Observer* observer : p.observers) observer->begin(p.model, p.state);
    for (std::size_t s = 0; s < stages.size(); ++s) {
        const Stage& stage = stages[s];
        if (stage.end() <= p.state.time || stage.start >= end) continue;
        Parts::StageKindParts* parts = &p.of(stage);
        if (p.state.time == stage.start) {
            for (NeedleState& needle : p.state.needles) needle.wall_temperature_at_stage_start = needle.wall_temperature;
            for (ContactState& contact : p.state.contacts) contact.temperature_at_stage_start = contact.temperature;
        }
        while (p.state.time < std::min(stage.end(), end)) {
            if (p.stop_requested()) return false;
            const Operator::Limit limit = p.integrator->step_limit(*parts->op, p.ice_at_open_face != 0, p.lowest_temperature);
            const double output = p.next_event(stage, end);
            const double event = p.own_model ? std::min(output, next_look_at_flooding(p.state.time)) : output;
            const double remaining = event - p.state.time;
            // Equal steps up to the event, so that none of them is a sliver.
            const double steps = std::max(1.0, std::ceil(remaining / limit.step - 1e-9));
            const double step = remaining / steps;
            const double start = p.state.time;
            const Integrator::Heat heat = p.integrator->step(*parts->op, *parts->walls, p.contacts, stage, step, p.state);
            p.book(heat, step);
            p.ice_at_open_face = heat.flows.ice_at_open_face;
            p.lowest_temperature = heat.lowest_temperature;
            p.state.time = steps == 1.0 ? event : start + step;
            parts->walls->report_passive_walls(p.all_charged, p.state);
            ++p.step_number;
            const StepReport report{start, step, &stage, int(s), p.step_number, limit.by};
            p.check(report);
            for (Observer* observer : p.observers) observer->after_step(p.model, p.state, p.ledger, report);
            if (p.own_model && (is_look_at_flooding(p.state.time) || p.state.time == stage.end())) {
                p.look_at_flooding();
                parts = &p.of(stage);
            }
            if (p.state.time != output) continue;
            p.check_temperatures(report);
            p.refresh_theta();
            for (Observer* observer : p.observers) observer->at_output(p.model, p.state, p.ledger);
        }
    }
    for (Observer* observer : p.observers) observer->end(p.model, p.state, p.ledger);
    return true;
}

}  // namespace iceball
