// Errors that reach the user, each with the exit code of the command line.
//
// A message says what is wrong, where, what was given, what is allowed and what to do.
#pragma once

#include <stdexcept>
#include <string>

namespace iceball {

enum class ExitCode { done = 0, check_failed = 1, bad_input = 2, file_trouble = 3, numerics = 4, sigint = 130, sigterm = 143 };

class Error : public std::runtime_error {
 public:
    Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
    ExitCode code() const { return code_; }

 private:
    ExitCode code_;
};

// What the user gave cannot be meant.
struct InputError : Error {
    explicit InputError(const std::string& message) : Error(ExitCode::bad_input, message) {}
};

// A file cannot be read or written.
struct FileError : Error {
    explicit FileError(const std::string& message) : Error(ExitCode::file_trouble, message) {}
};

// The computation left its range of validity.
struct NumericsError : Error {
    explicit NumericsError(const std::string& message) : Error(ExitCode::numerics, message) {}
};

}  // namespace iceball
