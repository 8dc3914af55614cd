// A case read back from what a run keeps of it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "case/case.hpp"

namespace iceball::test {

// JSON as TOML: tables inline.
inline std::string inline_toml(const nlohmann::json& j) {
    if (!j.is_object() && !j.is_array()) return j.dump();
    std::string out;
    if (j.is_array()) {
        for (const auto& value : j) out += (out.empty() ? "" : ", ") + inline_toml(value);
        return "[" + out + "]";
    }
    for (const auto& [key, value] : j.items())
        out += (out.empty() ? "" : ", ") + nlohmann::json(key).dump() + " = " + inline_toml(value);
    return "{ " + out + " }";
}

// The resolved case as a case file of its own, loaded.
inline Case load_resolved(const Case& c) {
    std::string text;
    for (const auto& [key, value] : c.resolved.items())
        text += nlohmann::json(key).dump() + " = " + inline_toml(value) + "\n";
    return load_case_text(text);
}

}  // namespace iceball::test
