// [target], [sensor.NAME] and [output].
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "case/sections.hpp"
#include "core/text.hpp"

namespace iceball {

void read_target(TableReader& root, Case& c, const Names& names) {
    auto table = root.table("target");
    if (!table) return;
    TargetSettings target;
    const auto known = [&](const std::string& name) {
        return std::find(names.regions.begin(), names.regions.end(), name) != names.regions.end();
    };
    const auto region = table->needed_text("region");
    if (region && !known(*region)) table->unknown_name("region", "region", *region, names.regions);
    target.region = region.value_or("");
    target.margin = table->quantity_or("margin", quantity::length, range::not_negative, 0);
    target.at_risk = table->texts("at_risk").value_or(std::vector<std::string>{});
    for (const std::string& name : target.at_risk) {
        if (!known(name)) table->unknown_name("at_risk", "region", name, names.regions);
        if (region && name == *region) table->problem("at_risk", "the target itself cannot be at risk");
    }
    table->finish();
    if (region) c.target = target;
}

void read_sensors(TableReader& root, Case& c) {
    for (auto& [name, table] : root.named_tables("sensor")) {
        const auto at = table.needed_vector("at", quantity::length, range::any);
        table.finish();
        if (!at) continue;
        if (c.domain.cells[0] > 0 && !c.domain.grid().contains(*at)) {
            const Grid grid = c.domain.grid();
            const Vector3 low = 1e3 * grid.lower(), high = 1e3 * grid.upper();
            table.problem("at", fmt::format("the sensor lies outside the box, which goes from ({:.6g}, {:.6g}, {:.6g}) to "
                                            "({:.6g}, {:.6g}, {:.6g}) mm",
                                            low.x(), low.y(), low.z(), high.x(), high.y(), high.z()));
        }
        c.sensors.push_back({name, *at});
    }
}

void read_output(TableReader& root, Case& c) {
    auto table = root.table("output");
    if (!table) return;
    constexpr std::size_t most_isotherms = 16;
    constexpr double most_samples = 100000;
    c.output.every = table->quantity_or("every", quantity::time, range::positive, c.output.every);
    if (c.protocol.duration() / c.output.every > most_samples)
        table->problem("every", fmt::format("gives more than {} frames; take at least {:.3g} s", most_samples,
                                            c.protocol.duration() / most_samples));
    if (const auto isotherms = table->quantities("isotherms", quantity::temperature, range::temperature)) {
        const std::set<double> distinct(isotherms->begin(), isotherms->end());
        if (isotherms->empty() || isotherms->size() > most_isotherms || distinct.size() != isotherms->size())
            table->problem("isotherms", fmt::format("expected 1 to {} different temperatures, given {} ({} different)",
                                                    most_isotherms, isotherms->size(), distinct.size()));
        c.output.isotherms = *isotherms;
    }
    c.output.frames = table->choice("frames", {"all", "none"}).value_or("all") == "all";
    table->finish();
}

}  // namespace iceball
