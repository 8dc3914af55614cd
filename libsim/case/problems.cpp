#include "case/problems.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"

namespace iceball {

void Problems::add(const std::string& where, const std::string& what) {
    const std::string line = where.empty() ? what : where + ": " + what;
    // A preset used by two probes, say, is looked at twice.
    if (std::find(lines_.begin(), lines_.end(), line) == lines_.end()) lines_.push_back(line);
}

void Problems::throw_if_any() const {
    if (lines_.empty()) return;
    constexpr std::size_t most_lines = 30;
    std::string message = lines_.size() == 1 ? "" : fmt::format("{} problems\n", lines_.size());
    for (std::size_t n = 0; n < std::min(lines_.size(), most_lines); ++n) message += (n ? "\n" : "") + lines_[n];
    if (lines_.size() > most_lines) message += fmt::format("\n... and {} more", lines_.size() - most_lines);
    throw InputError(message);
}

}  // namespace iceball
