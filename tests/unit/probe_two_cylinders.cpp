// A needle beside a mirror or a cold plane, which is one of two long cylinders: the discrete steady field, with the
// coupling's face factors and links, against the exact one.
//
// Exact, for cylinders of radius a around (+-d, 0): phi = ln(1 / r1) + s ln(1 / r2) + sum c_n [cos(n t1) / r1^n
// + s cos(n t2) / r2^n], constant on the wall, angles from each centre away from the other; s = 1 beside a mirror, -1 beside a
// plane held at 0. A needle gives off 2 pi per length. For s = -1 the wall is at arcosh(d / a) (bipolar coordinates;
// Carslaw & Jaeger 1959, Conduction of heat in solids, 16.13).
#include <catch2/catch.hpp>

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "probe/coupling.hpp"

using namespace iceball;
using std::numbers::pi;

namespace {

constexpr double radius = 1.2e-3;

class TwoCylinders {
 public:
    TwoCylinders(double distance, int sign) : d_(distance), sign_(sign), coefficients_(Eigen::VectorXd::Zero(terms)) {
        // Least squares on the wall for the coefficients and, last, the value there.
        const int points = 64;
        Eigen::MatrixXd matrix(points, terms + 1);
        Eigen::VectorXd right(points);
        for (int p = 0; p < points; ++p) {
            const double angle = pi * (p + 0.5) / points;
            const double x = d_ + radius * std::cos(angle), y = radius * std::sin(angle);
            right[p] = -logarithms(x, y);
            for (int n = 0; n < terms; ++n) matrix(p, n) = term(n + 1, x, y);
            matrix(p, terms) = -1;
        }
        const Eigen::VectorXd solved = matrix.colPivHouseholderQr().solve(right);
        coefficients_ = solved.head(terms);
        wall_ = solved[terms];
    }
    double wall() const { return wall_; }
    double operator()(double x, double y) const {
        double sum = logarithms(x, y);
        for (int n = 0; n < terms; ++n) sum += coefficients_[n] * term(n + 1, x, y);
        return sum;
    }

 private:
    static constexpr int terms = 10;
    // Lengths in units of the radius.
    double logarithms(double x, double y) const {
        return -std::log(std::hypot(x - d_, y) / radius) - sign_ * std::log(std::hypot(x + d_, y) / radius);
    }
    double term(int n, double x, double y) const {
        const auto one = [&](double u) {
            return std::cos(n * std::atan2(y, u)) / std::pow(std::hypot(u, y) / radius, n);
        };
        return one(x - d_) + sign_ * one(-x - d_);
    }

    double d_;
    int sign_;
    Eigen::VectorXd coefficients_;
    double wall_ = 0;
};

// What the needle gives off per length in the discrete steady field whose outermost cells but those at x = 0 have exact values.
double discrete_flux(double spacing, double distance, int sign, const TwoCylinders& exact) {
    const int nx = int(std::lround(14e-3 / spacing)), ny = int(std::lround(20e-3 / spacing));
    const Grid grid({nx, ny, 1}, spacing, Vector3(0, -10e-3, 0));
    Boundaries boundaries;
    boundaries.fill(Insulated{});
    if (sign < 0) boundaries[std::size_t(Face::x_min)] = FixedTemperature{0};
    const Needle needle{"A", {Vector3(distance, 0.3e-3, 0), Vector3::UnitZ(), radius, 0, spacing}, nullptr, 0};
    const Coupling coupling = couple(grid, boundaries, {needle}, {true});

    struct Cell {
        double value = 0, diagonal = 0, wall = 0;
        double upper[2] = {1, 1};  // factors of the faces at the upper sides along x and y
        bool fixed = false;
    };
    std::vector<Cell> cells(std::size_t(nx * ny));
    const auto at = [&](int i, int j) -> Cell& { return cells[std::size_t(j * nx + i)]; };
    const auto of = [&](std::ptrdiff_t index) -> Cell& { return at(grid.cell_at(index)[0], grid.cell_at(index)[1]); };
    for (const FaceFactor& face : coupling.faces)
        if (face.axis < 2) of(face.cell).upper[face.axis] = face.factor;
    for (const WallLink& link : coupling.links) of(link.cell).wall += link.conductance / spacing;
    for (int j = 0; j < ny; ++j)
        for (int i = 0; i < nx; ++i) {
            Cell& cell = at(i, j);
            const Vector3 x = grid.cell_centre(i, j, 0);
            cell.fixed = i == nx - 1 || j == 0 || j == ny - 1;
            if (cell.fixed) cell.value = exact(x.x(), x.y() - 0.3e-3);
            if (cell.fixed) continue;
            cell.diagonal = cell.upper[0] + cell.upper[1] + at(i, j - 1).upper[1] + cell.wall;
            cell.diagonal += i > 0 ? at(i - 1, j).upper[0] : (sign < 0 ? 2.0 : 0.0);
        }
    for (const std::ptrdiff_t inactive : coupling.inactive) of(inactive).fixed = true;
    double change = 1;
    for (int sweep = 0; sweep < 20000 && change > 1e-10; ++sweep) {
        change = 0;
        for (int j = 1; j < ny - 1; ++j)
            for (int i = 0; i < nx - 1; ++i) {
                Cell& cell = at(i, j);
                if (cell.fixed) continue;
                double sum = cell.wall * exact.wall() + cell.upper[0] * at(i + 1, j).value +
                             cell.upper[1] * at(i, j + 1).value + at(i, j - 1).upper[1] * at(i, j - 1).value;
                if (i > 0) sum += at(i - 1, j).upper[0] * at(i - 1, j).value;
                const double step = 1.9 * (sum / cell.diagonal - cell.value);
                cell.value += step;
                change = std::max(change, std::abs(step));
            }
    }
    double flux = 0;
    for (const Cell& cell : cells) flux += cell.wall * (exact.wall() - cell.value);
    return flux;
}

}  // namespace

TEST_CASE("two cylinders: the exact solution of the test is that of bipolar coordinates", "[probe]") {
    const TwoCylinders cold(3e-3, -1);
    CHECK(cold.wall() == Approx(std::acosh(3.0 / 1.2)).epsilon(1e-9));
    const double focus = std::sqrt(9 - 1.44) * 1e-3;
    CHECK(cold(1e-3, 2e-3) ==
          Approx(std::log(std::hypot(1e-3 + focus, 2e-3) / std::hypot(1e-3 - focus, 2e-3))).epsilon(1e-9));
}

TEST_CASE("two cylinders: what a needle beside a mirror or a cold plane gives off", "[probe]") {
    for (int sign : {1, -1})
        for (double distance : {5e-3, 3e-3})
            for (double spacing : {1e-3, 0.5e-3, 0.25e-3}) {
                CAPTURE(sign, distance, spacing);
                const TwoCylinders exact(distance, sign);
                CHECK(discrete_flux(spacing, distance, sign, exact) == Approx(2 * pi).epsilon(spacing > 0.9e-3 ? 3e-3 : 1e-3));
            }
}
