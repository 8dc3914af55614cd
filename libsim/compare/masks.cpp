#include "compare/masks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/parallel.hpp"

namespace iceball {
namespace {

using Mask = std::vector<std::uint8_t>;

// Offsets of cells packed x fastest.
struct Packed {
    Index3 cells;
    std::size_t offset(int i, int j, int k) const {
        return std::size_t(i) + std::size_t(cells[0]) * (std::size_t(j) + std::size_t(cells[1]) * std::size_t(k));
    }
    std::size_t stride(int axis) const {
        return axis == 0 ? 1 : axis == 1 ? std::size_t(cells[0]) : std::size_t(cells[0]) * std::size_t(cells[1]);
    }
};

Mask surface_of(const Packed& box, const Mask& mask) {
    Mask surface(mask.size(), 0);
    for (int k = 0; k < box.cells[2]; ++k)
        for (int j = 0; j < box.cells[1]; ++j)
            for (int i = 0; i < box.cells[0]; ++i) {
                const std::size_t at = box.offset(i, j, k);
                if (!mask[at]) continue;
                const Index3 index{i, j, k};
                for (int axis = 0; axis < 3 && !surface[at]; ++axis)
                    surface[at] = index[axis] == 0 || index[axis] == box.cells[axis] - 1 || !mask[at - box.stride(axis)] ||
                                  !mask[at + box.stride(axis)];
            }
    return surface;
}

// Squared distances along one line of n values: g(x) = min over y of f(y) + (x - y)^2, the lower envelope of parabolas.
void transform_line(std::vector<double>& f, std::vector<double>& g, std::vector<int>& apex, std::vector<double>& from, int n) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    int last = -1;
    for (int x = 0; x < n; ++x) {
        if (f[std::size_t(x)] == infinity) continue;
        double start = -infinity;
        for (; last >= 0; --last) {
            const int y = apex[std::size_t(last)];
            start = (f[std::size_t(x)] + double(x) * x - f[std::size_t(y)] - double(y) * y) / (2.0 * (x - y));
            if (start > from[std::size_t(last)]) break;
            start = -infinity;
        }
        ++last;
        apex[std::size_t(last)] = x;
        from[std::size_t(last)] = start;
    }
    for (int x = 0, piece = 0; x < n; ++x) {
        if (last < 0) {
            g[std::size_t(x)] = infinity;
            continue;
        }
        while (piece < last && from[std::size_t(piece) + 1] < x) ++piece;
        const double away = x - apex[std::size_t(piece)];
        g[std::size_t(x)] = f[std::size_t(apex[std::size_t(piece)])] + away * away;
    }
}

// Squared distance of every cell to the nearest marked one, in cells.
std::vector<double> squared_distances(const Packed& box, const Mask& marked) {
    std::vector<double> distance(marked.size());
    std::transform(marked.begin(), marked.end(), distance.begin(),
                   [](std::uint8_t mark) { return mark ? 0.0 : std::numeric_limits<double>::infinity(); });
    for (int axis = 0; axis < 3; ++axis) {
        const int n = box.cells[axis], u = (axis + 1) % 3, v = (axis + 2) % 3;
        parallel_blocks(box.cells[v], [&](int b) {
            const auto length = std::size_t(n);
            std::vector<double> f(length), g(length), from(length);
            std::vector<int> apex(length);
            for (int a = 0; a < box.cells[u]; ++a) {
                const std::size_t first = std::size_t(a) * box.stride(u) + std::size_t(b) * box.stride(v);
                for (int x = 0; x < n; ++x) f[std::size_t(x)] = distance[first + std::size_t(x) * box.stride(axis)];
                transform_line(f, g, apex, from, n);
                for (int x = 0; x < n; ++x) distance[first + std::size_t(x) * box.stride(axis)] = g[std::size_t(x)];
            }
        });
    }
    return distance;
}

struct SetFigures {
    double cells = 0;
    Vector3 sum{0, 0, 0};
    Vector3 centroid() const { return sum / cells; }
};

SetFigures figures_of(const Packed& box, const Mask& mask) {
    SetFigures figures;
    for (int k = 0; k < box.cells[2]; ++k)
        for (int j = 0; j < box.cells[1]; ++j)
            for (int i = 0; i < box.cells[0]; ++i)
                if (mask[box.offset(i, j, k)]) {
                    figures.cells += 1;
                    figures.sum += Vector3(i, j, k);
                }
    return figures;
}

}  // namespace

MaskComparison compare_masks(const Grid& grid, const Mask& a, const Mask& b) {
    if (a.size() != grid.cell_count() || b.size() != grid.cell_count())
        throw InputError("the sets to be compared do not have one value for every cell of the grid");
    const Packed box{grid.cells()};
    const SetFigures in_a = figures_of(box, a), in_b = figures_of(box, b);
    if (in_a.cells + in_b.cells == 0) throw InputError("both sets to be compared are empty");
    double common = 0;
    for (std::size_t n = 0; n < a.size(); ++n) common += a[n] && b[n];

    MaskComparison result;
    result.volume_a = in_a.cells * grid.cell_volume();
    result.volume_b = in_b.cells * grid.cell_volume();
    result.common = common * grid.cell_volume();
    result.dice = 2 * common / (in_a.cells + in_b.cells);
    if (in_a.cells == 0 || in_b.cells == 0) {
        result.hausdorff = result.mean_distance = result.centroid_distance = std::numeric_limits<double>::quiet_NaN();
        return result;
    }
    result.centroid_distance = (in_a.centroid() - in_b.centroid()).norm() * grid.spacing();
    const Mask surface_a = surface_of(box, a), surface_b = surface_of(box, b);
    double worst = 0, sum = 0, count = 0;
    const auto measure = [&](const Mask& surface, const std::vector<double>& to_other) {
        for (std::size_t n = 0; n < surface.size(); ++n) {
            if (!surface[n]) continue;
            worst = std::max(worst, to_other[n]);
            sum += std::sqrt(to_other[n]);
            count += 1;
        }
    };
    measure(surface_a, squared_distances(box, surface_b));
    measure(surface_b, squared_distances(box, surface_a));
    result.hausdorff = std::sqrt(worst) * grid.spacing();
    result.mean_distance = sum / count * grid.spacing();
    return result;
}

}  // namespace iceball
