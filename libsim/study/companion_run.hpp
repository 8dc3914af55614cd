// Runs the companion of a case (companion.hpp) beside a finished run of it, and adds error bars (error_bars.hpp) to the run's
// file.
//
// The companion leaves no file of its own: it is run anew whenever it is asked for. At twice the spacing it needs an eighth of the
// run's memory, which is free again by then, and a tenth of its time or less.
#pragma once

#include <atomic>
#include <filesystem>
#include <optional>

#include "run/talk.hpp"
#include "store/run_records.hpp"
#include "study/companion.hpp"

namespace iceball {

// The companion of a case, tried as far as its first step. Throws InputError where there is none or it cannot be run (say,
// a region that holds no cell of it): better before a long run than after it.
Companion tried_companion(const Case& c);

// Whether the file holds a complete run. Throws FileError where it is complete and of another case.
bool is_finished_run_of(const Case& c, const std::filesystem::path& run);

// Empty if it was asked to stop (a signal number); then the file stays as it was. Throws FileError and NumericsError.
std::optional<ErrorBarRecord> run_companion(const Companion& companion, const std::filesystem::path& run, Talk& talk,
                                            const std::atomic<int>* stop_signal);

}  // namespace iceball
