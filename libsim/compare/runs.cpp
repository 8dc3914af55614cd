#include "compare/runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr double time_tolerance = 1e-6;  // of the longest time of both

// Pairs of indices of equal times.
std::vector<std::pair<std::size_t, std::size_t>> shared_times(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    if (a.empty() || b.empty()) return pairs;
    const double tolerance = time_tolerance * std::max(a.back(), b.back());
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (std::abs(a[i] - b[j]) <= tolerance) pairs.emplace_back(i++, j++);
        else if (a[i] < b[j]) ++i;
        else ++j;
    }
    return pairs;
}

// Where the cells of one grid find their values on another: eight cells and weights, or nothing outside.
class Sampler {
 public:
    Sampler(const Grid& to, const Grid& from) : from_(from) {
        same_ = to.cells() == from.cells() && std::abs(to.spacing() - from.spacing()) < 1e-9 * to.spacing() &&
                (to.lower() - from.lower()).cwiseAbs().maxCoeff() < 1e-6 * to.spacing();
        std::size_t n = 0;
        for_each_cell(to, [&](const Index3& cell, std::ptrdiff_t) {
            const Vector3 centre = to.cell_centre(cell[0], cell[1], cell[2]);
            const Vector3 index = (centre - from.lower()) / from.spacing() - Vector3::Constant(0.5);
            bool inside = true;
            for (int axis = 0; axis < 3; ++axis)
                inside = inside && index[axis] > -1e-6 && index[axis] < from.cells()[axis] - 1 + 1e-6;
            if (same_ || inside) points_.push_back({n, centre, index});
            ++n;
        });
    }
    struct Point {
        std::size_t cell;  // of the grid sampled to, packed
        Vector3 centre, index;
    };
    bool same() const { return same_; }
    const std::vector<Point>& points() const { return points_; }
    double value(const std::vector<float>& field, const Point& point) const {
        if (same_) return double(field[point.cell]);
        std::array<int, 3> low{}, high{};
        Vector3 weight;
        for (int axis = 0; axis < 3; ++axis) {
            const int last = from_.cells()[axis] - 1;
            low[std::size_t(axis)] = std::clamp(int(std::floor(point.index[axis])), 0, last);
            high[std::size_t(axis)] = std::min(low[std::size_t(axis)] + 1, last);
            weight[axis] = std::clamp(point.index[axis] - low[std::size_t(axis)], 0.0, 1.0);
        }
        double sum = 0;
        for (int corner = 0; corner < 8; ++corner) {
            double share = 1;
            std::array<int, 3> at{};
            for (int axis = 0; axis < 3; ++axis) {
                const bool upper = corner >> axis & 1;
                at[std::size_t(axis)] = upper ? high[std::size_t(axis)] : low[std::size_t(axis)];
                share *= upper ? weight[axis] : 1 - weight[axis];
            }
            const std::size_t offset =
                std::size_t(at[0]) + std::size_t(from_.nx()) * (std::size_t(at[1]) + std::size_t(from_.ny()) * std::size_t(at[2]));
            sum += share * double(field[offset]);
        }
        return sum;
    }

 private:
    const Grid& from_;
    bool same_ = false;
    std::vector<Point> points_;
};

FieldComparison compare_fields(const Sampler& sampler, const std::vector<float>& first, const std::vector<float>& second) {
    FieldComparison result;
    double squares = 0;
    for (const Sampler::Point& point : sampler.points()) {
        const double difference = sampler.value(second, point) - double(first[point.cell]);
        squares += difference * difference;
        if (std::abs(difference) > std::abs(result.worst)) {
            result.worst = difference;
            result.worst_at = point.centre;
        }
    }
    result.rms = std::sqrt(squares / double(sampler.points().size()));
    return result;
}

std::vector<VolumeComparison> compare_volumes(const MetricsRecord& a, const MetricsRecord& b) {
    std::vector<VolumeComparison> volumes;
    const auto times = shared_times(a.times, b.times);
    if (times.empty()) return volumes;
    for (std::size_t i = 0; i < a.isotherms.size(); ++i) {
        const auto same = std::find(b.isotherms.begin(), b.isotherms.end(), a.isotherms[i]);
        if (same == b.isotherms.end()) continue;
        const std::size_t j = std::size_t(same - b.isotherms.begin());
        const auto at = [](const MetricsRecord& metrics, std::size_t sample, std::size_t isotherm) {
            return metrics.volume[sample * metrics.isotherms.size() + isotherm];
        };
        VolumeComparison comparison{a.isotherms[i]};
        for (const auto& [m, n] : times) {
            const double difference = at(b, n, j) - at(a, m, i);
            if (std::abs(difference) <= std::abs(comparison.worst)) continue;
            comparison.worst = difference;
            comparison.worst_time = a.times[m];
        }
        comparison.first = at(a, times.back().first, i);
        comparison.second = at(b, times.back().second, j);
        volumes.push_back(comparison);
    }
    return volumes;
}

}  // namespace

double RunComparison::worst() const {
    double largest = 0;
    for (const FieldComparison& frame : frames) largest = std::max(largest, std::abs(frame.worst));
    return largest;
}

double RunComparison::rms() const {
    double squares = 0;
    for (const FieldComparison& frame : frames) squares += frame.rms * frame.rms;
    return frames.empty() ? 0 : std::sqrt(squares / double(frames.size()));
}

RunComparison compare_runs(const RunReader& first, const RunReader& second) {
    const Sampler sampler(first.grid(), second.grid());
    if (sampler.points().empty())
        throw InputError(fmt::format("runs {} and {}: their boxes do not overlap", first.path().string(), second.path().string()));
    RunComparison comparison;
    comparison.same_grid = sampler.same();
    comparison.cells = sampler.points().size();
    for (const auto& [m, n] : shared_times(first.times(), second.times())) {
        FieldComparison frame = compare_fields(sampler, first.frame(m), second.frame(n));
        frame.time = first.times()[m];
        comparison.frames.push_back(frame);
    }
    comparison.volumes = compare_volumes(first.metrics(), second.metrics());
    if (comparison.frames.empty() && comparison.volumes.empty())
        throw InputError(fmt::format("runs {} and {}: they share neither a frame time nor a sample of the ice volumes",
                                     first.path().string(), second.path().string()));
    return comparison;
}

}  // namespace iceball
