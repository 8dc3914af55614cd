#include "view/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "core/error.hpp"

namespace iceball {

OutputFile::OutputFile(std::filesystem::path final_path) : final_(std::move(final_path)) {
    // The extension stays last, since some writers choose their format by it.
    temporary_ = final_.parent_path() / fmt::format(".{}.part{}{}", final_.stem().string(), ::getpid(), final_.extension().string());
}

OutputFile::~OutputFile() {
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
}

void OutputFile::commit() {
    std::error_code error;
    std::filesystem::rename(temporary_, final_, error);
    if (error) throw FileError(fmt::format("cannot write {}: {}", final_.string(), error.message()));
}

void write_whole_file(const std::filesystem::path& path, const void* bytes, std::size_t size) {
    OutputFile output(path);
    const auto fail = [&](int reason) {
        throw FileError(fmt::format("cannot write {}: {}; check the folder's rights and the free space", path.string(), std::strerror(reason)));
    };
    std::FILE* file = std::fopen(output.temporary().c_str(), "wb");
    if (!file) fail(errno);
    const bool whole = std::fwrite(bytes, 1, size, file) == size;
    const int reason = errno;
    if (std::fclose(file) != 0) fail(errno);
    if (!whole) fail(reason);
    output.commit();
}

}  // namespace iceball
