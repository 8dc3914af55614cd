// Runs a study: every member as a process of its own, some at a time, then one table of them all.
//
// A folder holds runs/NNNN.h5, runs/NNNN.log (what a failed run said), table.csv and table.h5. Runs that are there,
// complete and of exactly the case that the study now asks for are not run again; unfinished ones are. Images that a
// case names are not compared, only the case itself.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "study/study.hpp"

namespace iceball {

struct SweepOptions {
    std::filesystem::path program;       // of `iceball`
    std::filesystem::path folder;
    int jobs = 1;                        // runs at a time
    int threads = 1;                     // of each
    std::vector<std::string> overrides;  // laid over the case before the study's own
    bool replace = false;                // finished runs of another case may be overwritten
    std::function<void(const std::string&)> say = [](const std::string&) {};
    std::function<int()> stop = [] { return 0; };  // the signal that asks the sweep to end, or 0
};

struct SweepResult {
    int finished = 0, skipped = 0, failed = 0;
    ExitCode worst = ExitCode::done;  // of the first run that failed
};

// Checks all members before the first is run. Throws InputError (study, a member's case), FileError (folder cannot be
// written, or holds finished runs of another case). The table is written however the sweep ends.
SweepResult run_sweep(const Study& study, const SweepOptions& options);

}  // namespace iceball
