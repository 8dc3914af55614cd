#include "probe/cut_cell.hpp"

#include <Eigen/Geometry>

#include <map>
#include <numbers>

#include "probe/gauss.hpp"

namespace iceball {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double grazed = 1e-6;  // a wall that touches a line for less of the edge does not cut it: round-off would decide
constexpr double alike = 1e-9;  // components of a unit vector that differ by less are the same but for round-off

// Coordinates u in (0, edge) at which lines origin + u across + t along change how they meet the body.
void add_breaks(const NeedleBody& body, const Vector3& origin, const Vector3& across, const Vector3& along, double edge,
                std::vector<double>& breaks) {
    const auto add = [&](double u) {
        if (u > 1e-9 * edge && u < (1 - 1e-9) * edge) breaks.push_back(u);
    };
    // Tangent to the lateral wall: the distance between the line and the axis is linear in u.
    const Vector3 normal = along.cross(body.axis());
    const double size = normal.norm();
    if (size > 1e-9) {
        const double at_0 = (origin - body.from()).dot(normal) / size, slope = across.dot(normal) / size;
        if (std::abs(slope) > 1e-9)
            for (double side : {-1.0, 1.0}) add((side * body.radius() - at_0) / slope);
    }
    // Passes an end, taken half-way along the line.
    const double z_0 = (origin + 0.5 * edge * along - body.from()).dot(body.axis()), rise = across.dot(body.axis());
    if (std::abs(rise) > 1e-9)
        for (double end : {0.0, body.length()}) add((end - z_0) / rise);
}

void sort_and_close(std::vector<double>& breaks, double edge) {
    breaks.push_back(0);
    breaks.push_back(edge);
    std::sort(breaks.begin(), breaks.end());
}

// The open pieces of the line origin + t along, 0 <= t <= edge.
void open_pieces(const Vector3& origin, const Vector3& along, double edge, std::span<const NeedleBody> bodies,
                 std::vector<std::pair<double, double>>& pieces) {
    pieces.assign(1, {0.0, edge});
    for (const NeedleBody& body : bodies) {
        const auto [in, out] = body.inside(origin, along);
        if (!(out - in > grazed * edge)) continue;
        for (std::size_t n = 0, count = pieces.size(); n < count; ++n) {
            const auto [t0, t1] = pieces[n];
            pieces[n] = {t0, std::min(t1, in)};
            pieces.push_back({std::max(t0, out), t1});
        }
        std::erase_if(pieces, [](const auto& piece) { return !(piece.first < piece.second); });
    }
}

// Out of the needle, into the tissue.
Vector3 wall_normal(const NeedleBody& body, const WallPanel& panel, double angle) {
    const Vector3 radial = body.point(1, 0, angle) - body.from();
    return ((panel.z_1 - panel.z_0) * radial - (panel.rho_1 - panel.rho_0) * body.axis()) / panel.length();
}

// By how much the flux out of a wall differs around a ring from its mean, the panel's charge density: phi is 1 inside a
// needle but for what other needles and images make beyond their mean over the ring, and that much passes through
// [1/m]. Linear between angles.
class WallTraffic {
 public:
    WallTraffic(const WallPotential& potential, int number) {
        if (potential.alone()) return;
        const NeedleBody& body = potential.bodies()[std::size_t(number)].body;
        for (const WallPanel& panel : potential.panels(number)) {
            double mean = 0;
            for (int turn = 0; turn < turns; ++turn) {
                const double angle = 2 * pi * turn / turns;
                const Vector3 middle =
                    body.point(0.5 * (panel.rho_0 + panel.rho_1), 0.5 * (panel.z_0 + panel.z_1), angle);
                densities_.push_back(potential.flux_of_others(number, middle).dot(wall_normal(body, panel, angle)));
                mean += densities_.back() / turns;
            }
            for (auto density = densities_.end() - turns; density != densities_.end(); ++density) *density -= mean;
        }
    }

    double density(std::size_t panel, double angle) const {
        if (densities_.empty()) return 0;
        const double in_turns = angle / (2 * pi) * turns;
        const int turn = int(in_turns);
        const double share = in_turns - turn;
        const double* row = densities_.data() + panel * turns;
        return (1 - share) * row[turn % turns] + share * row[(turn + 1) % turns];
    }

 private:
    static constexpr int turns = 48;
    std::vector<double> densities_;
};

}  // namespace

Vector3 Square::middle() const {
    Vector3 x = lower;
    for (int other = 1; other < 3; ++other) x[(axis + other) % 3] += 0.5 * edge;
    return x;
}

namespace {

// Adds the points on lines along v_axis; weight: of all of them.
void add_open_points(const Square& square, std::span<const NeedleBody> bodies, bool for_area_only, int u_axis, int v_axis,
                     double weight, std::vector<OpenPoint>& points) {
    const Vector3 across = Vector3::Unit(u_axis), along = Vector3::Unit(v_axis);
    std::vector<double> breaks;
    for (const NeedleBody& body : bodies) add_breaks(body, square.lower, across, along, square.edge, breaks);
    sort_and_close(breaks, square.edge);
    std::vector<std::pair<double, double>> pieces;
    for (std::size_t b = 0; b + 1 < breaks.size(); ++b) {
        const double whole = breaks[b + 1] - breaks[b];
        const int strips = std::max(1, int(std::ceil(4 * whole / square.edge - 1e-9)));
        for (int strip = 0; strip < strips; ++strip)
            for (std::size_t g = 0; g < 3; ++g) {
                const double u = breaks[b] + whole * (strip + gauss_3.node[g]) / strips;
                const double width = weight * whole / strips * gauss_3.weight[g];
                const Vector3 origin = square.lower + u * across;
                open_pieces(origin, along, square.edge, bodies, pieces);
                for (const auto& [t0, t1] : pieces) {
                    const double length = t1 - t0;
                    if (for_area_only) {
                        points.push_back({origin + 0.5 * (t0 + t1) * along, width * length});
                        continue;
                    }
                    for (std::size_t m = 0; m < 4; ++m)
                        points.push_back({origin + (t0 + length * gauss_4.node[m]) * along,
                                          width * length * gauss_4.weight[m]});
                }
            }
    }
}

}  // namespace

void open_points(const Square& square, std::span<const NeedleBody> bodies, bool for_area_only,
                 std::vector<OpenPoint>& points) {
    points.clear();
    const int first = (square.axis + 1) % 3, second = (square.axis + 2) % 3;
    // Lines run as much across the needle as they can; where they can do so both ways, half of them each way, so that a
    // model that lies otherwise in space has the same factors.
    const Vector3& needle = bodies.front().axis();
    const double leaning = std::abs(needle[second]) - std::abs(needle[first]);
    if (std::abs(leaning) < alike) {
        add_open_points(square, bodies, for_area_only, first, second, 0.5, points);
        add_open_points(square, bodies, for_area_only, second, first, 0.5, points);
    } else if (leaning > 0) {
        add_open_points(square, bodies, for_area_only, second, first, 1, points);
    } else {
        add_open_points(square, bodies, for_area_only, first, second, 1, points);
    }
}

double open_share(const Square& square, std::span<const NeedleBody> bodies) {
    const Vector3 middle = square.middle();
    const bool near = std::any_of(bodies.begin(), bodies.end(), [&](const NeedleBody& body) {
        return body.distance(middle) < 0.75 * square.edge;
    });
    if (!near) return 1;
    std::vector<OpenPoint> points;
    open_points(square, bodies, true, points);
    double area = 0;
    for (const OpenPoint& point : points) area += point.area;
    return std::clamp(area / (square.edge * square.edge), 0.0, 1.0);
}

namespace {

// The share of a cell that a body covers, from squares stacked along an axis.
double covered_share(const NeedleBody& body, const Vector3& middle, double h, int stacking) {
    Square square{stacking, middle - Vector3::Constant(0.5 * h), h};
    const double bottom = square.lower[stacking];
    std::vector<double> breaks;
    const double rise = body.axis()[stacking];
    for (double end : {0.0, body.length()}) {
        Vector3 corner = middle;
        corner[stacking] = bottom;
        const double u = (end - (corner - body.from()).dot(body.axis())) / rise;
        if (u > 0 && u < h) breaks.push_back(u);
    }
    sort_and_close(breaks, h);
    double covered = 0;
    for (std::size_t b = 0; b + 1 < breaks.size(); ++b) {
        const double whole = breaks[b + 1] - breaks[b];
        const int slabs = std::max(1, int(std::ceil(4 * whole / h - 1e-9)));
        for (int slab = 0; slab < slabs; ++slab)
            for (std::size_t g = 0; g < 3; ++g) {
                square.lower[stacking] = bottom + breaks[b] + whole * (slab + gauss_3.node[g]) / slabs;
                covered += whole / slabs / h * gauss_3.weight[g] * (1 - open_share(square, {&body, 1}));
            }
    }
    return covered;
}

}  // namespace

std::vector<CellShare> covered_volumes(const Grid& grid, const NeedleBody& body, std::optional<double> volume_in_box) {
    const double h = grid.spacing();
    // Squares are stacked as much along the needle as they can, along several axes alike in their mean.
    std::vector<int> stackings;
    const double steepest = body.axis().cwiseAbs().maxCoeff();
    for (int axis = 0; axis < 3; ++axis)
        if (std::abs(body.axis()[axis]) > steepest - alike) stackings.push_back(axis);
    std::vector<CellShare> shares;
    double total = 0;
    for_cells_around(grid, body, h, [&](const Index3& c) {
        const Vector3 middle = grid.cell_centre(c[0], c[1], c[2]);
        if (body.distance(middle) > 0.87 * h) return;
        double covered = 0;
        for (int stacking : stackings) covered += covered_share(body, middle, h, stacking) / double(stackings.size());
        if (covered <= 0) return;
        shares.push_back({grid.index(c[0], c[1], c[2]), covered});
        total += covered;
    });
    if (volume_in_box && total > 0)
        for (CellShare& cell : shares) cell.share *= *volume_in_box / grid.cell_volume() / total;
    std::sort(shares.begin(), shares.end(), [](const auto& a, const auto& b) { return a.cell < b.cell; });
    return shares;
}

std::vector<CellCharge> wall_charges(const Grid& grid, const WallPotential& potential, int number, int nodes) {
    constexpr int generatrices = 1032;  // a multiple of 8 and 6: needle_body.hpp, across
    const NeedleBody& body = potential.bodies()[std::size_t(number)].body;
    const std::vector<WallPanel>& panels = potential.panels(number);
    const WallTraffic traffic(potential, number);
    struct Sum {
        double charge = 0, phi = 0;
    };
    std::map<std::pair<std::ptrdiff_t, int>, Sum> charges;
    std::vector<double> cuts;
    for (int g = 0; g < generatrices; ++g) {
        const double angle = 2 * pi * (g + 0.5) / generatrices;
        for (std::size_t p = 0; p < panels.size(); ++p) {
            const WallPanel& panel = panels[p];
            if (panel.shaft) continue;
            const double density = panel.flux + traffic.density(p, angle);
            const Vector3 start = body.point(panel.rho_0, panel.z_0, angle);
            const Vector3 step = body.point(panel.rho_1, panel.z_1, angle) - start;
            cuts.assign({0.0, 1.0});
            for (int axis = 0; axis < 3; ++axis) {
                const double x0 = (start[axis] - grid.lower()[axis]) / grid.spacing(), dx = step[axis] / grid.spacing();
                for (double plane = std::ceil(std::min(x0, x0 + dx)); plane < std::max(x0, x0 + dx); ++plane) {
                    const double t = (plane - x0) / dx;
                    if (t > 0 && t < 1) cuts.push_back(t);
                }
            }
            for (int node = 1; node < nodes; ++node) {
                const double t = (node * body.length() / nodes - panel.z_0) / (panel.z_1 - panel.z_0);
                if (t > 0 && t < 1) cuts.push_back(t);
            }
            std::sort(cuts.begin(), cuts.end());
            // A wall in a face of the grid belongs to the cell on its tissue side.
            const Vector3 outward = 1e-6 * grid.spacing() * wall_normal(body, panel, angle);
            for (std::size_t n = 0; n + 1 < cuts.size(); ++n) {
                const double t = 0.5 * (cuts[n] + cuts[n + 1]);
                const Vector3 x = start + t * step + outward;
                if (!grid.contains(x)) continue;
                const double rho = panel.rho_0 + t * (panel.rho_1 - panel.rho_0);
                const double z = panel.z_0 + t * (panel.z_1 - panel.z_0);
                const double area = 2 * pi / generatrices * rho * (cuts[n + 1] - cuts[n]) * panel.length();
                const Index3 c = grid.cell_of(x);
                const int node = std::clamp(int(z / body.length() * nodes), 0, nodes - 1);
                Sum& sum = charges[{grid.index(c[0], c[1], c[2]), node}];
                sum.charge += area * density;
                sum.phi += area * density * panel.phi;
            }
        }
    }
    std::vector<CellCharge> result;
    result.reserve(charges.size());
    for (const auto& [key, sum] : charges)
        result.push_back({key.first, key.second, sum.charge, sum.charge > 0 ? sum.phi / sum.charge : 1});
    return result;
}

}  // namespace iceball
