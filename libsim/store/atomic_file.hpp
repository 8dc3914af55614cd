// Files that appear under their name only when they are whole: written beside it, synced, renamed.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace iceball {

// The name that a file is written under until it is whole: same folder, so that a rename suffices.
std::filesystem::path temporary_name(const std::filesystem::path& path);

// Moves a whole file to its name, after it and its folder's entry have reached the disk. Throws FileError.
void sync_and_rename(const std::filesystem::path& temporary, const std::filesystem::path& path);

// Replaces the file by this text; the old one stays where anything fails. Throws FileError (a full disk included).
// sync = false leaves it to the system when the data reach the disk: for files that are rewritten often.
void write_text_file(const std::filesystem::path& path, std::string_view text, bool sync = true);

}  // namespace iceball
