// [protocol]: the stages and how often they are repeated.
#include <fmt/format.h>

#include <algorithm>

#include "case/sections.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

std::optional<std::size_t> probe_number(const Case& c, const std::string& name) {
    for (std::size_t n = 0; n < c.probes.size(); ++n)
        if (c.probes[n].name == name) return n;
    return std::nullopt;
}

// Reports a name in a table of the stage that stands for no probe, or for one that is off.
void check_acting(TableReader& table, const std::string& name, const std::vector<std::string>& acting, const Names& names) {
    if (std::find(names.probes.begin(), names.probes.end(), name) == names.probes.end())
        table.unknown_name(name, "probe", name, names.probes);
    else if (std::find(acting.begin(), acting.end(), name) == acting.end())
        table.problem(name, "this probe is off in the stage; name it in probes");
}

// What drives the probe in this stage.
const ExchangeSettings& driving(const ProbeSettings& probe, const ProbeAction& action) {
    return action.schedule < 0 ? probe.exchange : probe.schedules[std::size_t(action.schedule)];
}

// Marks the probes that act; a name that stands for a probe with an error of its own is passed over.
void read_actions(TableReader& table, Stage& stage, Case& c, const Names& names) {
    stage.probes.assign(c.probes.size(), ProbeAction{});
    if (stage.kind == StageKind::thaw) {
        for (const char* key : {"probes", "duty", "exchange"})
            if (table.has(key)) table.problem(key, "in a thaw all gas is off; use kind = \"warm\" to heat with probes");
        return;
    }
    std::vector<std::string> acting = names.probes;
    if (const auto given = table.texts("probes")) {
        acting = *given;
        if (acting.empty()) table.problem("probes", "is empty; use kind = \"thaw\" for a stage with all gas off");
    }
    for (const std::string& name : acting) {
        if (std::find(names.probes.begin(), names.probes.end(), name) == names.probes.end())
            table.unknown_name("probes", "probe", name, names.probes);
        if (const auto n = probe_number(c, name)) {
            if (stage.probes[*n].on) table.problem("probes", fmt::format("{} stands there twice", quote(name)));
            stage.probes[*n].on = true;
        }
    }
    if (auto duty = table.table("duty")) {
        for (const std::string& name : duty->all_keys()) {
            const auto share = duty->quantity(name, quantity::number, range::share);
            check_acting(*duty, name, acting, names);
            const auto n = probe_number(c, name);
            if (n && share) stage.probes[*n].duty = *share;
        }
    }
    if (auto exchanges = table.table("exchange")) {
        for (auto& [name, exchange] : table.named_tables("exchange")) {
            check_acting(*exchanges, name, acting, names);
            const auto n = probe_number(c, name);
            if (!n) continue;
            ProbeSettings& probe = c.probes[*n];
            if (auto settings = read_exchange(exchange, c, &probe.exchange, ExchangePlace::stage)) {
                stage.probes[*n].schedule = int(probe.schedules.size());
                probe.schedules.push_back(std::move(*settings));
            }
        }
    }
    if (stage.kind == StageKind::warm)
        for (std::size_t n = 0; n < c.probes.size(); ++n)
            if (stage.probes[n].on && !driving(c.probes[n], stage.probes[n]).warm_temperature)
                table.problem("kind", fmt::format("probe {} cannot warm: give its exchange a warm_temperature, or name "
                                                  "other probes",
                                                  quote(c.probes[n].name)));
}

std::optional<Stage> read_stage(TableReader& table, Case& c, const Names& names) {
    Stage stage{};
    if (!table.has("kind")) table.needed_text("kind");
    const auto kind = table.choice("kind", {"freeze", "thaw", "warm"});
    const auto duration = table.needed_quantity("duration", quantity::time, range::positive);
    stage.kind = !kind || *kind == "freeze" ? StageKind::freeze : *kind == "thaw" ? StageKind::thaw : StageKind::warm;
    read_actions(table, stage, c, names);
    table.finish();
    if (!kind || !duration) return std::nullopt;
    stage.duration = *duration;
    return stage;
}

}  // namespace

void read_protocol(TableReader& root, Case& c, const Names& names) {
    constexpr int most_cycles = 1000;
    auto table = root.needed_table("protocol");
    if (!table) return;
    const int cycles = table->integer("cycles", 1, most_cycles).value_or(1);
    std::vector<Stage> stages;
    std::vector<TableReader> tables = table->tables("stage");
    if (tables.empty())
        table->problem_here("the protocol is empty; add a stage: [[protocol.stage]] with kind and duration");
    for (TableReader& stage_table : tables)
        if (const auto stage = read_stage(stage_table, c, names)) stages.push_back(*stage);
    table->finish();
    c.stages_per_cycle = int(stages.size());
    for (int cycle = 0; cycle < cycles; ++cycle)
        c.protocol.stages.insert(c.protocol.stages.end(), stages.begin(), stages.end());
    lay_out(c.protocol);
}

}  // namespace iceball
