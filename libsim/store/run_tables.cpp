#include "store/run_tables.hpp"

#include <fmt/format.h>

#include "core/error.hpp"

namespace iceball {

namespace {

using Numbers = std::vector<double>;

TableColumn time_column(const Numbers& times) { return {"time", "s", times}; }

// Every `stride`-th value from `first`.
template <class To, class From>
std::vector<To> strided(const std::vector<From>& values, std::size_t first, std::size_t stride) {
    std::vector<To> out;
    for (std::size_t n = first; n < values.size(); n += stride) out.push_back(values[n]);
    return out;
}

void check_same_times(const RunReader& run, const Numbers& one, const Numbers& other) {
    if (one != other)
        throw FileError(fmt::format("{} cannot be put into one table: its series have different times",
                                    run.path().string()));
}

}  // namespace

Table metrics_table(const RunReader& run) {
    const MetricsRecord metrics = run.metrics();
    const std::vector<std::string> probes = run.probe_names();
    const std::size_t isotherms = metrics.isotherms.size(), needles = metrics.needles;
    Table table{{time_column(metrics.times)}};
    for (std::size_t i = 0; i < isotherms; ++i) {
        const std::string at = fmt::format(" {} degC", metrics.isotherms[i]);
        const auto add = [&](const std::string& name, const char* units, Numbers values) {
            table.columns.push_back({name + at, units, std::move(values)});
        };
        add("volume", "m3", strided<double>(metrics.volume, i, isotherms));
        add("volume with needles", "m3", strided<double>(metrics.volume_with_needles, i, isotherms));
        const char* axes[] = {"x", "y", "z"};
        for (std::size_t axis = 0; axis < 3; ++axis)
            add(fmt::format("extent {}", axes[axis]), "m", strided<double>(metrics.extent, 3 * i + axis, 3 * isotherms));
        for (std::size_t n = 0; n < needles; ++n)
            add(fmt::format("extent along {}", probes[n]), "m",
                strided<double>(metrics.extent_along_needle, needles * i + n, needles * isotherms));
        table.columns.push_back({"parts" + at, "", strided<std::int64_t>(metrics.parts, i, isotherms)});
    }
    return table;
}

Table target_table(const RunReader& run) {
    const auto target = run.target();
    if (!target) return {};
    const TargetSeries& series = target->over_time;
    const std::size_t isotherms = series.isotherms.size(), organs = target->info.at_risk.size();
    Table table{{time_column(series.times)}};
    for (std::size_t i = 0; i < isotherms; ++i) {
        const std::string at = fmt::format(" {} degC", series.isotherms[i]);
        const auto add = [&](const std::string& name, const char* units, const Numbers& values, std::size_t first,
                             std::size_t stride) {
            table.columns.push_back({name + at, units, strided<double>(values, first, stride)});
        };
        add("inside target", "", series.fraction_inside, i, isotherms);
        add("minimum margin", "m", series.minimum_margin, i, isotherms);
        add("healthy tissue lost", "m3", series.healthy_tissue_lost, i, isotherms);
        for (std::size_t n = 0; n < organs; ++n)
            add("distance to " + target->info.at_risk[n], "m", series.distance_to_risk, i * organs + n, isotherms * organs);
    }
    return table;
}

Table probes_table(const RunReader& run) {
    const std::vector<ProbeRecord> probes = run.probes();
    Table table{{time_column(probes.empty() ? Numbers{} : probes.front().times)}};
    for (const ProbeRecord& probe : probes) {
        check_same_times(run, probe.times, probes.front().times);
        table.columns.push_back({probe.name + " power", "W", probe.power});
        table.columns.push_back({probe.name + " heat", "J", probe.heat});
        for (std::size_t node = 0; node < probe.nodes; ++node)
            table.columns.push_back({fmt::format("{} wall {}", probe.name, node + 1), "degC",
                                     strided<double>(probe.wall_temperature, node, probe.nodes)});
    }
    return table;
}

Table sensors_table(const RunReader& run) {
    const std::vector<SensorRecord> sensors = run.sensors();
    Table table{{time_column(sensors.empty() ? Numbers{} : sensors.front().times)}};
    for (const SensorRecord& record : sensors) {
        check_same_times(run, record.times, sensors.front().times);
        // A sensor may be called "time".
        const std::string name = record.sensor.name == "time" ? "sensor time" : record.sensor.name;
        table.columns.push_back({name, "degC", record.temperature});
    }
    return table;
}

Table ledger_table(const RunReader& run) {
    const LedgerRecord ledger = run.ledger();
    Table table{{time_column(ledger.times), {"residual", "", ledger.residual}, {"stored", "J", ledger.stored}}};
    for (std::size_t n = 0; n < ledger.terms.size(); ++n)
        table.columns.push_back({ledger.terms[n], "J", ledger.heat[n]});
    return table;
}

}  // namespace iceball
