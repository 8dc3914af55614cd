#include "outcome/target.hpp"

#include <algorithm>
#include <limits>

#include "core/parallel.hpp"
#include "grid/shape_surface.hpp"
#include "outcome/ice_volume.hpp"
#include "outcome/share_front.hpp"

namespace iceball {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double first_slide = 0.5, last_slide = 0.01;  // cells

}  // namespace

TargetGauge::TargetGauge(const Model& model, const Field<double>& tissue_fraction, const TargetRegions& regions)
    : model_(model), tissue_fraction_(tissue_fraction), target_(cells_of(regions.region)) {
    for (int organ : regions.at_risk) at_risk_.push_back(cells_of(organ));
    target_volume_ = volume_in_target([](std::ptrdiff_t) { return 1.0; });
}

template <class Share>
double TargetGauge::volume_in_target(Share&& share) const {
    constexpr std::size_t block = 1024;
    const std::size_t count = target_.cells.size();
    const double sum = ordered_block_sum<double>(int((count + block - 1) / block), [&](int b) {
        double part = 0;
        for (std::size_t n = std::size_t(b) * block; n < std::min(count, std::size_t(b + 1) * block); ++n)
            part += tissue_fraction_[target_.cells[n]] * share(target_.cells[n]);
        return part;
    });
    return sum * model_.grid.cell_volume();
}

TargetGauge::RegionCells TargetGauge::cells_of(int region) const {
    RegionCells out{region, {}, region_surface(model_, tissue_fraction_, region)};
    for_each_cell(model_.grid, [&](const Index3&, std::ptrdiff_t cell) {
        if (model_.regions.region[cell] == region && tissue_fraction_[cell] > 0) out.cells.push_back(cell);
    });
    return out;
}

// From a point of the region to ever smaller values: a step along the gradient, back onto the surface where it leaves the
// region, half as long where that does not help.
double TargetGauge::slide(const RegionCells& region, const SurfacePoint& start, const FrontDistance& distance,
                          double sign) const {
    const double h = model_.grid.spacing();
    const auto in_box = [&](const Vector3& point) {
        return Vector3(point.cwiseMax(model_.grid.lower()).cwiseMin(model_.grid.upper()));
    };
    Vector3 best = start.position;
    FrontDistance::Reading reading = distance.at(best);
    for (double step = first_slide; step > last_slide;) {
        Vector3 point = in_box(best - sign * step * h * reading.gradient);
        if (!in_region(model_, region.region, point) && start.shape_of >= 0)
            point = in_box(closest_surface_point(*model_.regions.regions[std::size_t(start.shape_of)].shape, point));
        bool better = false;
        if (in_region(model_, region.region, point)) {
            const FrontDistance::Reading there = distance.at(point);
            better = sign * there.distance < sign * reading.distance;
            if (better) best = point, reading = there;
        }
        if (!better) step /= 2;
    }
    return sign * reading.distance;
}

template <class Inside>
double TargetGauge::smallest(const RegionCells& region, Inside&& inside, const FrontDistance& distance, double sign) const {
    std::vector<SurfacePoint> candidates = region.surface;
    for (std::ptrdiff_t cell : region.cells) {
        if (inside(cell) != (sign > 0)) continue;
        const Index3 at = model_.grid.cell_at(cell);
        candidates.push_back({model_.grid.cell_centre(at[0], at[1], at[2]), -1});
    }
    if (distance.empty() || candidates.empty()) return not_a_number;
    std::vector<Vector3> positions;
    for (const SurfacePoint& candidate : candidates) positions.push_back(candidate.position);
    const FrontDistance::Smallest found = distance.smallest(positions, sign);
    // The surface of label images is not known well enough to slide on.
    const bool rough = found.point < region.surface.size() && candidates[found.point].shape_of < 0;
    return rough ? found.value : std::min(found.value, slide(region, candidates[found.point], distance, sign));
}

FrontDistance TargetGauge::distance_to(const std::vector<FrontPoint>& front) const {
    const double h = model_.grid.spacing();
    // A patch reaches as far around a sample that is half a cell or more from the plane.
    return {mirrored(front, model_, (FrontDistance::patch_reach + 0.5) * h), h};
}

Coverage TargetGauge::coverage(const IsothermReader& reader, double tissue_below,
                               const std::vector<FrontPoint>& front) const {
    const Grid& grid = model_.grid;
    const double inside =
        volume_in_target([&](std::ptrdiff_t cell) { return ice_fraction(reader, grid.cell_at(cell)); });
    Coverage coverage;
    coverage.target_volume = target_volume_;
    coverage.fraction_inside = target_volume_ > 0 ? inside / target_volume_ : not_a_number;
    coverage.healthy_tissue_lost = std::max(tissue_below - inside, 0.0);
    const FrontDistance distance = distance_to(front);
    const auto below = [&](std::ptrdiff_t cell) { return reader.below(cell); };
    coverage.minimum_margin = smallest(target_, below, distance, -1);
    for (const RegionCells& organ : at_risk_) coverage.distance_to_risk.push_back(smallest(organ, below, distance, 1));
    return coverage;
}

std::vector<double> TargetGauge::distance_to_risk(const Field<float>& destroyed) const {
    std::vector<double> distances;
    if (at_risk_.empty()) return distances;
    const FrontDistance distance = distance_to(share_front(model_.grid, tissue_fraction_, destroyed));
    const auto inside = [&](std::ptrdiff_t cell) { return destroyed[cell] > 0.5f; };
    for (const RegionCells& organ : at_risk_) distances.push_back(smallest(organ, inside, distance, 1));
    return distances;
}

Coverage TargetGauge::coverage(const State& state, double isotherm) const {
    const IsothermReader reader(model_, state, tissue_fraction_, isotherm);
    return coverage(reader, ice_volume(model_, state, tissue_fraction_, isotherm).tissue, front_points(reader));
}

}  // namespace iceball
