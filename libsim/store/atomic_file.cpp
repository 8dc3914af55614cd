#include "store/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.hpp"

namespace iceball {

namespace {

[[noreturn]] void fail(const char* action, const std::filesystem::path& path, int error) {
    throw FileError(fmt::format("cannot {} {}: {}", action, path.string(), std::strerror(error)));
}

void sync(const std::filesystem::path& path, int flags) {
    const int file = ::open(path.c_str(), flags);
    if (file < 0) fail("open", path, errno);
    const int error = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    // Some file systems cannot sync folders; the rename has happened all the same.
    if (error != 0 && error != EINVAL) fail("write to", path, error);
}

void move_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) fail("move a finished file to", to, errno);
}

}  // namespace

std::filesystem::path temporary_name(const std::filesystem::path& path) {
    std::filesystem::path name = path;
    name.replace_filename(fmt::format(".{}.{}.part", path.filename().string(), ::getpid()));
    return name;
}

void sync_and_rename(const std::filesystem::path& temporary, const std::filesystem::path& path) {
    sync(temporary, O_RDONLY);
    move_file(temporary, path);
    const std::filesystem::path folder = path.parent_path();
    sync(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

void write_text_file(const std::filesystem::path& path, std::string_view text, bool to_disk) {
    const std::filesystem::path temporary = temporary_name(path);
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file < 0) fail("create", path, errno);
    int error = 0;
    while (!text.empty() && error == 0) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written > 0)
            text.remove_prefix(std::size_t(written));
        else if (written == 0 || errno != EINTR)
            error = written == 0 ? ENOSPC : errno;
    }
    if (::close(file) != 0 && error == 0) error = errno;
    try {
        if (error != 0) fail("write", path, error);
        if (to_disk)
            sync_and_rename(temporary, path);
        else
            move_file(temporary, path);
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
}

}  // namespace iceball
