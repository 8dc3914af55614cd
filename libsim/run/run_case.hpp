// One case through solver, outcome and store: the run file, its history, target and checkpoints.
//
// Order of things: the output is checked first (an existing file is kept unless `replace` or `resume`), then the model is
// built, then the file appears. At every output time a frame and samples are committed; a checkpoint beside the file is
// renewed there once a minute has passed, and when the run is asked to stop. A run that ends removes its checkpoint.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "case/case.hpp"
#include "run/talk.hpp"

namespace iceball {

struct CaseRunOptions {
    std::filesystem::path output;
    bool replace = false;  // an existing output
    bool resume = false;   // go on from the checkpoint beside the output
    const std::atomic<int>* stop_signal = nullptr;  // a signal number once the run shall stop, else 0
};

struct IsothermSummary {
    double isotherm;  // [degC]
    double volume;    // of tissue, largest over the run [m3]
};

struct RunSummary {
    bool complete = false;
    double time = 0;  // [s] simulated
    long steps = 0;
    double wall_time = 0;  // [s]
    double ledger_residual = 0;
    std::vector<IsothermSummary> isotherms;
    std::vector<std::string> warnings;
};

// Throws InputError, FileError or NumericsError; after the last the file holds what was computed, with status "failed".
RunSummary run_case(const Case& c, const CaseRunOptions& options, Talk& talk);

// Where the run file of a case stands unless told: beside the case, with its name.
std::filesystem::path default_output(const std::filesystem::path& case_file);

}  // namespace iceball
