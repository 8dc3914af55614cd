// [[source]] or [source.NAME]: point and line sources of heat.
#include <fmt/format.h>

#include <algorithm>

#include "case/sections.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

bool inside(const Case& c, const Vector3& point) {
    return c.domain.cells[0] == 0 || c.domain.grid().contains(point);
}

void read_source(TableReader& table, const std::string& name, Case& c) {
    std::optional<Vector3> from, to;
    if (table.has("at") == (table.has("from") || table.has("to")))
        table.problem_here("expected either at (a point) or from and to (a line)");
    if (table.has("at")) {
        from = to = table.vector("at", quantity::length, range::any);
    } else {
        from = table.needed_vector("from", quantity::length, range::any);
        to = table.needed_vector("to", quantity::length, range::any);
    }
    const auto power = read_time_series(table, "power", "powers", quantity::power, range::any, c);
    table.finish();
    if (!from || !to || !power) return;
    if (!inside(c, *from) || !inside(c, *to)) {
        table.problem_here("the source lies outside the box");
        return;
    }
    c.sources.push_back({name, *from, *to, power->table()});
    c.source_powers.push_back(*power);
}

}  // namespace

void read_sources(TableReader& root, Case& c) {
    std::vector<std::string> names;
    const auto take = [&](TableReader& table, const std::string& name) {
        if (std::find(names.begin(), names.end(), name) != names.end())
            table.problem_here(fmt::format("a second source is named {}", quote(name)));
        else if (const std::string wrong = name_problem(name); !wrong.empty())
            table.problem_here(wrong);
        names.push_back(name);
        read_source(table, name, c);
    };
    if (root.is_array("source")) {
        int number = 0;
        for (TableReader& table : root.tables("source")) {
            ++number;
            take(table, table.text("name").value_or(fmt::format("source {}", number)));
        }
    } else {
        for (auto& [name, table] : root.named_tables("source")) take(table, name);
    }
}

}  // namespace iceball
