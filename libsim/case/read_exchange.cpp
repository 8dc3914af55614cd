// The table "exchange" of a probe, or of a stage: what drives a wall.
#include <fmt/format.h>

#include <algorithm>

#include "case/sections.hpp"
#include "core/error.hpp"
#include "probe/exchange/power_limited.hpp"

namespace iceball {
namespace {

// A number, the same all along the active zone, or a table of it: { along = [0, 1], PLURAL = [...] }.
std::optional<AlongTable> read_along(TableReader& table, const std::string& key, const std::string& plural,
                                     const Quantity& kind, const Range& allowed) {
    if (!table.is_table(key)) {
        const auto value = table.quantity(key, kind, allowed);
        return value ? std::optional<AlongTable>(*value) : std::nullopt;
    }
    auto inner = table.table(key);
    for (const std::string& needed : {std::string("along"), plural})
        if (!inner->has(needed))
            inner->problem_here(fmt::format("\"{}\" is missing: expected along = [0, ..., 1] (0: end nearer the tip) and {}, "
                                            "one value for every place",
                                            needed, plural));
    const auto places = inner->quantities("along", quantity::number, range::any);
    const auto values = inner->quantities(plural, kind, allowed);
    inner->finish();
    if (!places || !values) return std::nullopt;
    try {
        return AlongTable(*places, *values);
    } catch (const InputError& error) {
        inner->problem("along", error.what());
        return std::nullopt;
    }
}

struct ExchangeReader {
    TableReader& table;
    const Case& c;
    bool changes;  // `out` begins as what the probe has, and the keys given change it
    bool in_stage;
    ExchangeSettings& out;
    bool good = true;

    void temperature(const std::string& key) {
        const auto given = [&](const std::string& name) { return table.has(name); };
        const bool any = given(key) || given(key + "s") || given("times") || given("csv");
        if (changes && !any) return;
        const auto series = read_time_series(table, key, key + "s", quantity::temperature, range::temperature, c);
        good = good && series;
        if (!series) return;
        out.temperature = *series;
        if (!changes) return;
        out.stage_clock = in_stage;
        if (!series->constant()) out.ramp = 0;
    }

    void conductance() {
        if (!table.has("conductance") && changes) return;
        if (!table.has("conductance")) {
            table.needed_quantity("conductance", quantity::line_conductance, range::positive);
            good = false;
            return;
        }
        // Zero somewhere is fine in a table, not as the only number.
        const Range& allowed = table.is_table("conductance") ? range::not_negative : range::positive;
        const auto read = read_along(table, "conductance", "conductances", quantity::line_conductance, allowed);
        if (read && !(read->largest() > 0)) table.problem("conductance", "is zero all along the active zone");
        good = good && read && read->largest() > 0;
        if (read) out.conductance = *read;
    }

    void convective() {
        temperature("gas_temperature");
        conductance();
        if (table.has("gas_rise")) {
            const auto rise = read_along(table, "gas_rise", "rises", quantity::temperature_difference, range::any);
            good = good && rise;
            if (rise) out.gas_rise = *rise;
        }
        check_gas();
    }

    // The gas is nowhere and never outside what a temperature may be.
    void check_gas() {
        if (!good) return;
        const auto [low, high] = std::minmax_element(out.temperature.values.begin(), out.temperature.values.end());
        const double coldest = *low + out.gas_rise.smallest(), warmest = *high + out.gas_rise.largest();
        if (coldest >= range::temperature.low && warmest <= range::temperature.high) return;
        table.problem("gas_rise", fmt::format("takes the gas from {:.6g} to {:.6g} degC; it must stay {}", coldest, warmest,
                                              range::temperature.text));
        good = false;
    }

    void power_limited() {
        const bool has_table = table.has("wall_temperatures") || table.has("powers");
        if (has_table || !changes) {
            const auto temperatures = table.quantities("wall_temperatures", quantity::temperature, range::temperature);
            const auto powers = table.quantities("powers", quantity::power, range::not_negative);
            if (!table.has("wall_temperatures") || !table.has("powers"))
                table.problem_here("a limited power needs wall_temperatures and powers, one for every temperature, from 0 W at "
                                   "the coldest wall on");
            good = good && temperatures && powers;
            if (temperatures && powers) {
                const std::string wrong = power_table_problem(*temperatures, *powers);
                if (!wrong.empty()) table.problem("powers", wrong);
                good = good && wrong.empty();
                out.wall_temperatures = *temperatures;
                out.powers = *powers;
            }
        }
        if (!table.has("largest_power")) return;
        out.largest_power = table.quantity("largest_power", quantity::power, range::positive);
        good = good && out.largest_power;
    }

    void clock() {
        const bool times = out.temperature.times.size() > 1;
        if (times && table.has("clock")) out.stage_clock = table.choice("clock", {"run", "stage"}) == "stage";
        out.ramp = table.quantity_or("ramp", quantity::time, range::not_negative, out.ramp);
        if (out.ramp > 0 && times) table.problem("ramp", "a ramp leads to a constant temperature; a table has its own");
    }

    void warming() {
        if (const auto temperature = table.temperature("warm_temperature")) out.warm_temperature = temperature;
        if (!table.has("warm_power")) return;
        out.warm_power = table.quantity("warm_power", quantity::power, range::positive);
        if (!out.warm_temperature && !table.has("warm_temperature"))
            table.problem("warm_power", "a heater needs the largest temperature of the wall: give warm_temperature");
        good = good && out.warm_power && out.warm_temperature;
    }
};

}  // namespace

std::optional<ExchangeSettings> read_exchange(TableReader& table, const Case& c, const ExchangeSettings* own,
                                              ExchangePlace place) {
    const bool in_stage = place == ExchangePlace::stage;
    const bool changes = own && !table.has("model");
    ExchangeSettings out = changes ? *own : ExchangeSettings{};
    if (!changes) {
        if (!table.has("model")) table.needed_text("model");
        const auto model = table.choice("model", {"wall temperature", "convective", "power limited"});
        if (!model) return std::nullopt;
        out.kind = *model == "wall temperature" ? ExchangeKind::wall_temperature
                   : *model == "convective"     ? ExchangeKind::convective
                                                : ExchangeKind::power_limited;
        out.stage_clock = in_stage;
    }
    ExchangeReader reader{table, c, changes, in_stage, out};
    switch (out.kind) {
        case ExchangeKind::wall_temperature: reader.temperature("temperature"); break;
        case ExchangeKind::convective: reader.convective(); break;
        case ExchangeKind::power_limited: reader.power_limited(); break;
    }
    reader.clock();
    reader.warming();
    table.finish();
    if (!reader.good) return std::nullopt;
    return out;
}

}  // namespace iceball
