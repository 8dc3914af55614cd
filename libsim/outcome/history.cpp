#include "outcome/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "core/parallel.hpp"
#include "solver/flooding.hpp"

namespace iceball {
namespace {

constexpr float not_passed = std::numeric_limits<float>::quiet_NaN();
constexpr float below_all = -std::numeric_limits<float>::infinity();
constexpr double look_interval = 0.25;  // [s]
constexpr double same_time = 1e-9;      // [s]
constexpr int look_block = 64;          // cells

// The least enthalpy that is not colder than a temperature: a cell is colder exactly where its enthalpy is less.
float enthalpy_not_colder(const ThermalLaw& law, double temperature) {
    const bool flat_there = law.isothermal() && temperature == law.solidus();
    return float(flat_there ? law.enthalpy_at_liquid_fraction(0) : law.enthalpy(temperature));
}

float wall_enthalpy(const ThermalLaw& law, const Model& model, const State& state, const WallCell& wall) {
    return float(law.enthalpy(wall_temperature(model, state, wall)));
}

// Rounds the enthalpy of some cells, lowers their lowest, and tells whether any of them passed one of the levels.
bool any_passage(const double* enthalpy, const float* before, const std::vector<float>& levels, int count, float* now,
                 float* lowest) {
    float coldest = std::numeric_limits<float>::infinity();
#pragma omp simd reduction(min : coldest)
    for (int n = 0; n < count; ++n) {
        const float after = float(enthalpy[n]), colder = std::min(before[n], after);
        now[n] = after;
        lowest[n] = std::min(lowest[n], after);
        coldest = std::min(coldest, colder);
    }
    std::int32_t passages = 0;  // as wide as the numbers, or it would not vectorise
    for (float level : levels) {
        if (coldest >= level) break;
#pragma omp simd reduction(+ : passages)
        for (int n = 0; n < count; ++n) passages += (before[n] < level ? 1 : 0) ^ (now[n] < level ? 1 : 0);
    }
    return passages != 0;
}

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
      enthalpy_(model.grid),
      lowest_(model.grid) {
    for (const Tissue& tissue : model.tissues) levels_.push_back(levels_of(tissue.law));
    list_rows();
    for (int cycle = 0; cycle < std::max(model.protocol.cycle_count(), 1); ++cycle) cycles_.push_back(empty_fields());
}

History::Levels History::levels_of(const ThermalLaw& law) const {
    Levels levels{&law, law.freezes() ? float(law.enthalpy_at_liquid_fraction(0.5)) : below_all, {}, {}, {}};
    for (double isotherm : settings_.isotherms) levels.isotherms.push_back(enthalpy_not_colder(law, isotherm));
    for (double temperature : settings_.rate_temperatures) levels.rates.push_back(enthalpy_not_colder(law, temperature));
    levels.all = levels.isotherms;
    levels.all.insert(levels.all.end(), levels.rates.begin(), levels.rates.end());
    levels.all.push_back(levels.half_frozen);
    std::sort(levels.all.begin(), levels.all.end(), std::greater());
    levels.all.erase(std::unique(levels.all.begin(), levels.all.end()), levels.all.end());
    return levels;
}

void History::list_rows() {
    const Grid& grid = model_.grid;
    rows_.clear();
    plane_rows_.clear();
    for (int k = 0; k < grid.nz(); ++k) {
        plane_rows_.push_back(rows_.size());
        for (int j = 0; j < grid.ny(); ++j)
            for (int i = 0; i < grid.nx(); ++i) {
                const std::ptrdiff_t cell = grid.index(i, j, k);
                if (tissue_fraction_[cell] == 0) continue;
                const int tissue = model_.tissue_number_at(cell);
                const bool goes_on = i > 0 && rows_.size() > plane_rows_.back() && rows_.back().tissue == tissue &&
                                     rows_.back().first + rows_.back().count == cell;
                if (goes_on)
                    ++rows_.back().count;
                else
                    rows_.push_back({cell, 1, tissue});
            }
    }
    plane_rows_.push_back(rows_.size());
}

HistoryFields History::empty_fields() const {
    const Field<float> zero(model_.grid), unknown(model_.grid, not_passed);
    const std::size_t isotherms = settings_.isotherms.size(), rates = settings_.rate_temperatures.size();
    return {unknown, zero, zero, std::vector(isotherms, zero), std::vector(rates, unknown), std::vector(rates, unknown)};
}

void History::begin(const Model&, const State& state) {
    if (!state.flooding.empty()) list_rows();  // what had flooded in a run that goes on
    if (current_ != 0) return;  // goes on from its own last look
    time_ = looked_ = state.time;
    for_each_row_cell(model_.grid, [&](std::ptrdiff_t cell) { enthalpy_[cell] = float(state.enthalpy[cell]); });
    if (state.needles.empty()) return;
    for (const WallCell& wall : walls_) enthalpy_[wall.cell] = wall_enthalpy(*levels_at(wall.cell).law, model_, state, wall);
}

// Enters the state at the last look, where a cycle begins.
void History::open(HistoryFields& fields, float time) {
    for_each_row_cell(model_.grid, [&](std::ptrdiff_t cell) {
        const Levels& levels = levels_at(cell);
        const float enthalpy = enthalpy_[cell];
        lowest_[cell] = enthalpy;
        if (enthalpy < levels.half_frozen) fields.time_frozen[cell] -= time;
        for (std::size_t n = 0; n < levels.isotherms.size(); ++n)
            if (enthalpy < levels.isotherms[n]) fields.time_below[n][cell] -= time;
    });
}

void History::close(HistoryFields& fields, float time) const {
    for_each_row_cell(model_.grid, [&](std::ptrdiff_t cell) {
        const Levels& levels = levels_at(cell);
        const float enthalpy = enthalpy_[cell];
        fields.minimum_temperature[cell] = float(levels.law->temperature(lowest_[cell]));
        if (enthalpy < levels.half_frozen) fields.time_frozen[cell] += time;
        for (std::size_t n = 0; n < levels.isotherms.size(); ++n)
            if (enthalpy < levels.isotherms[n]) fields.time_below[n][cell] += time;
    });
}

void History::book_passages(HistoryFields& fields, const Levels& levels, std::ptrdiff_t cell, float before, float after,
                            const Interval& interval) const {
    const auto from = float(levels.law->temperature(before)), to = float(levels.law->temperature(after));
    const auto passage = [&](float start, float end, float level) {
        const float share = (start - level) / (start - end);
        return interval.start + interval.duration * std::clamp(share, 0.0f, 1.0f);
    };
    const float half = levels.half_frozen;
    if ((before < half) != (after < half)) {
        const bool freezing = after < half;
        const float time = passage(before, after, half);
        fields.time_frozen[cell] += freezing ? -time : time;
        if (freezing) fields.freeze_count[cell] += 1;
    }
    for (std::size_t n = 0; n < levels.isotherms.size(); ++n) {
        const float level = levels.isotherms[n];
        if ((before < level) == (after < level)) continue;
        const float time = passage(from, to, float(settings_.isotherms[n]));
        fields.time_below[n][cell] += after < level ? -time : time;
    }
    for (std::size_t n = 0; n < levels.rates.size(); ++n) {
        const float level = levels.rates[n];
        if ((before < level) == (after < level)) continue;
        (after < level ? fields.cooling_rate : fields.thaw_rate)[n][cell] = std::abs(to - from) / interval.duration;
    }
}

// Block by block: most blocks pass nothing, which a few vector instructions tell.
void History::look_at(const CellRow& row, const State& state, HistoryFields& fields, const Interval& interval) {
    const Levels& levels = levels_of(row.tissue);
    for (int done = 0; done < row.count; done += look_block) {
        const std::ptrdiff_t first = row.first + done;
        const int count = std::min(look_block, row.count - done);
        float now[look_block];
        float* const before = enthalpy_.data() + first;
        if (any_passage(state.enthalpy.data() + first, before, levels.all, count, now, lowest_.data() + first))
            for (int n = 0; n < count; ++n)
                if (now[n] != before[n]) book_passages(fields, levels, first + n, before[n], now[n], interval);
        std::copy(now, now + count, before);
    }
}

void History::look_at_walls(const State& state, HistoryFields& fields, const Interval& interval) {
    if (state.needles.empty()) return;
    for (const WallCell& wall : walls_) {
        const Levels& levels = levels_at(wall.cell);
        const float now = wall_enthalpy(*levels.law, model_, state, wall);
        const float before = std::exchange(enthalpy_[wall.cell], now);
        lowest_[wall.cell] = std::min(lowest_[wall.cell], now);
        if (before != now) book_passages(fields, levels, wall.cell, before, now, interval);
    }
}

void History::look(const State& state, HistoryFields& fields, const Interval& interval) {
    parallel_blocks(model_.grid.nz(), [&](int k) {
        for (std::size_t row = plane_rows_[std::size_t(k)]; row < plane_rows_[std::size_t(k) + 1]; ++row)
            look_at(rows_[row], state, fields, interval);
    });
    look_at_walls(state, fields, interval);
}

void History::after_step(const Model&, const State& state, const Ledger&, const StepReport& report) {
    if (report.stage->cycle != current_) {
        if (current_ != 0) close(cycles_[std::size_t(current_ - 1)], float(report.start));
        current_ = report.stage->cycle;
        open(cycles_[std::size_t(current_ - 1)], float(report.start));
    }
    const double now = time_ = report.start + report.duration;
    const bool stage_ends = now >= report.stage->end() - same_time;
    // Another step of this length would still be in time.
    if (now - looked_ + report.duration <= look_interval && !stage_ends) return;
    look(state, cycles_[std::size_t(current_ - 1)], {float(looked_), float(now - looked_)});
    looked_ = now;
}

// A last look with the old law, whose enthalpy follows from the temperature that stayed; then what stands open is entered
// anew where rounding puts it on the other side of a level of the new one.
void History::tissue_changed(const Model&, const State& state, std::span<const TissueChange> changes) {
    HistoryFields& fields = cycles_[std::size_t(current_ - 1)];
    const Interval interval{float(looked_), float(time_ - looked_)};
    const auto time = float(time_);
    for (const TissueChange& change : changes) {
        const std::ptrdiff_t cell = change.cell;
        const Levels &old = levels_of(change.from), &now = levels_of(change.to);
        const bool looked = looked_ == time_;
        const float before =
            looked ? enthalpy_[cell] : float(flooded_enthalpy(*now.law, *old.law, state.enthalpy[cell]));
        const auto after = float(state.enthalpy[cell]);
        if (before != enthalpy_[cell]) book_passages(fields, old, cell, enthalpy_[cell], before, interval);
        lowest_[cell] = std::min(float(flooded_enthalpy(*old.law, *now.law, std::min(lowest_[cell], before))), after);
        enthalpy_[cell] = after;
        const bool was_frozen = before < old.half_frozen, is_frozen = after < now.half_frozen;
        if (was_frozen != is_frozen) fields.time_frozen[cell] += is_frozen ? -time : time;
        for (std::size_t n = 0; n < now.isotherms.size(); ++n) {
            const bool was_below = before < old.isotherms[n], is_below = after < now.isotherms[n];
            if (was_below != is_below) fields.time_below[n][cell] += is_below ? -time : time;
        }
    }
    list_rows();
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
    archive.value("looked", looked_);
    archive.values("enthalpy", std::span(enthalpy_.data(), enthalpy_.size()));
    archive.values("lowest_enthalpy", std::span(lowest_.data(), lowest_.size()));
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
