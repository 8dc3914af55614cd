#include "outcome/injury/judge.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "core/parallel.hpp"

namespace iceball {
namespace {

using VolumeByRegion = std::array<double, RegionMap::max_regions>;

}  // namespace

Injury judge(const InjuryLaw& law, const ColdExposure& exposure, const TargetGauge* target) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    Injury injury{law.destroyed(exposure), {}, none, none, {}};
    injury.volume = destroyed_volumes(exposure.model(), exposure.tissue_fraction(), injury.destroyed);
    if (!target) return injury;
    const double destroyed = injury.volume[std::size_t(target->target_region())];
    // Both are sums of the same cells, added in another order.
    if (target->target_volume() > 0) injury.target_fraction = std::min(destroyed / target->target_volume(), 1.0);
    injury.healthy_volume = std::accumulate(injury.volume.begin(), injury.volume.end(), -destroyed);
    injury.distance_to_risk = target->distance_to_risk(injury.destroyed);
    return injury;
}

std::vector<double> destroyed_volumes(const Model& model, const Field<double>& tissue_fraction,
                                      const Field<float>& destroyed) {
    const Grid& grid = model.grid;
    std::vector<VolumeByRegion> planes(std::size_t(grid.nz()));
    parallel_blocks(grid.nz(), [&](int k) {
        for (int j = 0; j < grid.ny(); ++j)
            for (int i = 0; i < grid.nx(); ++i) {
                const std::ptrdiff_t cell = grid.index(i, j, k);
                planes[std::size_t(k)][model.regions.region[cell]] += tissue_fraction[cell] * destroyed[cell];
            }
    });
    std::vector<double> volumes(model.regions.regions.size());
    for (const VolumeByRegion& plane : planes)
        for (std::size_t region = 0; region < volumes.size(); ++region) volumes[region] += plane[region] * grid.cell_volume();
    return volumes;
}

std::vector<double> disagreement_volumes(const ColdExposure& exposure, const std::vector<Injury>& injuries) {
    const Grid& grid = exposure.grid();
    const std::size_t laws = injuries.size();
    std::vector<double> volumes;
    for (std::size_t first = 0; first < laws; ++first)
        for (std::size_t second = 0; second < laws; ++second) {
            const Field<float>&a = injuries[first].destroyed, &b = injuries[second].destroyed;
            volumes.push_back(grid.cell_volume() * ordered_block_sum<double>(grid.nz(), [&](int k) {
                double sum = 0;
                for (int j = 0; j < grid.ny(); ++j) {
                    const std::ptrdiff_t row = grid.index(0, j, k);
                    for (std::ptrdiff_t cell = row; cell < row + grid.nx(); ++cell)
                        sum += exposure.tissue_fraction()[cell] * std::max(double(a[cell]) - b[cell], 0.0);
                }
                return sum;
            }));
        }
    return volumes;
}

Field<float> disagreement(const ColdExposure& exposure, const std::vector<Injury>& injuries) {
    const Grid& grid = exposure.grid();
    Field<float> difference(grid);
    parallel_blocks(grid.nz(), [&](int k) {
        for (int j = 0; j < grid.ny(); ++j) {
            const std::ptrdiff_t row = grid.index(0, j, k);
            for (std::ptrdiff_t cell = row; cell < row + grid.nx(); ++cell) {
                float most = 0, least = 1;
                for (const Injury& injury : injuries) {
                    most = std::max(most, injury.destroyed[cell]);
                    least = std::min(least, injury.destroyed[cell]);
                }
                difference[cell] = std::max(most - least, 0.0f);
            }
        }
    });
    return difference;
}

}  // namespace iceball
