#include "study/processes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <map>
#include <thread>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr auto polling_interval = std::chrono::milliseconds(20);

// Between fork and exec only calls that are safe in a signal handler are allowed: everything is prepared before.
pid_t start(const ChildTask& task) {
    std::vector<char*> arguments;
    for (const std::string& word : task.command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const std::string log = task.log.string();
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child < 0) throw FileError(fmt::format("cannot start {}: {}", task.command[0], std::strerror(errno)));
    if (child > 0) return child;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(128 + SIGTERM);  // the parent was gone before that took effect
    const int in = open("/dev/null", O_RDONLY), out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) _exit(3);
    execv(arguments[0], arguments.data());
    _exit(127);
}

int exit_code(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

std::vector<ChildResult> run_children(const std::vector<ChildTask>& tasks, int jobs,
                                      const std::function<void(std::size_t, const ChildResult&)>& done,
                                      const std::function<int()>& stop) {
    std::vector<ChildResult> results(tasks.size());
    std::map<pid_t, std::size_t> running;
    std::size_t next = 0;
    bool stopping = false;
    while (!running.empty() || (next < tasks.size() && !stopping)) {
        if (const int signal = stopping ? 0 : stop()) {
            stopping = true;
            for (const auto& [child, n] : running) kill(child, signal);
        }
        while (!stopping && next < tasks.size() && int(running.size()) < jobs) {
            results[next].started = true;
            running.emplace(start(tasks[next]), next);
            ++next;
        }
        for (auto child = running.begin(); child != running.end();) {
            int status = 0;
            if (waitpid(child->first, &status, WNOHANG) != child->first) {
                ++child;
                continue;
            }
            ChildResult& result = results[child->second];
            result.exit_code = exit_code(status);
            done(child->second, result);
            child = running.erase(child);
        }
        if (!running.empty()) std::this_thread::sleep_for(polling_interval);
    }
    return results;
}

}  // namespace iceball
