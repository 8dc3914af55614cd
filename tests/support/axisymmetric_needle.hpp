// Independent solution of a finite needle in tissue: axisymmetric finite volumes of its own, explicit in time.
//
//     dH/dt = (1/r) d/dr (r d theta/dr) + d2 theta/dz2 + s(T) perfusion (T_b - T)
//
// in half of the space (the needle's middle is a plane of symmetry), on cells that end on the needle's wall and end, are
// `spacing` wide beside them and grow by 4 % from one to the next up to 0.5 mm. Fluxes from theta; along r with the exact logarithmic
// distance. Every cell beside the wall has a wall temperature of its own that is given, or solved for from UA' (T_gas - T_w), or
// from any heat per length that does not rise with T_w, spread evenly over the wall with its flat ends. With insulated shafts both ends go on as holes of the same radius, and no heat crosses the ends. Shares with the library only the thermal law.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "tissue/tissue.hpp"

class AxisymmetricNeedle {
 public:
    double wall_temperature = -140;                  // [degC]; solved for where heat_into_wall is set
    std::function<double(double)> heat_into_wall{};  // of T_w [W/m]
    double coldest = -150;                           // that the wall can become [degC]
    double heat_to_tissue = 0;                       // so far, of the whole needle [J]

    // Lengths in m; `outer` bounds the tissue along r and z and stays at the start temperature.
    struct Shape {
        double radius, length, outer;
        bool insulated_shafts = false;  // holes beyond both ends, out to `outer`, instead of tissue
    };

    AxisymmetricNeedle(const iceball::Tissue& tissue, const Shape& shape, double spacing, double start)
        : tissue_(tissue), shape_(shape), start_(start) {
        const double end = 0.5 * shape.length;
        r_ = inwards(shape.radius, spacing);
        inside_r_ = r_.size() - 1;
        grow(r_, shape.outer, spacing);
        z_ = inwards(end, spacing);
        inside_z_ = z_.size() - 1;
        grow(z_, shape.outer, spacing);
        for (std::size_t i = 0; i < nr(); ++i) {
            ring_.push_back(std::numbers::pi * (r_[i + 1] * r_[i + 1] - r_[i] * r_[i]));
            const double next = i + 1 < nr() ? middle(r_, i + 1) : r_.back();
            outward_.push_back(2 * std::numbers::pi / std::log(next / middle(r_, i)));
        }
        for (std::size_t j = 0; j < nz(); ++j)
            along_.push_back(1 / ((j + 1 < nz() ? middle(z_, j + 1) : z_.back()) - middle(z_, j)));
        walls_.assign(inside_z_ + inside_r_, start);
        enthalpy_.assign(nr() * nz(), tissue.law.enthalpy(start));
        theta_ = enthalpy_;
        smallest_ = spacing;
    }

    void run(double duration) {
        const double lowest = heat_into_wall ? coldest : wall_temperature;
        const double limit = 0.22 * smallest_ * smallest_ / tissue_.law.max_diffusivity(lowest);
        const long steps = std::lround(std::ceil(duration / limit));
        for (long n = 0; n < steps; ++n) step(duration / double(steps));
    }

    // Volume below the isotherm with the needle where its wall is below it [m3]: row by row, the radius from theta.
    double volume(double isotherm) const {
        const double level = tissue_.law.theta_at(isotherm);
        double sum = 0;
        for (std::size_t j = 0; j < nz(); ++j) {
            const bool beside = j < inside_z_;
            double radius = 0, inner_r = 0;
            double inner = beside ? tissue_.law.theta_at(walls_[j]) : at(theta_, 0, j);
            if (beside) inner_r = shape_.radius;
            if (!beside && shape_.insulated_shafts) {
                inner = at(theta_, inside_r_, j);
                inner_r = shape_.radius;
            }
            const double hole = !beside && inner <= level ? inner_r : 0;
            for (std::size_t i = inner_r > 0 ? inside_r_ : 0; i < nr() && inner <= level; ++i) {
                const double outer = at(theta_, i, j), outer_r = middle(r_, i);
                radius = outer > level ? inner_r + (outer_r - inner_r) * (level - inner) / (outer - inner) : outer_r;
                inner = outer;
                inner_r = outer_r;
            }
            sum += std::numbers::pi * (radius * radius - hole * hole) * width(z_, j);
        }
        return 2 * sum;
    }

 private:
    // Edges from zero to `to`, the last cell `spacing` wide, each cell before it 4 % wider (all of one width where few fit).
    static std::vector<double> inwards(double to, double spacing) {
        std::vector<double> widths;
        double covered = 0;
        for (double width = spacing; covered < to - 1e-12; width = std::min(1.04 * width, widest)) {
            widths.push_back(width);
            covered += width;
        }
        std::vector<double> edges{0};
        for (std::size_t n = widths.size(); n-- > 0;) edges.push_back(edges.back() + widths[n] * to / covered);
        return edges;
    }
    static void grow(std::vector<double>& edges, double to, double spacing) {
        for (double width = spacing; edges.back() < to; width = std::min(1.04 * width, widest))
            edges.push_back(edges.back() + width);
    }
    static double middle(const std::vector<double>& edges, std::size_t n) { return 0.5 * (edges[n] + edges[n + 1]); }
    static double width(const std::vector<double>& edges, std::size_t n) { return edges[n + 1] - edges[n]; }

    std::size_t nr() const { return r_.size() - 1; }
    std::size_t nz() const { return z_.size() - 1; }
    double at(const std::vector<double>& field, std::size_t i, std::size_t j) const { return field[i + nr() * j]; }
    bool in_needle(std::size_t i, std::size_t j) const { return i < inside_r_ && (j < inside_z_ || shape_.insulated_shafts); }
    // Conductance of theta between the wall and the cell beside it, or beyond the end [m].
    double beside_wall(std::size_t j) const {
        return 2 * std::numbers::pi * width(z_, j) / std::log(middle(r_, inside_r_) / shape_.radius);
    }
    double beyond_end(std::size_t i) const {
        return shape_.insulated_shafts ? 0 : ring_[i] / (middle(z_, inside_z_) - z_[inside_z_]);
    }

    // Every row of cells beside the wall and every ring of cells beyond its end has a wall temperature of its own.
    void solve_walls() {
        walls_.assign(inside_z_ + inside_r_, wall_temperature);
        if (!heat_into_wall) return;
        const double end = 0.5 * shape_.length, radius = shape_.radius;
        const double lateral = 2 * std::numbers::pi * radius * end, flat = shape_.insulated_shafts ? 0 : std::numbers::pi * radius * radius;
        const auto solve = [&](double area, double conductance, double theta) {
            const double length = area / (lateral + flat) * end;
            double low = coldest - 1, high = start_ + 1;
            for (int k = 0; k < 45; ++k) {
                const double t = 0.5 * (low + high);
                (heat_into_wall(t) * length < conductance * (tissue_.law.theta_at(t) - theta) ? high : low) = t;
            }
            return 0.5 * (low + high);
        };
        for (std::size_t j = 0; j < inside_z_; ++j)
            walls_[j] = solve(2 * std::numbers::pi * radius * width(z_, j), beside_wall(j), at(theta_, inside_r_, j));
        for (std::size_t i = 0; i < inside_r_ && flat > 0; ++i)
            walls_[inside_z_ + i] = solve(ring_[i], beyond_end(i), at(theta_, i, inside_z_));
    }

    void step(double dt) {
        const iceball::ThermalLaw& law = tissue_.law;
        for (std::size_t c = 0; c < enthalpy_.size(); ++c) theta_[c] = law.theta(enthalpy_[c]);
        solve_walls();
        std::vector<double> wall_theta;
        for (double t : walls_) wall_theta.push_back(law.theta_at(t));
        rate_.assign(enthalpy_.size(), 0);
        const auto exchange = [&](std::size_t a, std::size_t b, double conductance) {
            const double flow = conductance * (theta_[b] - theta_[a]);
            rate_[a] += flow;
            rate_[b] -= flow;
        };
        const double outside = law.theta_at(start_);
        for (std::size_t j = 0; j < nz(); ++j)
            for (std::size_t i = 0; i < nr(); ++i) {
                if (in_needle(i, j)) continue;
                const std::size_t cell = i + nr() * j;
                const double outward = outward_[i] * width(z_, j), along = along_[j] * ring_[i];
                if (i + 1 < nr())
                    exchange(cell, cell + 1, outward);
                else
                    rate_[cell] += outward * (outside - theta_[cell]);
                if (j + 1 < nz())
                    exchange(cell, cell + nr(), along);
                else
                    rate_[cell] += along * (outside - theta_[cell]);
            }
        const auto from_wall = [&](std::size_t cell, double conductance, double at_wall) {
            rate_[cell] += conductance * (at_wall - theta_[cell]);
            heat_to_tissue += 2 * dt * conductance * (at_wall - theta_[cell]);
        };
        for (std::size_t j = 0; j < inside_z_; ++j) from_wall(inside_r_ + nr() * j, beside_wall(j), wall_theta[j]);
        for (std::size_t i = 0; i < inside_r_; ++i) from_wall(i + nr() * inside_z_, beyond_end(i), wall_theta[inside_z_ + i]);
        for (std::size_t j = 0; j < nz(); ++j)
            for (std::size_t i = 0; i < nr(); ++i) {
                if (in_needle(i, j)) continue;
                const std::size_t cell = i + nr() * j;
                const double t = law.temperature(enthalpy_[cell]), flowing = law.liquid_fraction(enthalpy_[cell]);
                enthalpy_[cell] += dt * (rate_[cell] / (ring_[i] * width(z_, j)) +
                                         flowing * tissue_.perfusion * (tissue_.blood_temperature - t));
            }
    }

    static constexpr double widest = 0.5e-3;  // [m]
    iceball::Tissue tissue_;
    Shape shape_;
    double start_, smallest_ = 0;
    std::vector<double> r_, z_;                   // edges of the cells
    std::vector<double> ring_, outward_, along_;  // areas along z; conductances to the next cell per length and per area
    std::size_t inside_r_ = 0, inside_z_ = 0;
    std::vector<double> walls_, enthalpy_, theta_, rate_;
};
