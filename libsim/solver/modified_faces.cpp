#include "solver/modified_faces.hpp"

#include <algorithm>

namespace iceball {
namespace {

constexpr int faces_per_block = 512;

}  // namespace

ModifiedFaces::ModifiedFaces(const Model& model, const Field<double>& tissue_fraction,
                             const std::vector<FaceFactor>& factors)
    : model_(model), law_of_pair_(model.tissues.size() * model.tissues.size(), -1) {
    const Grid& grid = model.grid;
    const auto add = [&](std::ptrdiff_t lower, std::ptrdiff_t stride, double factor, int pair, bool swapped) {
        faces_.lower.push_back(lower);
        faces_.stride.push_back(std::int32_t(stride));
        faces_.lower_tissue.push_back(std::int16_t(model.tissue_number_at(lower)));
        faces_.upper_tissue.push_back(std::int16_t(model.tissue_number_at(lower + stride)));
        faces_.factor.push_back(factor);
        faces_.pair.push_back(pair);
        faces_.swapped.push_back(swapped);
    };
    add(grid.index(0, 0, 0), 0, 1.0, -1, false);
    auto given = factors.begin();  // sorted by (cell, axis), as the loop below goes
    for_each_cell(grid, [&](const Index3& at, std::ptrdiff_t cell) {
        for (int axis = 0; axis < 3; ++axis) {
            double factor = 1.0;
            if (given != factors.end() && given->cell == cell && given->axis == axis) factor = (given++)->factor;
            if (at[axis] + 1 == grid.cells()[axis]) continue;  // an outer face
            const std::ptrdiff_t upper = cell + grid.stride(axis);
            const bool open = tissue_fraction[cell] > 0 && tissue_fraction[upper] > 0;
            if (!open) factor = 0.0;
            const int a = model.tissue_number_at(cell), b = model.tissue_number_at(upper);
            if (a == b || !open) {
                if (factor != 1.0) add(cell, grid.stride(axis), factor, -1, false);
            } else {
                add(cell, grid.stride(axis), factor, pair_of(std::min(a, b), std::max(a, b)), a > b);
            }
        }
    });
    correction_.assign(faces_.lower.size(), 0.0);
    gather_cells();
}

int ModifiedFaces::pair_of(int tissue_a, int tissue_b) {
    int& law = law_of_pair_[std::size_t(tissue_a) * model_.tissues.size() + std::size_t(tissue_b)];
    if (law < 0) {
        law = int(laws_.size());
        laws_.emplace_back(model_.tissues[std::size_t(tissue_a)].law, model_.tissues[std::size_t(tissue_b)].law);
    }
    return law;
}

void ModifiedFaces::gather_cells() {
    const Grid& grid = model_.grid;
    struct Touch {
        std::ptrdiff_t cell;
        int side;
        std::int32_t face;
    };
    std::vector<Touch> touches;
    for (std::size_t f = 1; f < faces_.lower.size(); ++f) {
        const int axis = faces_.stride[f] == 1 ? 0 : faces_.stride[f] == grid.row_stride() ? 1 : 2;
        touches.push_back({faces_.lower[f], 2 * axis + 1, std::int32_t(f)});
        touches.push_back({faces_.lower[f] + faces_.stride[f], 2 * axis, std::int32_t(f)});
    }
    std::sort(touches.begin(), touches.end(), [](const Touch& a, const Touch& b) { return a.cell < b.cell; });
    for (const Touch& touch : touches) {
        if (cells_.empty() || cells_.back().cell != touch.cell) cells_.push_back({touch.cell, {}});
        cells_.back().face[std::size_t(touch.side)] = touch.face;
    }
    const int rows = grid.ny() * grid.nz();
    row_begin_.assign(std::size_t(rows) + 1, 0);
    for (const Cell& cell : cells_) {
        const Index3 at = grid.cell_at(cell.cell);
        ++row_begin_[std::size_t(at[1] + grid.ny() * at[2]) + 1];
    }
    for (int row = 0; row < rows; ++row) row_begin_[std::size_t(row) + 1] += row_begin_[std::size_t(row)];
}

int ModifiedFaces::block_count() const {
    return int((faces_.lower.size() + faces_per_block - 1) / faces_per_block);
}

void ModifiedFaces::compute_block(int block, const Field<double>& enthalpy) {
    const std::size_t begin = std::max<std::size_t>(1, std::size_t(block) * faces_per_block);
    const std::size_t end = std::min(faces_.lower.size(), (std::size_t(block) + 1) * faces_per_block);
    const auto theta = [&](int tissue, double h) { return model_.tissues[std::size_t(tissue)].law.theta(h); };
    for (std::size_t f = begin; f < end; ++f) {
        const double lower = theta(faces_.lower_tissue[f], enthalpy[faces_.lower[f]]);
        const double upper = theta(faces_.upper_tissue[f], enthalpy[faces_.lower[f] + faces_.stride[f]]);
        const double plain = upper - lower;
        double flux = plain;
        if (faces_.pair[f] >= 0) {
            // Both mirror images take the flux into tissue a.
            const double a = faces_.swapped[f] ? upper : lower, b = faces_.swapped[f] ? lower : upper;
            const double into_a = 2.0 * (laws_[std::size_t(faces_.pair[f])].theta_a_at_face(a + b) - a);
            flux = faces_.swapped[f] ? -into_a : into_a;
        }
        correction_[f] = faces_.factor[f] * flux - plain;
    }
}

ModifiedFaces::Stiffness::Stiffness(const ModifiedFaces& faces, double lowest_temperature) {
    for (const Tissue& tissue : faces.model_.tissues) of_tissue.push_back(tissue.law.max_diffusivity(lowest_temperature));
    for (const InterfaceLaw& law : faces.laws_) of_pair.push_back(law.stiffness(lowest_temperature));
}

double ModifiedFaces::stiffness(const Cell& cell, const Stiffness& laws) const {
    const double diffusivity = laws.of_tissue[std::size_t(model_.tissue_number_at(cell.cell))];
    double total = 0;
    for (int side = 0; side < 6; ++side) {
        const std::size_t f = std::size_t(cell.face[std::size_t(side)]);
        if (faces_.pair[f] < 0) {
            total += faces_.factor[f] * diffusivity;
        } else {
            const bool is_lower = faces_.lower[f] == cell.cell;
            const InterfaceLaw::Stiffness& pair = laws.of_pair[std::size_t(faces_.pair[f])];
            total += faces_.factor[f] * (is_lower != faces_.swapped[f] ? pair.a : pair.b);
        }
    }
    return total;
}

}  // namespace iceball
