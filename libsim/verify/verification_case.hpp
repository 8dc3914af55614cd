// The cases behind `iceball verify`: runs of the solver against exact or independent solutions.
//
// A case runs at a given grid spacing and returns its error over time (or over cells), relative to what it names. It
// passes if the error at its own spacing is within its tolerances, the error falls by at least its ratio each time the
// spacing is halved, and the energy ledger of every run closes.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace iceball::verify {

// Largest energy residual that a run may leave (solver/ledger.hpp).
constexpr double ledger_tolerance = 1e-12;

struct Score {
    double rms = 0, max = 0;     // relative errors, root mean square and largest magnitude
    int samples = 0;
    double ledger_residual = 0;  // largest of the runs
};

struct VerificationCase {
    std::string name;  // as `iceball verify NAME` takes it
    std::string what;  // one line: the setting and what the error is relative to
    double spacing;    // [m], where the tolerances hold
    double rms_tolerance, max_tolerance;
    // Spacings from coarse to fine that are run, each half of the one before; `spacing` is one of them.
    std::vector<double> spacings;
    double least_ratio;  // of the rms errors at neighbouring spacings; 0: nothing is asked
    std::function<Score(double)> run;
};

// All cases, in the order in which they are reported.
const std::vector<VerificationCase>& verification_cases();
// Throws InputError, naming all cases, if there is none of that name.
const VerificationCase& verification_case(const std::string& name);

struct SpacingResult {
    double spacing;  // [m]
    Score score;
    double seconds;  // wall clock
};
struct CaseResult {
    std::string name, what;
    double rms_tolerance, max_tolerance, tolerance_spacing, least_ratio;
    std::vector<SpacingResult> spacings;
    std::vector<double> ratios;         // one fewer than spacings
    std::vector<std::string> failures;  // empty: passed

    bool passed() const { return failures.empty(); }
};

// quick: only up to the spacing at which the tolerances hold.
CaseResult evaluate(const VerificationCase& which, bool quick = false);

}  // namespace iceball::verify
