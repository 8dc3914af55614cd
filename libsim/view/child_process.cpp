#include "view/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <thread>
#include <utility>

#include "core/error.hpp"

namespace iceball {

std::string find_program(const std::string& name) {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');) {
        const std::filesystem::path candidate = std::filesystem::path(folder) / name;
        if (!folder.empty() && std::filesystem::is_regular_file(candidate) && ::access(candidate.c_str(), X_OK) == 0)
            return candidate.string();
    }
    return "";
}

ChildProcess::~ChildProcess() {
    stop();
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)), channel_(std::exchange(other.channel_, -1)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    std::swap(process_, other.process_);
    std::swap(channel_, other.channel_);
    return *this;
}

ChildProcess ChildProcess::start(std::vector<std::string> arguments) {
    // The child's end sits on a number that is the same before and after the fork, so that arguments can name it.
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        throw FileError(fmt::format("cannot start {}: {}", arguments.at(0), std::strerror(errno)));
    const std::string number = fmt::format("{}", ends[1]);
    std::vector<char*> pointers;
    for (std::string& argument : arguments) {
        if (argument == "%out") argument = number;
        pointers.push_back(argument.data());
    }
    pointers.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) {
        // Only calls that are safe between fork and exec.
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != parent) ::_exit(127);
        // A ctrl-C at the terminal is for us; we end the child ourselves.
        ::setpgid(0, 0);
        const int null = ::open("/dev/null", O_RDWR);
        ::fcntl(ends[1], F_SETFD, 0);
        ::dup2(ends[1], 0);
        ::dup2(ends[1], 1);
        ::dup2(null, 2);
        ::execv(pointers[0], pointers.data());
        ::_exit(127);
    }
    const int reason = errno;
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        throw FileError(fmt::format("cannot start {}: {}", arguments.at(0), std::strerror(reason)));
    }
    ChildProcess process;
    process.process_ = child;
    process.channel_ = ends[0];
    return process;
}

std::string ChildProcess::read_line(double timeout) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(timeout);
    std::string line;
    while (channel_ >= 0) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
        pollfd entry{channel_, POLLIN, 0};
        if (left <= 0 || ::poll(&entry, 1, int(left)) <= 0) return "";
        char byte;
        if (::read(channel_, &byte, 1) != 1) return "";
        if (byte == '\n') return line;
        line += byte;
    }
    return "";
}

bool ChildProcess::write(const void* bytes, std::size_t size) {
    const char* from = static_cast<const char*>(bytes);
    while (size > 0) {
        const ssize_t sent = ::send(channel_, from, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        from += sent;
        size -= std::size_t(sent);
    }
    return true;
}

bool ChildProcess::finish() {
    if (process_ <= 0) return false;
    ::shutdown(channel_, SHUT_WR);
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) continue;
    ::close(std::exchange(channel_, -1));
    process_ = -1;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void ChildProcess::stop() {
    if (channel_ >= 0) ::close(std::exchange(channel_, -1));
    if (process_ <= 0) return;
    ::kill(process_, SIGTERM);
    for (int tries = 0; tries < 200; ++tries) {
        if (::waitpid(process_, nullptr, WNOHANG) == process_) {
            process_ = -1;
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
}

}  // namespace iceball
