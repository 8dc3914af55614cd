// History: what every cell has gone through, kept online in a few numbers a cell, for each cycle and over the run.
//
//     minimum temperature; time frozen (f_l < 0.5); time below each isotherm; cooling rate and thaw rate at the last
//     passage through each chosen temperature; number of freezes
//
// Times of passage are interpolated linearly within a step (in T for isotherms, in H for freezing), and only passages
// are booked, so that the cost of a step is one pass over the enthalpy and rounding does not grow with the number of
// steps. Rates are those of the step in which the temperature is passed. A freeze counts in the cycle in which it
// begins. Cells inside needles go through what the wall beside them goes through.
//
// Units: [degC], [s], [K/s]. Memory: 4 bytes a cell, and 4 bytes for every field and cycle. Limits: time before the
// first freeze belongs to cycle 1; the state between two steps is not seen.
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
    // tissue_fraction: see solver/tissue_fraction.hpp; both must outlive the history.
    History(const Model& model, const Field<double>& tissue_fraction, HistorySettings settings = {});

    const HistorySettings& settings() const { return settings_; }
    int cycle_count() const { return int(cycles_.size()); }
    // Fields of a cycle (from 1) up to the last step seen.
    HistoryFields cycle(int number) const;
    // Fields over all cycles.
    HistoryFields total() const;
    // Closes the last cycle and gives all of them, uncopied. No step may follow.
    const std::vector<HistoryFields>& finish();

    void begin(const Model& model, const State& state) override;
    void after_step(const Model& model, const State& state, const Ledger& ledger, const StepReport& report) override;

    std::string_view section_name() const override { return "history"; }
    void serialize(Archive& archive) override;

 private:
    struct Step {
        float start, duration;
    };
    HistoryFields empty_fields() const;
    // Calls body(cell, enthalpy) for all cells, those inside needles with the enthalpy of their tissue at the wall's
    // temperature.
    template <class Body>
    void visit(const State& state, Body&& body);
    void open(HistoryFields& fields, float time) const;
    void close(HistoryFields& fields, float time) const;
    void book_passages(HistoryFields& fields, std::ptrdiff_t cell, float before, float after, const Step& step) const;

    const Model& model_;
    const Field<double>& tissue_fraction_;
    std::vector<WallCell> walls_;
    HistorySettings settings_;
    std::vector<const ThermalLaw*> law_of_region_;
    std::vector<float> half_frozen_of_region_;  // enthalpy at f_l = 0.5
    // Enthalpy after the last step (set anew by begin() where a run goes on); decisions are made on these rounded values, so that no passage is lost or counted
    // twice.
    Field<float> enthalpy_;
    // Times below and frozen are kept open: entered at -t, left at +t, closed by close().
    std::vector<HistoryFields> cycles_;
    std::int32_t current_ = 0;  // cycle of the last step, from 1; 0 before the first
    double time_ = 0;
};

// A history field and how files name it, e.g. "time_below_-20".
struct NamedHistoryField {
    std::string name, units, long_name;
    const Field<float>* field;
};
std::vector<NamedHistoryField> named_fields(const HistoryFields& fields, const HistorySettings& settings);

}  // namespace iceball
