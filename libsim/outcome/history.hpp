// History: what every cell has gone through, kept online in a few numbers a cell, for each cycle and over the run.
//
//     minimum temperature; time frozen (f_l < 0.5); time below each isotherm; cooling rate and thaw rate at the last
//     passage through each chosen temperature; number of freezes
//
// It looks at the enthalpy at least every 0.25 s (after every step where steps are longer) and at the end of every stage:
// short steps are not worth a pass over the cells each. Times of passage are interpolated linearly between two looks
// (in T for isotherms, in H for freezing), and only passages are booked, so that rounding does not grow with the number
// of steps. Rates are means between the two looks around the passage. A freeze counts in the cycle in which it
// begins. Cells inside needles go through what the wall beside them goes through.
//
// Units: [degC], [s], [K/s]. Memory: 8 bytes a cell, and 4 bytes for every field and cycle. Limits: time before the
// first freeze belongs to cycle 1; the state between two looks is not seen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "solver/wall_cells.hpp"
#include "solver/observer.hpp"

namespace iceball {

struct HistorySettings {
    std::vector<double> isotherms{0, -20, -40};  // [degC]
    std::vector<double> rate_temperatures{-20};  // [degC]
};

// Place of a temperature in a list, equal to 1e-9 K; empty if it is not there.
std::optional<std::size_t> find_temperature(const std::vector<double>& temperatures, double temperature);

// Fields of one cycle or of the whole run.
struct HistoryFields {
    Field<float> minimum_temperature;        // [degC]
    Field<float> time_frozen;                // [s]
    Field<float> freeze_count;
    std::vector<Field<float>> time_below;    // one an isotherm [s]
    std::vector<Field<float>> cooling_rate;  // one a rate temperature [K/s], NaN where it was not passed downward
    std::vector<Field<float>> thaw_rate;     // the same upward
};

class History : public Observer, public Section {
 public:
    // model: Simulation::model(), whose tissues are those of the present. tissue_fraction: see solver/tissue_fraction.hpp.
    // Both must outlive the history.
    History(const Model& model, const Field<double>& tissue_fraction, HistorySettings settings = {});

    const HistorySettings& settings() const { return settings_; }
    int cycle_count() const { return int(cycles_.size()); }
    // Fields of a cycle (from 1) up to the last step, for which no cell has passed anything since the last look.
    HistoryFields cycle(int number) const;
    // Fields over all cycles.
    HistoryFields total() const;
    // Closes the last cycle and gives all of them, uncopied. No step may follow.
    const std::vector<HistoryFields>& finish();

    void begin(const Model& model, const State& state) override;
    void after_step(const Model& model, const State& state, const Ledger& ledger, const StepReport& report) override;
    void tissue_changed(const Model& model, const State& state, std::span<const TissueChange> changes) override;

    std::string_view section_name() const override { return "history"; }
    void serialize(Archive& archive) override;

 private:
    // Between two looks [s].
    struct Interval {
        float start, duration;
    };
    // What a tissue's law makes of the settings: enthalpies below which a cell is frozen, or colder than a temperature.
    struct Levels {
        const ThermalLaw* law;
        float half_frozen;  // f_l = 0.5
        std::vector<float> isotherms, rates;
        std::vector<float> all;  // the half-frozen one, isotherms and rates: each once, falling
    };
    // Neighbours in a row that are of one tissue and outside needles.
    struct CellRow {
        std::ptrdiff_t first;
        int count;
        int tissue;
    };
    Levels levels_of(const ThermalLaw& law) const;
    void list_rows();  // by the tissues of the present
    HistoryFields empty_fields() const;
    const Levels& levels_of(int tissue) const { return levels_[std::size_t(tissue)]; }
    const Levels& levels_at(std::ptrdiff_t cell) const { return levels_of(model_.tissue_number_at(cell)); }
    void look(const State& state, HistoryFields& fields, const Interval& interval);
    void look_at(const CellRow& row, const State& state, HistoryFields& fields, const Interval& interval);
    void look_at_walls(const State& state, HistoryFields& fields, const Interval& interval);
    void open(HistoryFields& fields, float time);
    void close(HistoryFields& fields, float time) const;
    void book_passages(HistoryFields& fields, const Levels& levels, std::ptrdiff_t cell, float before, float after,
                       const Interval& interval) const;

    const Model& model_;
    const Field<double>& tissue_fraction_;
    std::vector<WallCell> walls_;
    HistorySettings settings_;
    std::vector<Levels> levels_;           // by tissue
    std::vector<CellRow> rows_;            // by plane
    std::vector<std::size_t> plane_rows_;  // where each plane's begin, and the end
    // Enthalpy at the last look and the lowest in this cycle; decisions are made on these rounded values, so that no passage is
    // lost or counted twice.
    Field<float> enthalpy_, lowest_;
    // Times below and frozen are kept open: entered at -t, left at +t, closed by close(), which also sets the minimum
    // temperature.
    std::vector<HistoryFields> cycles_;
    std::int32_t current_ = 0;  // cycle of the last step, from 1; 0 before the first
    double time_ = 0, looked_ = 0;  // ends of the last step and of the last that was looked at
};

// A history field and how files name it, e.g. "time_below_-20".
struct NamedHistoryField {
    std::string name, units, long_name;
    const Field<float>* field;
};
std::vector<NamedHistoryField> named_fields(const HistoryFields& fields, const HistorySettings& settings);

}  // namespace iceball
