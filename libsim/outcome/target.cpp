#include "outcome/target.hpp"

#include <limits>

#include "core/parallel.hpp"
#include "outcome/front_distance.hpp"
#include "outcome/ice_volume.hpp"

namespace iceball {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

struct Volumes {
    double target = 0, target_inside = 0, other_inside = 0;
    Volumes& operator+=(const Volumes& more) {
        target += more.target;
        target_inside += more.target_inside;
        other_inside += more.other_inside;
        return *this;
    }
};

Volumes volumes_in_cells(const IsothermReader& reader, const RegionMap& regions, int target) {
    const Grid& grid = reader.grid();
    return ordered_block_sum<Volumes>(grid.nz(), [&](int k) {
        Volumes sum;
        for (int j = 0; j < grid.ny(); ++j)
            for (int i = 0; i < grid.nx(); ++i) {
                const std::ptrdiff_t cell = grid.index(i, j, k);
                if (!reader.active(cell)) continue;
                const double tissue = reader.fraction(cell), inside = tissue * ice_fraction(reader, {i, j, k});
                if (regions.region[cell] == target) {
                    sum.target += tissue;
                    sum.target_inside += inside;
                } else {
                    sum.other_inside += inside;
                }
            }
        return sum;
    });
}

// Centres of the region's active cells that the extreme distance may belong to: those at its boundary and those on the
// given side of the isotherm.
std::vector<Vector3> telling_centres(const IsothermReader& reader, const RegionMap& regions, int region, bool below) {
    const Grid& grid = reader.grid();
    std::vector<Vector3> centres;
    for_each_cell(grid, [&](const Index3& at, std::ptrdiff_t cell) {
        if (regions.region[cell] != region || !reader.active(cell)) return;
        bool telling = reader.below(cell) == below;
        for (int axis = 0; axis < 3 && !telling; ++axis)
            telling = (at[axis] > 0 && regions.region[cell - grid.stride(axis)] != region) ||
                      (at[axis] + 1 < grid.cells()[axis] && regions.region[cell + grid.stride(axis)] != region);
        if (telling) centres.push_back(grid.cell_centre(at[0], at[1], at[2]));
    });
    return centres;
}

}  // namespace

Coverage target_coverage(const Model& model, const State& state, const Field<double>& tissue_fraction,
                         const TargetRegions& regions, double isotherm) {
    const IsothermReader reader(model, state, tissue_fraction, isotherm);
    const Volumes volumes = volumes_in_cells(reader, model.regions, regions.region);
    Coverage coverage;
    coverage.target_volume = volumes.target * model.grid.cell_volume();
    coverage.fraction_inside = volumes.target > 0 ? volumes.target_inside / volumes.target : not_a_number;
    coverage.healthy_tissue_lost = volumes.other_inside * model.grid.cell_volume();

    const FrontDistance distance(front_points(reader), model.grid.spacing());
    const auto smallest = [&](int region, double sign) {
        const std::vector<Vector3> centres = telling_centres(reader, model.regions, region, sign > 0);
        return distance.empty() || centres.empty() ? not_a_number : distance.smallest(centres, sign);
    };
    coverage.minimum_margin = smallest(regions.region, -1);
    for (int organ : regions.at_risk) coverage.distance_to_risk.push_back(smallest(organ, 1));
    return coverage;
}

}  // namespace iceball
