// The table "exchange" of a probe: what drives its wall.
#include <fmt/format.h>

#include <algorithm>

#include "case/sections.hpp"

namespace iceball {

std::optional<ExchangeSettings> read_exchange(TableReader& table, const Case& c) {
    ExchangeSettings out;
    if (!table.has("model")) table.needed_text("model");
    const auto model = table.choice("model", {"wall temperature", "convective"});
    if (!model) return std::nullopt;
    bool good = true;
    std::optional<TimeSeries> series;
    if (*model == "wall temperature") {
        out.kind = ExchangeKind::wall_temperature;
        series = read_time_series(table, "temperature", "temperatures", quantity::temperature, range::temperature, c);
    } else {
        out.kind = ExchangeKind::convective;
        series = read_time_series(table, "gas_temperature", "gas_temperatures", quantity::temperature,
                                  range::temperature, c);
        const auto conductance = table.needed_quantity("conductance", quantity::line_conductance, range::positive);
        good = conductance.has_value();
        out.conductance = conductance.value_or(0);
    }
    if (series && !series->constant()) out.stage_clock = table.choice("clock", {"run", "stage"}).value_or("run") == "stage";
    out.ramp = table.quantity_or("ramp", quantity::time, range::not_negative, 0);
    if (out.ramp > 0 && series && !series->constant())
        table.problem("ramp", "a ramp leads to a constant temperature; a table has its own");
    out.warm_temperature = table.temperature("warm_temperature");
    table.finish();
    if (!good || !series) return std::nullopt;
    out.temperature = *series;
    return out;
}

}  // namespace iceball
