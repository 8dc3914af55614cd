#include "study/error_bars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double same_time = 1e-6;  // [s]: times of samples are sums of durations

// One kind of reading: [sample][isotherm][part] of both runs.
struct Reading {
    std::string name, units, long_name, last;  // last: dimension of the parts, "" if there is one part alone
    const std::vector<double>*fine, *coarse;
    std::size_t parts;
    bool volume, none_is_zero;
    // [isotherm][part] by the coldest of the run; null where there is no such reading.
    const std::vector<double>*run_fine = nullptr, *run_coarse = nullptr;
};

std::optional<std::size_t> sample_near(const std::vector<double>& times, double time) {
    const auto found = std::lower_bound(times.begin(), times.end(), time - same_time);
    if (found == times.end() || std::abs(*found - time) > same_time) return std::nullopt;
    return std::size_t(found - times.begin());
}

class Judge {
 public:
    Judge(const MeasuredRun& fine, const MeasuredRun& companion, const Protocol& protocol)
        : fine_(fine), companion_(companion), protocol_(protocol), isotherms_(fine.metrics.isotherms.size()) {
        for (const double time : fine.metrics.times) {
            const auto found = sample_near(companion.metrics.times, time);
            if (!found)
                throw NumericsError(
                    fmt::format("the companion run has no sample at {:.6g} s, where the run has one", time));
            partner_.push_back(*found);
        }
    }

    double safety() const {
        return error_bars::safety_factor / (std::pow(companion_.spacing / fine_.spacing, error_bars::order) - 1);
    }

    std::size_t sample_at(double time) const {
        const auto found = sample_near(fine_.metrics.times, time);
        if (!found) throw NumericsError(fmt::format("the run has no sample at {:.6g} s, the end of a freeze", time));
        return *found;
    }
    // Of the largest volume of an isotherm.
    std::size_t largest(std::size_t isotherm) const {
        std::size_t best = 0;
        for (std::size_t n = 1; n < fine_.metrics.times.size(); ++n)
            if (fine_.metrics.volume[n * isotherms_ + isotherm] > fine_.metrics.volume[best * isotherms_ + isotherm])
                best = n;
        return best;
    }

    double fine(const Reading& r, std::size_t sample, std::size_t isotherm, std::size_t part) const {
        return (*r.fine)[(sample * isotherms_ + isotherm) * r.parts + part];
    }
    double coarse(const Reading& r, std::size_t sample, std::size_t isotherm, std::size_t part) const {
        return (*r.coarse)[(partner_[sample] * isotherms_ + isotherm) * r.parts + part];
    }

    // D of the header; NaN where either run has no reading at the moment itself.
    double largest_difference(const Reading& r, std::size_t moment, std::size_t isotherm, std::size_t part) const {
        const double begin = window_begin(fine_.metrics.times[moment]), own = fine(r, moment, isotherm, part),
                     other = coarse(r, moment, isotherm, part);
        // No cell centre is below the isotherm: its extent is not seen, while a volume is read from shares of cells.
        if (r.none_is_zero && (own == 0 || other == 0)) return not_a_number;
        double largest = std::abs(other - own);
        for (std::size_t n = 0; n < moment; ++n) {
            if (fine_.metrics.times[n] < begin - same_time) continue;
            const double difference = std::abs(coarse(r, n, isotherm, part) - fine(r, n, isotherm, part));
            if (difference > largest) largest = difference;  // never true of a NaN
        }
        return largest;
    }

    double floor_of(const Reading& r, std::size_t moment, std::size_t isotherm) const {
        if (!r.volume) return error_bars::length_floor * fine_.spacing;
        return error_bars::volume_floor * fine_.spacing *
               companion_.front_area[partner_[moment] * isotherms_ + isotherm];
    }

 private:
    double window_begin(double time) const {
        double start = 0;
        for (const Stage& stage : protocol_.stages)
            if (stage.kind == StageKind::freeze && stage.start < time - same_time) start = stage.start;
        return 0.5 * (start + time);
    }

    const MeasuredRun &fine_, &companion_;
    const Protocol& protocol_;
    std::size_t isotherms_;
    std::vector<std::size_t> partner_;  // sample of the companion at the time of each sample of the run
};

// Value, companion's value and bar, as three arrays.
struct Triple {
    NamedArray value, companion, bar;

    Triple(const std::string& name, const std::string& units, const std::string& long_name,
           const std::vector<std::size_t>& shape)
        : value{name, units, long_name, shape, {}},
          companion{name + "_companion", units, long_name + ", of the companion", shape, {}},
          bar{name + "_bar", units, long_name + ", half width of the error bar", shape, {}} {}
    void add(double fine, double coarse, double half_width) {
        value.values.push_back(fine);
        companion.values.push_back(coarse);
        bar.values.push_back(half_width);
    }
    void move_into(std::vector<NamedArray>& arrays) {
        for (NamedArray* array : {&value, &companion, &bar}) arrays.push_back(std::move(*array));
    }
};

}  // namespace

ErrorBarRecord judge_error(const MeasuredRun& fine, const MeasuredRun& companion, const Protocol& protocol,
                           const std::vector<std::string>& probes, const std::vector<std::string>& organs) {
    ErrorBarRecord record;
    record.companion_spacing = companion.spacing;
    record.ratio = companion.spacing / fine.spacing;
    record.order = error_bars::order;
    record.safety_factor = error_bars::safety_factor;
    record.volume_floor = error_bars::volume_floor;
    record.length_floor = error_bars::length_floor;
    record.method =
        "safety_factor / (ratio^order - 1) times the largest difference to the companion over the second half of the "
        "freeze, plus volume_floor times spacing times front area, or length_floor times spacing";
    record.source = "after Roache 1994, doi:10.1115/1.2910291; Celik et al. 2008, doi:10.1115/1.2960953";
    record.isotherms = fine.metrics.isotherms;
    record.probes = probes;
    record.organs = organs;

    const Judge judge(fine, companion, protocol);
    const std::size_t isotherms = record.isotherms.size();
    // Sample of every moment, by isotherm.
    std::vector<std::vector<std::size_t>> moments;
    for (const Stage& stage : protocol.stages)
        if (stage.kind == StageKind::freeze) {
            moments.emplace_back(isotherms, judge.sample_at(stage.end()));
            record.moments.push_back(fmt::format("freeze {}", moments.size()));
        }
    moments.emplace_back();
    for (std::size_t n = 0; n < isotherms; ++n) moments.back().push_back(judge.largest(n));
    record.moments.emplace_back("largest");

    NamedArray times{"time", "s", "time of the moment", {moments.size(), isotherms}, {}};
    for (const auto& samples : moments)
        for (const std::size_t sample : samples) times.values.push_back(fine.metrics.times[sample]);
    record.arrays.push_back(std::move(times));

    std::vector<Reading> readings{{"volume", "m3", "volume below the isotherm, without the needles", "",
                                   &fine.metrics.volume, &companion.metrics.volume, 1, true, false},
                                  {"extent", "m", "extent along x, y, z", "axis", &fine.metrics.extent,
                                   &companion.metrics.extent, 3, false, true}};
    if (!probes.empty())
        readings.push_back({"extent_along_needle", "m", "extent along the axis of each probe", "probe",
                            &fine.metrics.extent_along_needle, &companion.metrics.extent_along_needle, probes.size(),
                            false, true});
    const bool with_target = !fine.target.times.empty();
    if (with_target)
        readings.push_back({"minimum_margin", "m", "smallest depth of the target below the isotherm", "",
                            &fine.target.minimum_margin, &companion.target.minimum_margin, 1, false, false,
                            &fine.margin, &companion.margin});
    if (with_target && !organs.empty())
        readings.push_back({"distance_to_risk", "m", "from the isotherm to each organ at risk", "organ",
                            &fine.target.distance_to_risk, &companion.target.distance_to_risk, organs.size(), false,
                            false, &fine.distance_to_risk, &companion.distance_to_risk});

    for (const Reading& r : readings) {
        std::vector<std::size_t> shape{moments.size(), isotherms};
        if (!r.last.empty()) shape.push_back(r.parts);
        Triple triple(r.name, r.units, r.long_name, shape);
        // Of distances by the coldest of the run: their own difference, or that around the largest volume.
        std::vector<double> widest(isotherms * r.parts, 0);
        for (const auto& samples : moments)
            for (std::size_t n = 0; n < isotherms; ++n)
                for (std::size_t part = 0; part < r.parts; ++part) {
                    const std::size_t at = samples[n];
                    const double difference = judge.largest_difference(r, at, n, part);
                    triple.add(judge.fine(r, at, n, part), judge.coarse(r, at, n, part),
                               judge.safety() * difference + judge.floor_of(r, at, n));
                    if (&samples == &moments.back() && !std::isnan(difference)) widest[n * r.parts + part] = difference;
                }
        triple.move_into(record.arrays);
        if (r.run_fine == nullptr) continue;
        const std::vector<double>&own = *r.run_fine, &other = *r.run_coarse;
        shape.erase(shape.begin());
        Triple run("run_" + r.name, r.units, r.long_name + ", by the coldest of the run", shape);
        for (std::size_t n = 0; n < widest.size(); ++n) {
            const double difference = std::abs(other[n] - own[n]);
            run.add(own[n], other[n],
                    std::isnan(difference)
                        ? not_a_number
                        : judge.safety() * std::max(difference, widest[n]) + judge.floor_of(r, 0, 0));
        }
        run.move_into(record.arrays);
    }
    return record;
}

}  // namespace iceball
