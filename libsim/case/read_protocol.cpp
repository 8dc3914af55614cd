// [protocol]: the stages and how often they are repeated.
#include <fmt/format.h>

#include <algorithm>

#include "case/sections.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

// A probe or contact in a stage.
struct Actor {
    const std::string* name;
    ProbeAction* action;
    ExchangeSettings* exchange;
    std::vector<ExchangeSettings>* schedules;

    // What drives it in this stage.
    const ExchangeSettings& driving() const {
        return action->schedule < 0 ? *exchange : (*schedules)[std::size_t(action->schedule)];
    }
};

std::vector<Actor> actors(Stage& stage, Case& c) {
    std::vector<Actor> all;
    for (std::size_t n = 0; n < c.probes.size(); ++n)
        all.push_back({&c.probes[n].name, &stage.probes[n], &c.probes[n].exchange, &c.probes[n].schedules});
    for (std::size_t n = 0; n < c.contacts.size(); ++n)
        all.push_back({&c.contacts[n].name, &stage.contacts[n], &c.contacts[n].exchange, &c.contacts[n].schedules});
    return all;
}

const Actor* find(const std::vector<Actor>& actors, const std::string& name) {
    for (const Actor& actor : actors)
        if (*actor.name == name) return &actor;
    return nullptr;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Probes and contacts that stages may name, also those whose own definition is wrong.
std::vector<std::string> actor_names(const Names& names) {
    std::vector<std::string> all;
    for (const std::string& name : names.probes)
        if (!contains(names.always_on, name)) all.push_back(name);
    all.insert(all.end(), names.contacts.begin(), names.contacts.end());
    return all;
}

// Reports a name that stands for no probe, or for one that always acts; returns whether it did.
bool report_stranger(TableReader& table, std::string_view key, const std::string& name, const Names& names) {
    if (contains(names.always_on, name))
        table.problem(key, fmt::format("probe {} is always on: stages do not drive it", quote(name)));
    else if (const std::vector<std::string> known = actor_names(names); !contains(known, name))
        table.unknown_name(key, "probe", name, known);
    else
        return false;
    return true;
}

// Reports a name in a table of the stage that stands for no probe, or for one that is off.
void check_acting(TableReader& table, const std::string& name, const std::vector<std::string>& acting, const Names& names) {
    if (!report_stranger(table, name, name, names) && !contains(acting, name))
        table.problem(name, "this probe is off in the stage; name it in probes");
}

// Marks the probes that act; a name that stands for a probe with an error of its own is passed over.
void read_actions(TableReader& table, Stage& stage, Case& c, const Names& names) {
    stage.probes.assign(c.probes.size(), ProbeAction{});
    stage.contacts.assign(c.contacts.size(), ProbeAction{});
    if (stage.kind == StageKind::thaw) {
        for (const char* key : {"probes", "duty", "exchange"})
            if (table.has(key)) table.problem(key, "in a thaw all gas is off; use kind = \"warm\" to heat with probes");
        return;
    }
    const std::vector<Actor> all = actors(stage, c);
    std::vector<std::string> acting = actor_names(names);
    if (const auto given = table.texts("probes")) {
        acting = *given;
        if (acting.empty()) table.problem("probes", "is empty; use kind = \"thaw\" for a stage with all gas off");
    }
    for (const std::string& name : acting) {
        if (report_stranger(table, "probes", name, names)) continue;
        if (const Actor* actor = find(all, name)) {
            if (actor->action->on) table.problem("probes", fmt::format("{} stands there twice", quote(name)));
            actor->action->on = true;
        }
    }
    if (auto duty = table.table("duty")) {
        for (const std::string& name : duty->all_keys()) {
            const auto share = duty->quantity(name, quantity::number, range::share);
            check_acting(*duty, name, acting, names);
            const Actor* actor = find(all, name);
            if (actor && share) actor->action->duty = *share;
        }
    }
    if (auto exchanges = table.table("exchange")) {
        for (auto& [name, exchange] : table.named_tables("exchange")) {
            check_acting(*exchanges, name, acting, names);
            const Actor* actor = find(all, name);
            if (!actor) continue;
            auto settings = read_exchange(exchange, c, actor->exchange, ExchangePlace::stage);
            if (settings && contains(names.contacts, name) && !check_contact_exchange(*exchanges, name, *settings)) continue;
            if (settings) {
                actor->action->schedule = int(actor->schedules->size());
                actor->schedules->push_back(std::move(*settings));
            }
        }
    }
    if (stage.kind == StageKind::warm)
        for (const Actor& actor : all)
            if (actor.action->on && !actor.driving().warm_temperature)
                table.problem("kind", fmt::format("probe {} cannot warm: give its exchange a warm_temperature, or name "
                                                  "other probes",
                                                  quote(*actor.name)));
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
