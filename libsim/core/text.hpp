// Text for messages: safe quoting of what a user gave, and the nearest of a list of names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace iceball {

// The text in double quotes, fit for a terminal: control characters and bytes that are not UTF-8 as \xNN, long text
// cut with "...".
std::string quote(std::string_view text, std::size_t most = 60);

// The name with the smallest edit distance (insert, delete, replace, swap of neighbours, case counted half) to `given`;
// empty if none is near enough to be a likely typing error (more than a third of the letters differ).
std::string nearest_name(std::string_view given, const std::vector<std::string>& names);

// `"a", "b" and "c"`.
std::string list_names(const std::vector<std::string>& names);

// True if the bytes are UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool is_utf8(std::string_view text);

}  // namespace iceball
