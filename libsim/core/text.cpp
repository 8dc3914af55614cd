#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace iceball {
namespace {

// Length of the UTF-8 character at the front of `text`, 0 if it is not one.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t n) { return static_cast<unsigned char>(text[n]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
    for (std::size_t n = 1; n < length; ++n)
        if ((byte(n) & 0xC0) != 0x80) return 0;
    const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    const bool surrogate = first == 0xED && byte(1) >= 0xA0;
    const bool too_large = first == 0xF4 && byte(1) >= 0x90;
    return overlong || surrogate || too_large ? 0 : length;
}

// Characters that change how other text is shown: C1 controls, directional overrides, zero-width characters.
bool is_invisible(std::string_view character) {
    if (character.size() == 2) return character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0;
    if (character.size() != 3 || character[0] != '\xE2') return character == "\xEF\xBB\xBF";
    const auto second = static_cast<unsigned char>(character[1]), third = static_cast<unsigned char>(character[2]);
    return (second == 0x80 && ((third >= 0x8B && third <= 0x8F) || (third >= 0xA8 && third <= 0xAE))) ||
           (second == 0x81 && third >= 0xA0);
}

// In half steps, so that a letter in the wrong case costs 1 and any other 2.
int edit_distance(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = 2 * int(i);
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = 2 * int(j);
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int change = a[i - 1] == b[j - 1] ? 0 : lower(a[i - 1]) == lower(b[j - 1]) ? 1 : 2;
            d[i][j] = std::min({d[i - 1][j] + 2, d[i][j - 1] + 2, d[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 2);
        }
    return d[a.size()][b.size()];
}

}  // namespace

std::string quote(std::string_view text, std::size_t most) {
    std::string out = "\"";
    while (!text.empty()) {
        if (out.size() > most) {
            out += "...";
            break;
        }
        const std::size_t length = utf8_length(text);
        const auto first = static_cast<unsigned char>(text[0]);
        if (length == 0 || first < 0x20 || first == 0x7F || is_invisible(text.substr(0, length))) {
            const std::size_t bytes = std::max<std::size_t>(length, 1);
            for (std::size_t n = 0; n < bytes; ++n) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[n]));
            text.remove_prefix(bytes);
        } else {
            out += text.substr(0, length);
            text.remove_prefix(length);
        }
    }
    return out + "\"";
}

std::string nearest_name(std::string_view given, const std::vector<std::string>& names) {
    constexpr std::size_t longest = 100;  // the table of distances grows with the square
    if (given.size() > longest) return "";
    std::string best;
    int best_distance = 0;
    for (const std::string& name : names) {
        if (name.size() > longest) continue;
        const int distance = edit_distance(given, name);
        if (best.empty() || distance < best_distance) {
            best = name;
            best_distance = distance;
        }
    }
    const int allowed = std::max<int>(2, 2 * int(std::max(given.size(), best.size())) / 3);
    return best_distance <= allowed ? best : "";
}

std::string list_names(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t n = 0; n < names.size(); ++n) {
        if (n > 0) out += n + 1 == names.size() ? " and " : ", ";
        out += quote(names[n]);
    }
    return out;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

}  // namespace iceball
