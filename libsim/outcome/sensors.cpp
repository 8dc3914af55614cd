#include "outcome/sensors.hpp"

#include <algorithm>
#include <cmath>

namespace iceball {

PointReader::PointReader(const Model& model, const Field<double>& tissue_fraction, const Vector3& point)
    : model_(&model) {
    const Grid& grid = model.grid;
    grid.cell_of(point);  // throws outside the box
    Index3 base;
    Vector3 along;
    for (int axis = 0; axis < 3; ++axis) {
        const double position = (point[axis] - grid.lower()[axis]) / grid.spacing() - 0.5;
        base[axis] = std::clamp(int(std::floor(position)), 0, std::max(grid.cells()[axis] - 2, 0));
        along[axis] = grid.cells()[axis] > 1 ? position - base[axis] : 0;
    }
    std::vector<WallCell> all_walls;
    bool all_walls_known = false;
    for (int corner = 0; corner < 8; ++corner) {
        double weight = 1;
        Index3 at = base;
        for (int axis = 0; axis < 3; ++axis) {
            const bool upper = (corner >> axis & 1) != 0;
            weight *= upper ? along[axis] : 1 - along[axis];
            at[axis] += upper;
        }
        if (weight == 0) continue;
        Corner kept{grid.index(at[0], at[1], at[2]), weight, -1};
        if (tissue_fraction[kept.cell] == 0) {
            if (!all_walls_known) all_walls = wall_cells(model, tissue_fraction), all_walls_known = true;
            kept.wall = int(walls_.size());
            walls_.push_back(*std::find_if(all_walls.begin(), all_walls.end(),
                                           [&](const WallCell& wall) { return wall.cell == kept.cell; }));
        }
        corners_.push_back(kept);
    }
}

const ThermalLaw* PointReader::common_law() const {
    int common = -1;
    for (const Corner& corner : corners_) {
        if (corner.wall >= 0) continue;
        const int own = model_->tissue_number_at(corner.cell);
        if (common >= 0 && own != common) return nullptr;
        common = own;
    }
    return common < 0 ? nullptr : &model_->tissues[std::size_t(common)].law;
}

double PointReader::temperature(const State& state) const {
    const ThermalLaw* const law = common_law();
    double sum = 0;
    for (const Corner& corner : corners_) {
        double value = 0;
        if (corner.wall >= 0) {
            value = wall_temperature(*model_, state, walls_[std::size_t(corner.wall)]);
            if (law) value = law->theta_at(value);
        } else if (law) {
            value = law->theta(state.enthalpy[corner.cell]);
        } else {
            value = model_->tissue_at(corner.cell).law.temperature(state.enthalpy[corner.cell]);
        }
        sum += corner.weight * value;
    }
    return law ? law->temperature_where(0, sum) : sum;
}

void SensorRecorder::begin(const Model&, const State& state) {
    if (state.time == 0) tell(state);
}

void SensorRecorder::after_step(const Model&, const State& state, const Ledger&, const StepReport&) { tell(state); }

void SensorRecorder::tell(const State& state) {
    temperatures_.clear();
    for (const PointReader& point : points_) temperatures_.push_back(point.temperature(state));
    sink_(state.time, temperatures_);
}

}  // namespace iceball
