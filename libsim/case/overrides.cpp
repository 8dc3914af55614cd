#include "case/overrides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "case/document.hpp"
#include "core/error.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

struct Step {
    std::string text;
    bool bracket;  // an element of an array
};

// Throws InputError.
std::vector<Step> split_path(const std::string& path) {
    constexpr std::size_t most_steps = 16;  // no case is deeper; the tree's destructor recurses
    std::vector<Step> steps;
    std::size_t n = 0;
    while (n <= path.size()) {
        if (steps.size() == most_steps) throw InputError(fmt::format("the path has more than {} steps", most_steps));
        if (n < path.size() && path[n] == '[') {
            const std::size_t end = path.find(']', n);
            if (end == std::string::npos) throw InputError("\"[\" without \"]\"");
            steps.push_back({path.substr(n + 1, end - n - 1), true});
            n = end + 1;
        } else if (n < path.size() && path[n] == '"') {
            const std::size_t end = path.find('"', n + 1);
            if (end == std::string::npos) throw InputError("a quote is not closed");
            steps.push_back({path.substr(n + 1, end - n - 1), false});
            n = end + 1;
        } else {
            const std::size_t end = std::min(path.find_first_of(".[", n), path.size());
            if (end == n) throw InputError("an empty key");
            steps.push_back({path.substr(n, end - n), false});
            n = end;
        }
        if (n == path.size()) break;
        if (path[n] == '.')
            ++n;
        else if (path[n] != '[')
            throw InputError("expected \".\" or \"[\" after a key");
    }
    if (steps.empty() || steps.front().bracket) throw InputError("a path begins with a key");
    if (steps.front().text == "region") steps.insert(steps.begin(), Step{"tissue", false});
    return steps;
}

std::string unknown_name_text(const std::string& key, const std::string& given, const std::vector<std::string>& names) {
    const std::string nearest = nearest_name(given, names);
    return fmt::format("no {} is named {}{}; there are: {}", key, quote(given),
                       nearest.empty() ? "" : fmt::format(", did you mean {}?", quote(nearest)),
                       names.empty() ? "none" : list_names(names));
}

toml::table& element_of(toml::array& array, const std::string& selector, const std::string& key) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(selector.data(), selector.data() + selector.size(), index);
    std::vector<std::string> names;
    if (error == std::errc{} && end == selector.data() + selector.size()) {
        if (index >= array.size())
            throw InputError(fmt::format("{} has {} elements, [{}] is not among them (the first is [0])", key, array.size(),
                                         index));
        if (toml::table* table = array.get(index)->as_table()) return *table;
        throw InputError(fmt::format("{}[{}] is not a table", key, index));
    }
    for (toml::node& node : array) {
        toml::table* table = node.as_table();
        if (!table) continue;
        const auto name = (*table)["name"].value<std::string>();
        if (name == selector) return *table;
        if (name) names.push_back(*name);
    }
    throw InputError(unknown_name_text(key, selector, names));
}

// Key of a region's shape, given right after the region.
toml::table* shape_with(toml::table& region, const std::string& key) {
    toml::table* found = nullptr;
    if (region.contains(key)) return nullptr;
    for (const char* shape : {"sphere", "ellipsoid", "box", "layer", "cylinder"}) {
        toml::table* table = region[shape].as_table();
        if (table && table->contains(key)) found = found ? nullptr : table;
    }
    return found;
}

// Places of nodes get lost in copies, so values are moved.
void assign(toml::table& table, const std::string& key, toml::node& value) {
    value.visit([&](auto& concrete) { table.insert_or_assign(key, std::move(concrete)); });
}

void apply(toml::table& root, const std::vector<Step>& steps, toml::node& value) {
    toml::table* table = &root;
    for (std::size_t n = 0; n < steps.size(); ++n) {
        const std::string& key = steps[n].text;
        const bool selected = n + 1 < steps.size() && steps[n + 1].bracket;
        if (steps[n].bracket) throw InputError(fmt::format("[{}] does not follow an array", key));
        if (selected) {
            toml::array* array = (*table)[key].as_array();
            if (!array) throw InputError(fmt::format("{} is not an array in this case", quote(key)));
            toml::table& element = element_of(*array, steps[n + 1].text, key);
            if (n + 2 == steps.size()) throw InputError("a key must follow an array element");
            table = key == "region" && n + 3 == steps.size() && shape_with(element, steps[n + 2].text)
                        ? shape_with(element, steps[n + 2].text)
                        : &element;
            ++n;
        } else if (n + 1 == steps.size()) {
            assign(*table, key, value);
        } else {
            if (!table->contains(key)) table->insert(key, toml::table{});
            toml::table* inner = (*table)[key].as_table();
            if (!inner) throw InputError(fmt::format("{} is not a table in this case", quote(key)));
            table = inner;
        }
    }
}

}  // namespace

void apply_override(toml::table& root, const std::string& assignment, Problems& problems) {
    const std::string place = "--set " + quote(assignment, 100);
    try {
        // A name in brackets or quotes may hold "=".
        std::size_t equals = 0;
        bool quoted = false, bracketed = false;
        for (; equals < assignment.size(); ++equals) {
            const char c = assignment[equals];
            if (c == '"') quoted = !quoted;
            if (c == '[' && !quoted) bracketed = true;
            if (c == ']' && !quoted) bracketed = false;
            if (c == '=' && !quoted && !bracketed) break;
        }
        if (equals >= assignment.size())
            throw InputError(bracketed ? "\"[\" without \"]\"" : quoted ? "a quote is not closed" : "expected path=value");
        const std::vector<Step> steps = split_path(assignment.substr(0, equals));
        const std::string given = assignment.substr(equals + 1);
        if (!is_utf8(assignment)) throw InputError("not UTF-8 text");
        if (given.empty()) throw InputError("no value after \"=\"");
        if (given.size() > 100000) throw InputError("the value is too long");
        toml::table parsed;
        try {
            parsed = parse_document("value = " + given, place).root;
        } catch (const InputError&) {
            parsed.clear();
        }
        if (parsed.size() != 1 || !parsed.contains("value")) {
            parsed = toml::parse("value = ''", place);
            *parsed["value"].as_string() = given;
        }
        apply(root, steps, *parsed.get("value"));
    } catch (const InputError& error) {
        problems.add(place, error.what());
    }
}

}  // namespace iceball
