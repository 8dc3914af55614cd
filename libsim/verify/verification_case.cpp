#include "verify/verification_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/error.hpp"
#include "verify/case_groups.hpp"

namespace iceball::verify {

const std::vector<VerificationCase>& verification_cases() {
    static const std::vector<VerificationCase> cases = [] {
        std::vector<VerificationCase> all;
        for (auto group : {front_cases, tissue_cases, face_cases, tissue_pair_cases})
            for (VerificationCase& one : group()) all.push_back(std::move(one));
        return all;
    }();
    return cases;
}

const VerificationCase& verification_case(const std::string& name) {
    std::string names;
    for (const VerificationCase& one : verification_cases()) {
        if (one.name == name) return one;
        names += (names.empty() ? "" : ", ") + one.name;
    }
    throw InputError(fmt::format("there is no verification case \"{}\"; there are: {}", name, names));
}

CaseResult evaluate(const VerificationCase& which, bool quick) {
    CaseResult result{which.name,    which.what,        which.rms_tolerance, which.max_tolerance,
                      which.spacing, which.least_ratio, {},                  {},
                      {}};
    const auto fail = [&](std::string text) { result.failures.push_back(std::move(text)); };
    for (double spacing : which.spacings) {
        if (quick && spacing < which.spacing * 0.999) continue;
        const auto start = std::chrono::steady_clock::now();
        const Score score = which.run(spacing);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        const double mm = 1e3 * spacing;
        if (score.samples == 0 || !std::isfinite(score.rms)) fail(fmt::format("nothing to score at {:g} mm", mm));
        if (!(score.ledger_residual <= ledger_tolerance))
            fail(fmt::format("ledger residual {:.1e} above {:.0e} at {:g} mm", score.ledger_residual, ledger_tolerance, mm));
        if (std::abs(spacing / which.spacing - 1) < 1e-9) {
            if (!(score.rms <= which.rms_tolerance))
                fail(fmt::format("rms error {:.3g} above {:g} at {:g} mm", score.rms, which.rms_tolerance, mm));
            if (!(score.max <= which.max_tolerance))
                fail(fmt::format("largest error {:.3g} above {:g} at {:g} mm", score.max, which.max_tolerance, mm));
        }
        if (!result.spacings.empty()) {
            result.ratios.push_back(result.spacings.back().score.rms / score.rms);
            if (which.least_ratio > 0 && !(result.ratios.back() >= which.least_ratio))
                fail(fmt::format("error ratio {:.2f} below {:g} from {:g} to {:g} mm", result.ratios.back(),
                                 which.least_ratio, 1e3 * result.spacings.back().spacing, mm));
        }
        result.spacings.push_back({spacing, score, seconds.count()});
    }
    return result;
}

}  // namespace iceball::verify
