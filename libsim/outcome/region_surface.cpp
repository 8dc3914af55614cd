#include "outcome/region_surface.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "grid/shape_surface.hpp"

namespace iceball {
namespace {

constexpr double tolerance = 1e-6;  // cells

class SurfaceSampler {
 public:
    SurfaceSampler(const Model& model, const Field<double>& tissue_fraction, int region)
        : model_(model), grid_(model.grid), tissue_fraction_(tissue_fraction), region_(region) {}

    std::vector<SurfacePoint> points() {
        for_each_cell(grid_, [&](const Index3& at, std::ptrdiff_t cell) { look_at(at, cell); });
        return std::move(points_);
    }

 private:
    bool inside(const Index3& at) const {
        for (int axis = 0; axis < 3; ++axis)
            if (at[axis] < 0 || at[axis] >= grid_.cells()[axis]) return false;
        return true;
    }
    std::ptrdiff_t index(const Index3& at) const { return grid_.index(at[0], at[1], at[2]); }
    int region_at(const Index3& at) const { return model_.regions.region[index(at)]; }
    const std::optional<Shape>& shape(int region) const { return model_.regions.regions[std::size_t(region)].shape; }

    void look_at(const Index3& at, std::ptrdiff_t cell) {
        const int own = model_.regions.region[cell];
        const bool of_region = own == region_;
        if (of_region && !(tissue_fraction_[cell] > 0)) return;
        if (!of_region && !(region_ > own && shape(region_))) return;
        std::set<int> shapes;  // onto which this centre is projected
        for (int dz = -1; dz <= 1; ++dz)
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx) {
                    const Index3 next{at[0] + dx, at[1] + dy, at[2] + dz};
                    if (!inside(next)) continue;
                    const int other = region_at(next);
                    if (!of_region) {
                        if (other == region_ && tissue_fraction_[index(next)] > 0) shapes.insert(region_);
                    } else if (other > region_ && shape(other)) {
                        shapes.insert(other);
                    } else if (other != region_ && !shape(std::max(other, region_)) &&
                               std::abs(dx) + std::abs(dy) + std::abs(dz) == 1) {
                        add_between(at, next);
                    }
                }
        const Vector3 centre = grid_.cell_centre(at[0], at[1], at[2]);
        for (int other : shapes) {
            const Vector3 foot = closest_surface_point(*shape(other), centre);
            if (in_region(model_, region_, foot)) points_.push_back({foot, other});
        }
    }

    // Weighted share of the region among the 27 cells around; beyond the box it goes on as at its faces.
    double share(const Index3& at) const {
        int sum = 0;
        for (int dz = -1; dz <= 1; ++dz)
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx) {
                    Index3 next{at[0] + dx, at[1] + dy, at[2] + dz};
                    for (int axis = 0; axis < 3; ++axis) next[axis] = std::clamp(next[axis], 0, grid_.cells()[axis] - 1);
                    if (region_at(next) == region_) sum += (2 - std::abs(dx)) * (2 - std::abs(dy)) * (2 - std::abs(dz));
                }
        return sum / 64.0;
    }

    // The crossing between the centre of a cell of the region and that of its neighbour through a face.
    void add_between(const Index3& at, const Index3& next) {
        const double here = share(at), there = share(next);
        const double along = here > 0.5 && there < 0.5 ? (here - 0.5) / (here - there) : here > 0.5 ? 1 : 0;
        const Vector3 from = grid_.cell_centre(at[0], at[1], at[2]), to = grid_.cell_centre(next[0], next[1], next[2]);
        points_.push_back({from + along * (to - from), -1});
    }

    const Model& model_;
    const Grid& grid_;
    const Field<double>& tissue_fraction_;
    int region_;
    std::vector<SurfacePoint> points_;
};

}  // namespace

std::vector<SurfacePoint> region_surface(const Model& model, const Field<double>& tissue_fraction, int region) {
    return SurfaceSampler(model, tissue_fraction, region).points();
}

bool in_region(const Model& model, int region, const Vector3& point) {
    const std::vector<Region>& regions = model.regions.regions;
    if (!model.grid.contains(point)) return false;
    const Index3 at = model.grid.cell_of(point);
    const std::optional<Shape>& own = regions[std::size_t(region)].shape;
    if (!own) return model.regions.region[model.grid.index(at[0], at[1], at[2])] == region;
    const double slack = tolerance * model.grid.spacing();
    if (signed_distance(*own, point) > slack) return false;
    for (std::size_t later = std::size_t(region) + 1; later < regions.size(); ++later)
        if (regions[later].shape && signed_distance(*regions[later].shape, point) < -slack) return false;
    return true;
}

}  // namespace iceball
