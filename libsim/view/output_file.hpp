// Files that appear under their final name only when they are whole.
#pragma once

#include <cstddef>
#include <filesystem>

namespace iceball {

// A name beside the final one, for a writer that needs to open its file itself. The destructor removes what is left
// under it; commit() renames it to the final name.
class OutputFile {
 public:
    // extension: kept at the end of the temporary name, for writers that look at it.
    explicit OutputFile(std::filesystem::path final_path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    const std::filesystem::path& temporary() const { return temporary_; }
    // Throws FileError if the file is missing or cannot be renamed.
    void commit();

 private:
    std::filesystem::path final_, temporary_;
};

// Writes bytes under a temporary name and renames it. Throws FileError with the system's reason (full disk, rights).
void write_whole_file(const std::filesystem::path& path, const void* bytes, std::size_t size);

}  // namespace iceball
