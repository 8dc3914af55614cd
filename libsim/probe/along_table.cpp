#include "probe/along_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/piecewise_linear.hpp"

namespace iceball {

AlongTable::AlongTable(std::vector<double> places, std::vector<double> values)
    : places_(std::move(places)), values_(std::move(values)) {
    if (places_.empty() || places_.size() != values_.size())
        throw InputError(fmt::format("{} values for {} places along the active zone; give one for every place, at least one",
                                     values_.size(), places_.size()));
    for (std::size_t n = 0; n < places_.size(); ++n) {
        if (!std::isfinite(values_[n])) throw InputError(fmt::format("value {} along the active zone is not finite", n + 1));
        if (!(places_[n] >= 0 && places_[n] <= 1))
            throw InputError(fmt::format("places along the active zone go from 0 (tip end) to 1 (entry end), given {}",
                                         places_[n]));
        if (n > 0 && places_[n] <= places_[n - 1])
            throw InputError(fmt::format("places along the active zone must increase, but {} follows {}", places_[n],
                                         places_[n - 1]));
    }
}

double AlongTable::at(double place) const { return piecewise_linear(places_, values_, place); }

double AlongTable::smallest() const { return *std::min_element(values_.begin(), values_.end()); }

double AlongTable::largest() const { return *std::max_element(values_.begin(), values_.end()); }

double AlongTable::mean() const {
    double sum = values_.front() * places_.front() + values_.back() * (1 - places_.back());
    for (std::size_t n = 1; n < places_.size(); ++n)
        sum += 0.5 * (values_[n] + values_[n - 1]) * (places_[n] - places_[n - 1]);
    return sum;
}

}  // namespace iceball
