#include "outcome/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/parallel.hpp"

namespace iceball {
namespace {

constexpr float not_passed = std::numeric_limits<float>::quiet_NaN();

// Calls body(name, field) for all fields.
template <class Fields, class Body>
void for_each_field(Fields& fields, Body&& body) {
    body("minimum_temperature", fields.minimum_temperature);
    body("time_frozen", fields.time_frozen);
    body("freeze_count", fields.freeze_count);
    for (std::size_t n = 0; n < fields.time_below.size(); ++n) body(fmt::format("time_below_{}", n), fields.time_below[n]);
    for (std::size_t n = 0; n < fields.cooling_rate.size(); ++n) {
        body(fmt::format("cooling_rate_{}", n), fields.cooling_rate[n]);
        body(fmt::format("thaw_rate_{}", n), fields.thaw_rate[n]);
    }
}

template <class Body>
void for_each_row_cell(const Grid& grid, Body&& body) {
    parallel_blocks(grid.nz(), [&](int k) {
        for (int j = 0; j < grid.ny(); ++j) {
            const std::ptrdiff_t first = grid.index(0, j, k);
            for (std::ptrdiff_t cell = first; cell < first + grid.nx(); ++cell) body(cell);
        }
    });
}

}  // namespace

std::optional<std::size_t> find_temperature(const std::vector<double>& temperatures, double temperature) {
    const auto found = std::find_if(temperatures.begin(), temperatures.end(),
                                    [&](double one) { return std::abs(one - temperature) < 1e-9; });
    if (found == temperatures.end()) return std::nullopt;
    return std::size_t(found - temperatures.begin());
}

History::History(const Model& model, const Field<double>& tissue_fraction, HistorySettings settings)
    : model_(model),
      tissue_fraction_(tissue_fraction),
      walls_(wall_cells(model, tissue_fraction)),
      settings_(std::move(settings)),
      enthalpy_(model.grid) {
    for (const Region& region : model.regions.regions) {
        const ThermalLaw& law = model.tissues[std::size_t(region.tissue)].law;
        law_of_region_.push_back(&law);
        half_frozen_of_region_.push_back(law.freezes() ? float(law.enthalpy_at_liquid_fraction(0.5))
                                                       : -std::numeric_limits<float>::infinity());
    }
    for (int cycle = 0; cycle < std::max(model.protocol.cycle_count(), 1); ++cycle) cycles_.push_back(empty_fields());
}

HistoryFields History::empty_fields() const {
    const Field<float> zero(model_.grid), unknown(model_.grid, not_passed);
    const std::size_t isotherms = settings_.isotherms.size(), rates = settings_.rate_temperatures.size();
    return {unknown, zero, zero, std::vector(isotherms, zero), std::vector(rates, unknown), std::vector(rates, unknown)};
}

template <class Body>
void History::visit(const State& state, Body&& body) {
    for_each_row_cell(model_.grid, [&](std::ptrdiff_t cell) {
        if (tissue_fraction_[cell] > 0) body(cell, float(state.enthalpy[cell]));
    });
    if (state.needles.empty()) return;
    for (const WallCell& wall : walls_)
        body(wall.cell, float(model_.tissue_at(wall.cell).law.enthalpy(wall_temperature(state, wall))));
}

void History::begin(const Model&, const State& state) {
    time_ = state.time;
    visit(state, [&](std::ptrdiff_t cell, float enthalpy) { enthalpy_[cell] = enthalpy; });
}

// Enters the state before the first step of a cycle.
void History::open(HistoryFields& fields, float time) const {
    for_each_row_cell(model_.grid, [&](std::ptrdiff_t cell) {
        const auto region = model_.regions.region[cell];
        const auto temperature = float(law_of_region_[region]->temperature(enthalpy_[cell]));
        fields.minimum_temperature[cell] = temperature;
        if (enthalpy_[cell] < half_frozen_of_region_[region]) fields.time_frozen[cell] -= time;
        for (std::size_t n = 0; n < settings_.isotherms.size(); ++n)
            if (temperature < float(settings_.isotherms[n])) fields.time_below[n][cell] -= time;
    });
}

void History::close(HistoryFields& fields, float time) const {
    for_each_row_cell(model_.grid, [&](std::ptrdiff_t cell) {
        const auto region = model_.regions.region[cell];
        const auto temperature = float(law_of_region_[region]->temperature(enthalpy_[cell]));
        if (enthalpy_[cell] < half_frozen_of_region_[region]) fields.time_frozen[cell] += time;
        for (std::size_t n = 0; n < settings_.isotherms.size(); ++n)
            if (temperature < float(settings_.isotherms[n])) fields.time_below[n][cell] += time;
    });
}

void History::book_passages(HistoryFields& fields, std::ptrdiff_t cell, float before, float after,
                            const Step& step) const {
    const auto region = model_.regions.region[cell];
    const ThermalLaw& law = *law_of_region_[region];
    const auto from = float(law.temperature(before)), to = float(law.temperature(after));
    fields.minimum_temperature[cell] = std::min(fields.minimum_temperature[cell], to);

    const auto passage = [&](float start, float end, float level) {
        return step.start + step.duration * (start - level) / (start - end);
    };
    const float half = half_frozen_of_region_[region];
    if ((before < half) != (after < half)) {
        const bool freezing = after < half;
        const float time = passage(before, after, half);
        fields.time_frozen[cell] += freezing ? -time : time;
        if (freezing) fields.freeze_count[cell] += 1;
    }
    for (std::size_t n = 0; n < settings_.isotherms.size(); ++n) {
        const auto isotherm = float(settings_.isotherms[n]);
        if ((from < isotherm) == (to < isotherm)) continue;
        const float time = passage(from, to, isotherm);
        fields.time_below[n][cell] += to < isotherm ? -time : time;
    }
    for (std::size_t n = 0; n < settings_.rate_temperatures.size(); ++n) {
        const auto level = float(settings_.rate_temperatures[n]);
        if ((from < level) == (to < level)) continue;
        (to < level ? fields.cooling_rate : fields.thaw_rate)[n][cell] = std::abs(to - from) / step.duration;
    }
}

void History::after_step(const Model&, const State& state, const Ledger&, const StepReport& report) {
    const Step step{float(report.start), float(report.duration)};
    if (report.stage->cycle != current_) {
        if (current_ != 0) close(cycles_[std::size_t(current_ - 1)], step.start);
        current_ = report.stage->cycle;
        open(cycles_[std::size_t(current_ - 1)], step.start);
    }
    HistoryFields& fields = cycles_[std::size_t(current_ - 1)];
    visit(state, [&](std::ptrdiff_t cell, float enthalpy) {
        const float before = std::exchange(enthalpy_[cell], enthalpy);
        if (before != enthalpy) book_passages(fields, cell, before, enthalpy, step);
    });
    time_ = report.start + report.duration;
}

HistoryFields History::cycle(int number) const {
    HistoryFields fields = cycles_[std::size_t(number - 1)];
    if (number == current_) close(fields, float(time_));
    return fields;
}

HistoryFields History::total() const {
    HistoryFields sum = cycle(1);
    for (int number = 2; number <= cycle_count(); ++number) {
        const HistoryFields fields = cycle(number);
        for_each_row_cell(model_.grid, [&](std::ptrdiff_t cell) {
            const auto add = [&](Field<float>& to, const Field<float>& from) { to[cell] += from[cell]; };
            // The last passage of the run.
            const auto replace = [&](Field<float>& to, const Field<float>& from) {
                if (!std::isnan(from[cell])) to[cell] = from[cell];
            };
            sum.minimum_temperature[cell] = std::fmin(sum.minimum_temperature[cell], fields.minimum_temperature[cell]);
            add(sum.time_frozen, fields.time_frozen);
            add(sum.freeze_count, fields.freeze_count);
            for (std::size_t n = 0; n < sum.time_below.size(); ++n) add(sum.time_below[n], fields.time_below[n]);
            for (std::size_t n = 0; n < sum.cooling_rate.size(); ++n) {
                replace(sum.cooling_rate[n], fields.cooling_rate[n]);
                replace(sum.thaw_rate[n], fields.thaw_rate[n]);
            }
        });
    }
    return sum;
}

const std::vector<HistoryFields>& History::finish() {
    if (current_ != 0) close(cycles_[std::size_t(current_ - 1)], float(time_));
    current_ = 0;
    return cycles_;
}

void History::serialize(Archive& archive) {
    archive.value("cycle", current_);
    archive.value("time", time_);
    for (std::size_t c = 0; c < cycles_.size(); ++c)
        for_each_field(cycles_[c], [&](const std::string& name, Field<float>& field) {
            archive.values(fmt::format("cycle_{}_{}", c + 1, name), std::span(field.data(), field.size()));
        });
}

std::vector<NamedHistoryField> named_fields(const HistoryFields& fields, const HistorySettings& settings) {
    std::vector<NamedHistoryField> named{
        {"minimum_temperature", "degC", "minimum temperature", &fields.minimum_temperature},
        {"time_frozen", "s", "time frozen (liquid fraction below one half)", &fields.time_frozen},
        {"freeze_count", "1", "number of freezes", &fields.freeze_count}};
    for (std::size_t n = 0; n < settings.isotherms.size(); ++n)
        named.push_back({fmt::format("time_below_{:g}", settings.isotherms[n]), "s",
                         fmt::format("time below {:g} degC", settings.isotherms[n]), &fields.time_below[n]});
    for (std::size_t n = 0; n < settings.rate_temperatures.size(); ++n) {
        const double level = settings.rate_temperatures[n];
        named.push_back({fmt::format("cooling_rate_{:g}", level), "K/s",
                         fmt::format("cooling rate at the last passage through {:g} degC", level), &fields.cooling_rate[n]});
        named.push_back({fmt::format("thaw_rate_{:g}", level), "K/s",
                         fmt::format("thaw rate at the last passage through {:g} degC", level), &fields.thaw_rate[n]});
    }
    return named;
}

}  // namespace iceball
