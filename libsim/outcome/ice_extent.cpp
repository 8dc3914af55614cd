#include "outcome/ice_extent.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace iceball {
namespace {

constexpr double cap_radius = 2;    // cells
constexpr double cap_rise = 0.25;   // largest accepted distance of the cap's tip from the outermost point, cells
constexpr int cap_points = 9;       // at least, for six unknowns

// Where cells below the isotherm touch a face of the box.
void add_face_points(const IsothermReader& reader, std::vector<Vector3>& points) {
    const Grid& grid = reader.grid();
    for (int axis = 0; axis < 3; ++axis)
        for (int side : {0, 1}) {
            const int u = (axis + 1) % 3, v = (axis + 2) % 3;
            Index3 cell{};
            cell[axis] = side == 0 ? 0 : grid.cells()[axis] - 1;
            for (cell[u] = 0; cell[u] < grid.cells()[u]; ++cell[u])
                for (cell[v] = 0; cell[v] < grid.cells()[v]; ++cell[v]) {
                    const std::ptrdiff_t index = grid.index(cell[0], cell[1], cell[2]);
                    if (!reader.active(index) || !reader.below(index)) continue;
                    Vector3 point = grid.cell_centre(cell[0], cell[1], cell[2]);
                    point[axis] += (side == 0 ? -0.5 : 0.5) * grid.spacing();
                    points.push_back(point);
                }
        }
}

// Largest direction . p over the surface that the points sample.
double reach(const std::vector<Vector3>& points, const Vector3& direction, double spacing) {
    const Vector3& outermost = *std::max_element(points.begin(), points.end(), [&](const Vector3& a, const Vector3& b) {
        return direction.dot(a) < direction.dot(b);
    });
    const double top = direction.dot(outermost);
    const Vector3 u = direction.unitOrthogonal(), v = direction.cross(u);

    // Height over the outermost point as a quadratic of the position across, all in cells.
    using Row = Eigen::Matrix<double, 6, 1>;
    Eigen::Matrix<double, 6, 6> normal = Eigen::Matrix<double, 6, 6>::Zero();
    Row right = Row::Zero();
    int count = 0;
    for (const Vector3& point : points) {
        const Vector3 offset = (point - outermost) / spacing;
        const double height = direction.dot(offset), s = u.dot(offset), t = v.dot(offset);
        if (s * s + t * t > cap_radius * cap_radius || height < -cap_radius) continue;
        Row row;
        row << 1, s, t, 0.5 * s * s, s * t, 0.5 * t * t;
        normal += row * row.transpose();
        right += height * row;
        ++count;
    }
    if (count < cap_points) return top;
    const Row fit = normal.ldlt().solve(right);
    const double determinant = fit[3] * fit[5] - fit[4] * fit[4];
    if (!fit.allFinite() || !(fit[3] < 0) || !(determinant > 0)) return top;
    const double s = (fit[4] * fit[2] - fit[5] * fit[1]) / determinant;
    const double t = (fit[4] * fit[1] - fit[3] * fit[2]) / determinant;
    const double rise = fit[0] + 0.5 * (fit[1] * s + fit[2] * t);
    if (s * s + t * t > 1 || std::abs(rise) > cap_rise) return top;
    return top + rise * spacing;
}

}  // namespace

std::vector<double> ice_extents(const IsothermReader& reader, const std::vector<FrontPoint>& front,
                                const std::vector<Vector3>& directions) {
    std::vector<Vector3> points;
    points.reserve(front.size());
    for (const FrontPoint& point : front) points.push_back(point.position);
    add_face_points(reader, points);
    std::vector<double> extents;
    extents.reserve(directions.size());
    for (const Vector3& direction : directions)
        extents.push_back(points.empty() ? 0
                                         : reach(points, direction, reader.grid().spacing()) +
                                               reach(points, -direction, reader.grid().spacing()));
    return extents;
}

int ice_parts(const IsothermReader& reader, const State& state, const std::vector<WallCell>& needles) {
    const Grid& grid = reader.grid();
    constexpr std::int32_t none = -1;
    Field<std::int32_t> number(grid, none);
    std::vector<std::int32_t> parent;
    const auto add = [&](std::ptrdiff_t cell) {
        number[cell] = std::int32_t(parent.size());
        parent.push_back(number[cell]);
    };
    for (const WallCell& cell : needles)
        if (wall_temperature(reader.model(), state, cell) < reader.isotherm()) add(cell.cell);
    const auto root = [&](std::int32_t member) {
        while (parent[member] != member) member = parent[member] = parent[parent[member]];
        return member;
    };
    for_each_cell(grid, [&](const Index3&, std::ptrdiff_t cell) {
        if (number[cell] == none && reader.active(cell) && reader.below(cell)) add(cell);
        if (number[cell] == none) return;
        for (int axis = 0; axis < 3; ++axis) {
            const std::ptrdiff_t lower = cell - grid.stride(axis);  // a ghost holds none
            if (number[lower] != none) parent[root(number[lower])] = root(number[cell]);
        }
    });
    int parts = 0;
    for (std::size_t member = 0; member < parent.size(); ++member) parts += parent[member] == std::int32_t(member);
    return parts;
}

}  // namespace iceball
