// A TOML file as a tree, safe against files that are not meant well: size, nesting and encoding are checked before
// parsing, because the parser and the tree's destructor recurse.
#pragma once

#include <filesystem>
#include <string>
#include <toml++/toml.h>

namespace iceball {

struct Document {
    std::filesystem::path path;
    std::string text;  // as given
    toml::table root;  // places of nodes name the path as given
};

// Throws FileError if the file cannot be read, InputError if it is empty, too large (1 MB), nested too deeply (32
// levels), not UTF-8 or not TOML; line and column are named.
Document read_document(const std::filesystem::path& path);

// The same from text; `name` stands for the file in messages.
Document parse_document(std::string text, const std::filesystem::path& name);

// "case.toml:12:5", or the name alone where a node has no place of its own.
std::string place_of(const toml::source_region& region);

}  // namespace iceball
