#include "probe/heat_curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/piecewise_linear.hpp"

namespace iceball {

HeatCurve::HeatCurve(std::vector<double> temperatures, std::vector<double> heats)
    : temperatures_(std::move(temperatures)), heats_(std::move(heats)) {
    if (temperatures_.size() < 2 || temperatures_.size() != heats_.size())
        throw InputError(fmt::format("heat curve: {} temperatures and {} heats; give as many of both, at least two",
                                     temperatures_.size(), heats_.size()));
    for (std::size_t n = 0; n < temperatures_.size(); ++n) {
        if (!std::isfinite(temperatures_[n]) || !std::isfinite(heats_[n]))
            throw InputError(fmt::format("heat curve: entry {} is not a finite number", n + 1));
        if (n == 0) continue;
        if (temperatures_[n] <= temperatures_[n - 1])
            throw InputError(fmt::format("heat curve: temperatures must increase, but {} degC follows {} degC",
                                         temperatures_[n], temperatures_[n - 1]));
        if (heats_[n] > heats_[n - 1])
            throw InputError(fmt::format("heat curve: the heat into the wall must not rise with its temperature, but {} W at "
                                         "{} degC follows {} W",
                                         heats_[n], temperatures_[n], heats_[n - 1]));
    }
    if (heats_.front() != 0 && heats_.back() != 0)
        throw InputError(fmt::format("heat curve: it must be zero at one end, where the wall comes to rest without load; "
                                     "given {} W at {} degC and {} W at {} degC",
                                     heats_.front(), temperatures_.front(), heats_.back(), temperatures_.back()));
}

double HeatCurve::at(double temperature) const { return piecewise_linear(temperatures_, heats_, temperature); }

double HeatCurve::slope_above(double temperature) const {
    const auto above = std::upper_bound(temperatures_.begin(), temperatures_.end(), temperature);
    if (above == temperatures_.begin() || above == temperatures_.end()) return 0;
    const std::size_t n = std::size_t(above - temperatures_.begin());
    return (heats_[n] - heats_[n - 1]) / (temperatures_[n] - temperatures_[n - 1]);
}

}  // namespace iceball
