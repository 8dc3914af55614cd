// A few child processes at a time.
//
// Children run in the order given, `jobs` at once; each has its own file for standard output and error. A child ends
// with its parent, even where the parent is killed. Linux only.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace iceball {

struct ChildTask {
    std::vector<std::string> command;  // program first, by its path
    std::filesystem::path log;         // standard output and error
};

struct ChildResult {
    bool started = false;
    int exit_code = -1;  // 128 + signal where a signal ended it, as a shell says
};

// Runs all tasks and returns their results. done(n, result) is called after each. stop() is asked some times a second;
// once it returns a signal number, no more tasks are started, the running ones are sent that signal and waited for.
// Throws FileError where no process can be started.
std::vector<ChildResult> run_children(const std::vector<ChildTask>& tasks, int jobs,
                                      const std::function<void(std::size_t, const ChildResult&)>& done,
                                      const std::function<int()>& stop);

}  // namespace iceball
