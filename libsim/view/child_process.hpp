// Another program run by this one, ended with it: Xvfb to render on, ffmpeg to encode films.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace iceball {

// Full path of a program in PATH; empty if there is none.
std::string find_program(const std::string& name);

class ChildProcess {
 public:
    ChildProcess() = default;
    ~ChildProcess();  // ends the program if it still runs
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;

    // Starts arguments[0] (a full path) with standard input and output connected to us; its standard error is dropped.
    // "%out" in an argument stands for the number of its output descriptor. Throws FileError if it cannot be started.
    static ChildProcess start(std::vector<std::string> arguments);

    bool running() const { return process_ > 0; }
    // One line of the program's output; empty if it ended or the time [s] ran out.
    std::string read_line(double timeout);
    // Sends bytes to the program's input; false if it no longer reads.
    bool write(const void* bytes, std::size_t size);
    // Closes the program's input and waits for it to end; true if it ended with 0.
    bool finish();
    // Asks the program to end, and makes it.
    void stop();

 private:
    int process_ = -1;
    int channel_ = -1;  // a socket: writing to a program that has ended returns an error, it does not raise SIGPIPE
};

}  // namespace iceball
