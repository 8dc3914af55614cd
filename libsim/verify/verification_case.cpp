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
        for (auto group : {front_cases, tissue_cases, perfused_cases, face_cases, tissue_pair_cases, smooth_cases,
                           time_step_cases})
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
                      which.spacing, which.least_ratio, which.order,         which.refined,
                      {},            {},                {},                  {}};
    const bool in_time = which.refined == Refined::time;
    const auto text_of = [&](double spacing) {
        return in_time ? fmt::format("{:g} s", spacing) : fmt::format("{:.4g} mm", 1e3 * spacing);
    };
    const auto fail = [&](std::string text) { result.failures.push_back(std::move(text)); };
    for (double spacing : which.spacings) {
        if (quick && spacing < which.spacing * 0.999) continue;
        const auto start = std::chrono::steady_clock::now();
        const Score score = which.run(spacing);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        const std::string here = text_of(spacing);
        if (score.samples == 0 || !std::isfinite(score.rms)) fail(fmt::format("nothing to score at {}", here));
        if (!(score.ledger_residual <= ledger_tolerance))
            fail(fmt::format("ledger residual {:.1e} above {:.0e} at {}", score.ledger_residual, ledger_tolerance, here));
        if (std::abs(spacing / which.spacing - 1) < 1e-9) {
            if (!(score.rms <= which.rms_tolerance))
                fail(fmt::format("rms error {:.3g} above {:g} at {}", score.rms, which.rms_tolerance, here));
            if (!(score.max <= which.max_tolerance))
                fail(fmt::format("largest error {:.3g} above {:g} at {}", score.max, which.max_tolerance, here));
        }
        if (!result.spacings.empty()) {
            result.ratios.push_back(result.spacings.back().score.rms / score.rms);
            if (which.least_ratio > 0 && !(result.ratios.back() >= which.least_ratio))
                fail(fmt::format("error ratio {:.2f} below {:g} from {} to {}", result.ratios.back(), which.least_ratio,
                                 text_of(result.spacings.back().spacing), here));
            result.orders.push_back(std::log(result.ratios.back()) / std::log(result.spacings.back().spacing / spacing));
            if (which.order > 0 && !(std::abs(result.orders.back() - which.order) <= order_tolerance))
                fail(fmt::format("observed order {:.2f} is not {:g} +- {:g} from {} to {}", result.orders.back(), which.order,
                                 order_tolerance, text_of(result.spacings.back().spacing), here));
        }
        result.spacings.push_back({spacing, score, seconds.count()});
    }
    return result;
}

}  // namespace iceball::verify
