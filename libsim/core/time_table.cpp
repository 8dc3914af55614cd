#include "core/time_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/piecewise_linear.hpp"

namespace iceball {

TimeTable::TimeTable(std::vector<double> times, std::vector<double> values)
    : times_(std::move(times)), values_(std::move(values)), integrals_(times_.size(), 0.0) {
    if (times_.empty() || times_.size() != values_.size())
        throw InputError(fmt::format("time table: {} times and {} values; give one value for every time, at least one",
                                     times_.size(), values_.size()));
    for (std::size_t n = 0; n < times_.size(); ++n) {
        if (!std::isfinite(times_[n]) || !std::isfinite(values_[n]))
            throw InputError(fmt::format("time table: entry {} is not a finite number", n + 1));
        if (n == 0) continue;
        if (times_[n] <= times_[n - 1])
            throw InputError(fmt::format("time table: times must increase, but entry {} ({} s) follows {} s", n + 1,
                                         times_[n], times_[n - 1]));
        integrals_[n] = integrals_[n - 1] + 0.5 * (values_[n] + values_[n - 1]) * (times_[n] - times_[n - 1]);
    }
}

double TimeTable::at(double time) const { return piecewise_linear(times_, values_, time); }

double TimeTable::integral_to(double time) const {
    const auto above = std::upper_bound(times_.begin(), times_.end(), time);
    if (above == times_.begin()) return values_.front() * (time - times_.front());
    const std::size_t n = std::size_t(above - times_.begin()) - 1;
    return integrals_[n] + 0.5 * (values_[n] + at(time)) * (time - times_[n]);
}

double TimeTable::mean(double from, double to) const { return (integral_to(to) - integral_to(from)) / (to - from); }

}  // namespace iceball
