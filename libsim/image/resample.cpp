#include "image/resample.hpp"

#include <fmt/format.h>

#include <Eigen/LU>
#include <cmath>
#include <limits>

#include "core/error.hpp"

namespace iceball {
namespace {

// Share of a cell or voxel by which borders are moved to settle ties: above the round-off of positions that a file holds
// in 32 bits (15 nm at 300 mm), far below what matters.
constexpr double tie_shift = 1e-4;

// The corner of a grid lies on whole multiples of this [m], so that copies of an image whose positions differ by
// round-off give the same grid to the bit: a needle's coupling may jump where the needle lies in a plane of cell faces.
// The odd offset keeps positions in binary fractions of a millimetre, as images have them, off the borders of rounding.
constexpr double corner_step = 1e-5;
double snapped(double position) { return std::floor(position / corner_step + 0.637) * corner_step; }

Grid grid_between(const Vector3& lower, const Vector3& upper, double spacing) {
    if (!(spacing > 0) || !std::isfinite(spacing))
        throw InputError(fmt::format("grid: the spacing must be positive, given {} m", spacing));
    Index3 cells;
    for (int axis = 0; axis < 3; ++axis) {
        const double count = std::ceil((upper[axis] - lower[axis]) / spacing - tie_shift);
        if (!(count < 1e5))
            throw InputError(fmt::format("grid: a spacing of {:g} mm would need {:g} cells along one side", 1e3 * spacing, count));
        cells[axis] = std::max(1, int(count));
    }
    const Vector3 corner = (lower + upper) / 2 - 0.5 * spacing * Vector3(cells[0], cells[1], cells[2]);
    return Grid(cells, spacing, Vector3(snapped(corner[0]), snapped(corner[1]), snapped(corner[2])));
}

// Calls body(padded index, offset of the nearest voxel) for every cell inside the image. Returns the number outside.
template <class Body>
std::size_t for_each_sampled(const ImageGeometry& geometry, const Grid& grid, Body&& body) {
    const Eigen::Matrix3d to_index = geometry.affine.topLeftCorner<3, 3>().inverse();
    const Vector3 origin = geometry.affine.topRightCorner<3, 1>();
    const Vector3 shift = Vector3::Constant(tie_shift * geometry.voxel_edges().minCoeff());
    std::size_t outside = 0;
    for_each_cell(grid, [&](const Index3& cell, std::ptrdiff_t n) {
        const Vector3 index = to_index * (grid.cell_centre(cell[0], cell[1], cell[2]) + shift - origin);
        Index3 voxel;
        for (int axis = 0; axis < 3; ++axis) {
            const double nearest = std::floor(index[axis] + 0.5);
            if (nearest < 0 || nearest >= geometry.dims[axis]) {
                ++outside;
                return;
            }
            voxel[axis] = int(nearest);
        }
        body(n, geometry.offset(voxel[0], voxel[1], voxel[2]));
    });
    return outside;
}

template <class T>
std::vector<std::string> notes_on(const Image<T>& image, const Grid& grid, std::size_t outside) {
    std::vector<std::string> notes = image.notes;
    const Vector3 edges = 1e3 * image.geometry.voxel_edges();
    const double spacing = 1e3 * grid.spacing();
    std::string why;
    if (image.geometry.oblique()) why = "oblique";
    if (image.geometry.anisotropic()) why += why.empty() ? "anisotropic" : " and anisotropic";
    if (why.empty() && (edges.array() - spacing).abs().maxCoeff() > 1e-3 * spacing) why = "of another voxel size";
    if (!why.empty())
        notes.push_back(fmt::format("the image is {} (voxels of {:.4g} x {:.4g} x {:.4g} mm): every cell of {:.4g} mm takes "
                                    "the value of the nearest voxel",
                                    why, edges[0], edges[1], edges[2], spacing));
    if (outside > 0)
        notes.push_back(fmt::format("{} of {} cells lie outside the image", outside, grid.cell_count()));
    return notes;
}

}  // namespace

Grid grid_over(const ImageGeometry& geometry, double spacing) {
    const auto [lower, upper] = geometry.bounds();
    return grid_between(lower, upper, spacing);
}

Grid grid_around_label(const LabelImage& image, int label, double margin, double spacing) {
    if (!(margin >= 0) || !std::isfinite(margin))
        throw InputError(fmt::format("grid: the margin around label {} must not be negative, given {} m", label, margin));
    const LabelFigures figures = label_figures(image, label);
    return grid_between(figures.lower - Vector3::Constant(margin), figures.upper + Vector3::Constant(margin), spacing);
}

GridLabels resample(const LabelImage& image, const Grid& grid) {
    GridLabels result;
    result.labels = Field<std::int32_t>(grid, 0);
    result.outside = for_each_sampled(image.geometry, grid, [&](std::ptrdiff_t cell, std::size_t voxel) {
        result.labels[cell] = image.values[voxel];
    });
    result.notes = notes_on(image, grid, result.outside);
    return result;
}

GridIntensities resample(const IntensityImage& image, const Grid& grid) {
    GridIntensities result;
    result.values = Field<float>(grid, std::numeric_limits<float>::quiet_NaN());
    result.outside = for_each_sampled(image.geometry, grid, [&](std::ptrdiff_t cell, std::size_t voxel) {
        result.values[cell] = image.values[voxel];
    });
    result.notes = notes_on(image, grid, result.outside);
    return result;
}

std::size_t relabel_below(const Grid& grid, Field<std::int32_t>& labels, const GridIntensities& intensities,
                          double threshold, int from, int to) {
    std::size_t changed = 0;
    for_each_cell(grid, [&](const Index3&, std::ptrdiff_t n) {
        // NaN, outside the intensity image, is not below.
        if (labels[n] != from || !(double(intensities.values[n]) < threshold)) return;
        labels[n] = to;
        ++changed;
    });
    return changed;
}

LabelFigures label_figures(const Grid& grid, const Field<std::int32_t>& labels, int label) {
    LabelFigures figures;
    Index3 first = grid.cells(), last{-1, -1, -1};
    std::array<std::int64_t, 3> sum{};
    for_each_cell(grid, [&](const Index3& cell, std::ptrdiff_t n) {
        if (labels[n] != label) return;
        ++figures.voxels;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            sum[axis] += cell[axis];
            first[axis] = std::min(first[axis], cell[axis]);
            last[axis] = std::max(last[axis], cell[axis]);
        }
    });
    if (figures.voxels == 0) throw InputError(fmt::format("no cell of the grid has the label {}", label));
    const double count = double(figures.voxels), h = grid.spacing();
    figures.volume = count * grid.cell_volume();
    for (int axis = 0; axis < 3; ++axis) {
        figures.centroid[axis] = grid.lower()[axis] + h * (double(sum[std::size_t(axis)]) / count + 0.5);
        figures.lower[axis] = grid.lower()[axis] + h * first[std::size_t(axis)];
        figures.upper[axis] = grid.lower()[axis] + h * (last[std::size_t(axis)] + 1);
    }
    return figures;
}

}  // namespace iceball
