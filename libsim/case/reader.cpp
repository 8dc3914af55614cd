#include "case/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "case/document.hpp"
#include "core/error.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

std::string_view type_name(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::table: return "a table";
        case toml::node_type::array: return "an array";
        case toml::node_type::string: return "a text";
        case toml::node_type::integer:
        case toml::node_type::floating_point: return "a bare number";
        case toml::node_type::boolean: return "true or false";
        default: return "a date or time";
    }
}

std::string as_given(const toml::node& node) {
    if (const auto* text = node.as_string()) return quote(text->get());
    if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
    if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    return std::string(type_name(node));
}

bool is_bare_key(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
    });
}

}  // namespace

std::string name_problem(std::string_view name) {
    if (name.empty()) return "a name must not be empty";
    if (name.size() > 64) return "a name has at most 64 bytes";
    if (name == "." || name == "..") return "a name must not be \".\" or \"..\"";
    if (name.find('/') != std::string_view::npos) return "a name must not hold \"/\"";
    if (quote(name, 1000) != fmt::format("\"{}\"", name)) return "a name must not hold control or invisible characters";
    return "";
}

std::string unknown_text(const std::string& what, std::string_view given, const std::vector<std::string>& names) {
    const std::string nearest = nearest_name(given, names);
    std::string out = fmt::format("unknown {} {}", what, quote(given));
    if (!nearest.empty()) out += fmt::format("; did you mean {}?", quote(nearest));
    if (names.empty()) return out + "; none is defined";
    return out + (nearest.empty() ? "; known: " : " Known: ") + list_names(names);
}

TableReader::TableReader(const toml::table& table, std::string path, Problems& problems)
    : table_(&table), path_(std::move(path)), problems_(&problems) {}

std::string TableReader::full(std::string_view key) const {
    const std::string shown = is_bare_key(key) ? std::string(key) : quote(key);
    return path_.empty() ? shown : path_ + "." + shown;
}

const toml::node* TableReader::find(std::string_view key) {
    known_.emplace(key);
    return table_->get(key);
}

bool TableReader::has(std::string_view key) { return find(key) != nullptr; }

bool TableReader::is_table(std::string_view key) const {
    const toml::node* node = table_->get(key);
    return node && node->is_table();
}

bool TableReader::is_array(std::string_view key) const {
    const toml::node* node = table_->get(key);
    return node && node->is_array();
}

std::optional<std::string> TableReader::peek_text(std::string_view key) {
    const toml::node* node = find(key);
    return node ? node->value<std::string>() : std::nullopt;
}

void TableReader::problem(std::string_view key, const std::string& what) {
    const toml::node* node = table_->get(key);
    problems_->add(place_of(node ? node->source() : table_->source()), fmt::format("{}: {}", full(key), what));
}

void TableReader::problem_here(const std::string& what) {
    problems_->add(place_of(table_->source()), path_.empty() ? what : fmt::format("{}: {}", path_, what));
}

const toml::node* TableReader::needed(std::string_view key, std::string_view example) {
    const toml::node* node = find(key);
    if (!node)
        problems_->add(place_of(table_->source()),
                       path_.empty() ? fmt::format("[{}] is missing{}", key, example)
                                     : fmt::format("{}: \"{}\" is missing{}", path_, key, example));
    return node;
}

void TableReader::wrong_type(const toml::node& node, std::string_view key, std::string_view expected) {
    problems_->add(place_of(node.source()),
                   fmt::format("{}: expected {}, given {}", full(key), expected, as_given(node)));
}

std::optional<double> TableReader::value_of(const toml::node& node, const std::string& name, const Quantity& kind,
                                            const Range& allowed) {
    double value = 0;
    if (const auto* text = node.as_string()) {
        try {
            value = parse_quantity(text->get(), kind);
        } catch (const InputError& error) {
            problems_->add(place_of(node.source()), fmt::format("{}: {}", name, error.what()));
            return std::nullopt;
        }
    } else if (node.is_number() && kind.dimension == Dimension{}) {
        value = *node.value<double>();
        if (!std::isfinite(value)) {
            problems_->add(place_of(node.source()), fmt::format("{}: the number is not finite", name));
            return std::nullopt;
        }
    } else if (node.is_number()) {
        problems_->add(place_of(node.source()),
                       fmt::format("{}: the unit is missing: expected a {} as text with a unit (units: {}), given the bare "
                                   "number {}; write \"{} {}\"",
                                   name, kind.name, kind.examples, as_given(node), as_given(node),
                                   kind.examples.substr(0, kind.examples.find(','))));
        return std::nullopt;
    } else {
        problems_->add(place_of(node.source()),
                       fmt::format("{}: expected a {} as text with a unit (units: {}), given {}", name, kind.name,
                                   kind.examples, as_given(node)));
        return std::nullopt;
    }
    if (value < allowed.low || value > allowed.high || (allowed.low_excluded && value == allowed.low)) {
        problems_->add(place_of(node.source()),
                       fmt::format("{}: the {} must be {}, given {}", name, kind.name, allowed.text, as_given(node)));
        return std::nullopt;
    }
    return value;
}

std::optional<double> TableReader::quantity(std::string_view key, const Quantity& kind, const Range& allowed) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    return value_of(*node, full(key), kind, allowed);
}

double TableReader::quantity_or(std::string_view key, const Quantity& kind, const Range& allowed, double otherwise) {
    return quantity(key, kind, allowed).value_or(otherwise);
}

std::optional<double> TableReader::needed_quantity(std::string_view key, const Quantity& kind, const Range& allowed) {
    const toml::node* node = needed(key, fmt::format(": a {} (units: {})", kind.name, kind.examples));
    if (!node) return std::nullopt;
    return value_of(*node, full(key), kind, allowed);
}

std::optional<std::vector<double>> TableReader::quantities(std::string_view key, const Quantity& kind,
                                                           const Range& allowed) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    const toml::array* array = node->as_array();
    if (!array) {
        wrong_type(*node, key, fmt::format("an array of values (units: {})", kind.examples));
        return std::nullopt;
    }
    std::vector<double> values;
    bool good = true;
    for (std::size_t n = 0; n < array->size(); ++n) {
        const auto value = value_of(*array->get(n), fmt::format("{}[{}]", full(key), n), kind, allowed);
        good = good && value;
        values.push_back(value.value_or(0));
    }
    if (!good) return std::nullopt;
    return values;
}

std::optional<Vector3> TableReader::vector(std::string_view key, const Quantity& kind, const Range& allowed) {
    const auto values = quantities(key, kind, allowed);
    if (!values) return std::nullopt;
    if (values->size() != 3) {
        problem(key, fmt::format("expected three values [x, y, z], given {}", values->size()));
        return std::nullopt;
    }
    return Vector3((*values)[0], (*values)[1], (*values)[2]);
}

std::optional<Vector3> TableReader::needed_vector(std::string_view key, const Quantity& kind, const Range& allowed) {
    if (!needed(key, fmt::format(": three values [x, y, z] (units: {})", kind.examples))) return std::nullopt;
    return vector(key, kind, allowed);
}

std::optional<int> TableReader::integer(std::string_view key, int low, int high) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    const auto* number = node->as_integer();
    if (!number) {
        wrong_type(*node, key, "a whole number");
        return std::nullopt;
    }
    if (number->get() < low || number->get() > high) {
        problem(key, fmt::format("must be a whole number from {} to {}, given {}", low, high, number->get()));
        return std::nullopt;
    }
    return int(number->get());
}

std::optional<bool> TableReader::boolean(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (const auto* flag = node->as_boolean()) return flag->get();
    wrong_type(*node, key, "true or false");
    return std::nullopt;
}

std::optional<std::string> TableReader::text(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (const auto* given = node->as_string()) return given->get();
    wrong_type(*node, key, "a text in quotes");
    return std::nullopt;
}

std::optional<std::string> TableReader::needed_text(std::string_view key) {
    if (!needed(key, ": a text in quotes")) return std::nullopt;
    return text(key);
}

std::optional<std::vector<std::string>> TableReader::texts(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    const toml::array* array = node->as_array();
    if (!array) {
        wrong_type(*node, key, "an array of texts");
        return std::nullopt;
    }
    std::vector<std::string> out;
    for (const toml::node& element : *array) {
        const auto* given = element.as_string();
        if (!given) {
            wrong_type(element, key, "a text in quotes");
            return std::nullopt;
        }
        out.push_back(given->get());
    }
    return out;
}

std::optional<std::string> TableReader::choice(std::string_view key, const std::vector<std::string>& allowed) {
    const auto given = text(key);
    if (!given) return std::nullopt;
    if (std::find(allowed.begin(), allowed.end(), *given) != allowed.end()) return given;
    unknown_name(key, "choice", *given, allowed);
    return std::nullopt;
}

void TableReader::unknown_name(std::string_view key, const std::string& what, const std::string& given,
                               const std::vector<std::string>& names) {
    problem(key, unknown_text(what, given, names));
}

std::optional<TableReader> TableReader::table(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (const toml::table* inner = node->as_table()) return TableReader(*inner, full(key), *problems_);
    wrong_type(*node, key, "a table");
    return std::nullopt;
}

std::optional<TableReader> TableReader::needed_table(std::string_view key) {
    if (!needed(key, ": a table")) return std::nullopt;
    return table(key);
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
    const toml::node* node = find(key);
    std::vector<TableReader> out;
    if (!node) return out;
    const toml::array* array = node->as_array();
    if (!array) {
        wrong_type(*node, key, fmt::format("an array of tables ([[{}]])", full(key)));
        return out;
    }
    for (std::size_t n = 0; n < array->size(); ++n) {
        if (const toml::table* inner = array->get(n)->as_table())
            out.emplace_back(*inner, fmt::format("{}[{}]", full(key), n), *problems_);
        else
            wrong_type(*array->get(n), key, "a table");
    }
    return out;
}

std::vector<std::string> TableReader::all_keys() {
    std::vector<std::pair<toml::source_position, std::string>> found;
    for (const auto& [key, node] : *table_) found.emplace_back(key.source().begin, std::string(key.str()));
    // The tree is sorted by name; users think in the order of their file. Overrides have no place there: they go last.
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        if (bool(a.first) != bool(b.first)) return bool(a.first);
        return a.first < b.first;
    });
    std::vector<std::string> out;
    for (auto& [position, key] : found) {
        known_.insert(key);
        out.push_back(std::move(key));
    }
    return out;
}

std::vector<std::pair<std::string, TableReader>> TableReader::named_tables(std::string_view key) {
    std::vector<std::pair<std::string, TableReader>> out;
    std::optional<TableReader> outer = table(key);
    if (!outer) return out;
    for (const std::string& name : outer->all_keys()) {
        if (const std::string wrong = name_problem(name); !wrong.empty()) outer->problem(name, wrong);
        if (std::optional<TableReader> inner = outer->table(name)) out.emplace_back(name, std::move(*inner));
    }
    return out;
}

void TableReader::finish() {
    for (const auto& [key, node] : *table_) {
        if (known_.contains(key.str())) continue;
        const std::vector<std::string> names(known_.begin(), known_.end());
        // A key of an override stands where its value does.
        const bool has_place = bool(key.source().begin) && !place_of(node.source()).starts_with("--set ");
        problems_->add(place_of(has_place ? key.source() : node.source()),
                       unknown_text(path_.empty() ? "key" : fmt::format("key in {}:", path_), key.str(), names));
    }
}

}  // namespace iceball
