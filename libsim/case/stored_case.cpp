#include "case/stored_case.hpp"

#include <fmt/format.h>

#include "case/document.hpp"
#include "case/load_case.hpp"
#include "core/error.hpp"

namespace iceball {
namespace {

constexpr int deepest_nesting = 32;  // as in case files

toml::table table_of(const nlohmann::json& json, int depth);
toml::array array_of(const nlohmann::json& json, int depth);

// Calls put(value) with what the JSON value is in TOML.
template <class Put>
void convert(const nlohmann::json& json, int depth, Put&& put) {
    if (depth > deepest_nesting) throw InputError("the stored case is nested too deeply");
    if (json.is_object()) return put(table_of(json, depth));
    if (json.is_array()) return put(array_of(json, depth));
    if (json.is_string()) return put(json.get<std::string>());
    if (json.is_boolean()) return put(json.get<bool>());
    if (json.is_number_integer()) return put(json.get<std::int64_t>());
    if (json.is_number()) return put(json.get<double>());
    throw InputError("the stored case holds a null");
}

toml::table table_of(const nlohmann::json& json, int depth) {
    toml::table table;
    for (const auto& item : json.items())
        convert(item.value(), depth + 1, [&](auto&& value) { table.insert_or_assign(item.key(), std::move(value)); });
    return table;
}

toml::array array_of(const nlohmann::json& json, int depth) {
    toml::array array;
    for (const nlohmann::json& one : json)
        convert(one, depth + 1, [&](auto&& value) { array.push_back(std::move(value)); });
    return array;
}

}  // namespace

Case load_stored_case(const std::string& resolved, const std::filesystem::path& run) {
    Document document{run, resolved, {}};
    try {
        const nlohmann::json json = nlohmann::json::parse(resolved);
        if (!json.is_object()) throw InputError("the stored case is no JSON object");
        document.root = table_of(json, 0);
    } catch (const nlohmann::json::exception& error) {
        throw InputError(fmt::format("the stored case is no JSON: {}", error.what()));
    }
    return read_case(std::move(document), {}, CaseOrigin::run_file);
}

}  // namespace iceball
