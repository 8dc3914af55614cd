// The cases behind `iceball verify`: runs of the solver against exact or independent solutions.
//
// A case runs at a given grid spacing and returns its error over time (or over cells), relative to what it names. It
// passes if the error at its own spacing is within its tolerances, the error falls by at least its ratio each time the
// spacing is halved, or with the order that is asked for, and the energy ledger of every run closes.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace iceball::verify {

// Largest energy residual that a run may leave (solver/ledger.hpp).
constexpr double ledger_tolerance = 1e-12;

// A front beside its exact position.
struct FrontSample {
    double time, measured, exact;  // [s], [m]
};

struct Score {
    double rms = 0, max = 0;     // relative errors, root mean square and largest magnitude
    int samples = 0;
    double ledger_residual = 0;  // largest of the runs
    std::vector<FrontSample> fronts = {};  // of cases that follow one front over time
};

enum class Refined { grid, time };

struct VerificationCase {
    std::string name;  // as `iceball verify NAME` takes it
    std::string what;  // one line: the setting and what the error is relative to
    double spacing;    // [m], where the tolerances hold
    double rms_tolerance, max_tolerance;
    // Spacings from coarse to fine that are run, each half of the one before; `spacing` is one of them.
    std::vector<double> spacings;
    double least_ratio;  // of the rms errors at neighbouring spacings; 0: nothing is asked
    std::function<Score(double)> run;
    // Observed order that is asked for between neighbours, within order_tolerance; 0: none.
    double order = 0;
    // What is refined: `spacing` and `spacings` are steps in s if it is time.
    Refined refined = Refined::grid;
};
// How far an observed order may be from the one that is asked for.
constexpr double order_tolerance = 0.1;

// All cases, in the order in which they are reported.
const std::vector<VerificationCase>& verification_cases();
// Throws InputError, naming all cases, if there is none of that name.
const VerificationCase& verification_case(const std::string& name);

struct SpacingResult {
    double spacing;  // [m], or [s] where time is refined
    Score score;
    double seconds;  // wall clock
};
struct CaseResult {
    std::string name, what;
    double rms_tolerance, max_tolerance, tolerance_spacing, least_ratio, order;
    Refined refined;
    std::vector<SpacingResult> spacings;
    std::vector<double> ratios, orders;  // of the error to the one before; one fewer than spacings
    std::vector<std::string> failures;  // empty: passed

    bool passed() const { return failures.empty(); }
};

// quick: only up to the spacing at which the tolerances hold.
CaseResult evaluate(const VerificationCase& which, bool quick = false);

}  // namespace iceball::verify
