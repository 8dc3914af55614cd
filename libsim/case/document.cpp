#include "case/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/error.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

constexpr std::size_t largest_file = 1000000;
constexpr int deepest_nesting = 32;

// Walks through the text outside strings and comments, counting open brackets and the dots of dotted keys: a dotted
// key nests as deeply as brackets do.
void check_nesting(const std::string& text, const std::string& name) {
    int depth = 0, dots = 0, line = 1;
    for (std::size_t n = 0; n < text.size(); ++n) {
        const char c = text[n];
        if (c == '#') {
            n = std::min(text.find('\n', n), text.size()) - 1;
        } else if (c == '"' || c == '\'') {
            const std::string triple(3, c);
            const bool multiline = text.compare(n, 3, triple) == 0;
            std::size_t end = n + (multiline ? 3 : 1);
            while (end < text.size()) {
                if (c == '"' && text[end] == '\\') {
                    end += 2;
                    continue;
                }
                if (multiline ? text.compare(end, 3, triple) == 0 : text[end] == c || text[end] == '\n') break;
                if (text[end] == '\n') ++line;
                ++end;
            }
            n = end + (multiline ? 2 : 0);
            if (n < text.size() && text[n] == '\n') ++line;
        } else if (c == '\n') {
            ++line;
            dots = 0;
            // A line that opens a table closes whatever an unfinished line left open; inside an array it goes on.
        } else if (c == '[' || c == '{') {
            ++depth;
            dots = 0;
        } else if (c == ']' || c == '}') {
            depth = std::max(0, depth - 1);
            dots = 0;
        } else if (c == '=' || c == ',') {
            dots = 0;
        } else if (c == '.') {
            ++dots;
        }
        if (depth > deepest_nesting || dots > deepest_nesting)
            throw InputError(fmt::format("{}:{}: nested too deeply: at most {} levels are allowed", name, line,
                                         deepest_nesting));
    }
}

int line_of(const std::string& text, std::size_t offset) {
    return 1 + int(std::count(text.begin(), text.begin() + std::ptrdiff_t(offset), '\n'));
}

void check_encoding(const std::string& text, const std::string& name) {
    if (is_utf8(text)) return;
    std::size_t good = 0;  // the longest valid beginning, found line by line
    for (std::size_t end = text.find('\n'); good < text.size(); end = text.find('\n', good)) {
        const std::size_t next = end == std::string::npos ? text.size() : end + 1;
        if (!is_utf8(std::string_view(text).substr(good, next - good))) break;
        good = next;
    }
    throw InputError(fmt::format("{}:{}: not UTF-8 text; a case file is UTF-8 without a byte order of its own", name,
                                 line_of(text, good)));
}

}  // namespace

std::string place_of(const toml::source_region& region) {
    const std::string name = region.path ? *region.path : std::string();
    if (!region.begin) return name;
    if (name.starts_with("--set ")) return name;
    return fmt::format("{}:{}:{}", name, region.begin.line, region.begin.column);
}

Document parse_document(std::string text, const std::filesystem::path& name) {
    const std::string file = name.string();
    if (text.size() > largest_file)
        throw InputError(fmt::format("{}: {} bytes; a case file has at most {}", file, text.size(), largest_file));
    if (text.find_first_not_of(" \t\r\n") == std::string::npos)
        throw InputError(fmt::format("{}: the file is empty; `iceball new` writes a case to start from", file));
    check_encoding(text, file);
    check_nesting(text, file);
    Document document{name, std::move(text), {}};
    try {
        document.root = toml::parse(document.text, file);
    } catch (const toml::parse_error& error) {
        throw InputError(fmt::format("{}: not TOML: {}", place_of(error.source()), error.description()));
    }
    return document;
}

Document read_document(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        throw FileError(fmt::format("{}: is a folder, not a case file", quote(path.string(), 200)));
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw FileError(fmt::format("{}: cannot be read: {}", quote(path.string(), 200), std::strerror(errno)));
    // Read a bounded amount: the path may be a pipe or a device without end.
    std::string text(largest_file + 1, '\0');
    file.read(text.data(), std::streamsize(text.size()));
    if (file.bad())
        throw FileError(fmt::format("{}: cannot be read: {}", quote(path.string(), 200), std::strerror(errno)));
    text.resize(std::size_t(file.gcount()));
    return parse_document(std::move(text), path);
}

}  // namespace iceball
