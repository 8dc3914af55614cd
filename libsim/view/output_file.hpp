// A file that another library or program writes, under its final name only when it is whole.
#pragma once

#include <filesystem>

namespace iceball {

// A name beside the final one, for a writer that needs to open its file itself. The destructor removes what is left
// under it; commit() renames it to the final name.
class OutputFile {
 public:
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

}  // namespace iceball
