// What is wrong with a case: collected, so that the user sees all of it at once.
#pragma once

#include <string>
#include <vector>

namespace iceball {

class Problems {
 public:
    // where: "case.toml:12:5" or "--set path=value", empty in a case that comes from a run file; what: the rest of the line.
    void add(const std::string& where, const std::string& what);
    std::size_t count() const { return lines_.size(); }
    // Throws one InputError with a line for every problem, if there are any.
    void throw_if_any() const;

 private:
    std::vector<std::string> lines_;
};

}  // namespace iceball
