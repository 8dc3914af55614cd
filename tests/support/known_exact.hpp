// Fronts with exact solutions: slabs, line sinks in a quarter disc, point sinks in an octant.
#pragma once

#include <numbers>

#include "exact/line_sink.hpp"
#include "exact/plane.hpp"
#include "exact/point_sink.hpp"
#include "support/known_answer.hpp"
#include "verify/setting.hpp"

namespace known {

using iceball::exact::RangeMaterial;
using iceball::exact::SharpMaterial;

inline SharpMaterial drawn_sharp(Draw& draw) {
    return {{draw.between(1.5, 2.5), draw.between(1.6e6, 2.1e6)},
            {draw.between(0.4, 0.6), draw.between(3.2e6, 4.2e6)},
            draw.between(150e6, 330e6),
            draw.between(-1, 0)};
}

inline RangeMaterial drawn_range(Draw& draw) {
    const SharpMaterial sharp = drawn_sharp(draw);
    return {sharp.frozen,
            {draw.between(sharp.unfrozen.conductivity, sharp.frozen.conductivity),
             draw.between(sharp.frozen.heat_capacity, sharp.unfrozen.heat_capacity)},
            sharp.unfrozen,
            sharp.latent_heat,
            draw.between(-10, -3),
            sharp.freezing_temperature};
}

// Isotherms at and below the freezing temperature; at the upper end of a range the front is not steep.
inline std::vector<double> isotherms_below(double freezing) {
    return {freezing, -20, -40};
}

// An insulated box with one corner at the origin, for one freeze without needles.
inline iceball::Model box(const iceball::Index3& cells, double h, const iceball::ThermalLaw& law, double duration) {
    iceball::Model model = iceball::verify::box_model(cells, h, {"medium", law}, 37, duration);
    model.protocol = needle_case::protocol({duration}, 0);
    return model;
}

// Where temperature(x) reaches the isotherm; rising in x.
template <class Temperature>
double isotherm_at(const Temperature& temperature, double isotherm, double front) {
    return where(temperature, isotherm, 1e-7, 2 * front + 1e-3);
}

inline Case slab(Draw& draw, const std::string& name) {
    const double wall = draw.between(-190, -80), spacing = draw.one_of({1 * mm, 2 * mm});
    const double duration = draw.between(150, 600);
    const bool sharp = draw.chance(0.5);
    const SharpMaterial s = drawn_sharp(draw);
    const RangeMaterial r = drawn_range(draw);
    const std::vector<double> isotherms = isotherms_below(sharp ? s.freezing_temperature : r.liquidus);
    const iceball::ThermalLaw law = sharp ? iceball::verify::law_of(s) : iceball::verify::law_of(r);
    const auto model = [=](double h) {
        const int across = int(std::lround(8 * mm / h));
        iceball::Model m = box({int(std::lround(96 * mm / h)), across, across}, h, law, duration);
        m.boundaries[std::size_t(iceball::Face::x_min)] = iceball::FixedTemperature{wall};
        return m;
    };
    const auto answers = [=] {
        const iceball::exact::SharpPlane sharp_plane(s, wall, 37);
        const iceball::exact::RangePlane range_plane(r, wall, 37);
        std::vector<Answer> list;
        for (std::size_t n = 0; n < isotherms.size(); ++n) {
            const double x = sharp ? isotherm_at([&](double at) { return sharp_plane.temperature(at, duration); },
                                                 isotherms[n], sharp_plane.front(duration))
                                   : isotherm_at([&](double at) { return range_plane.temperature(at, duration); },
                                                 isotherms[n], range_plane.liquidus_front(duration));
            list.push_back({Quantity::volume, n, duration, x * 8 * mm * 8 * mm});
            list.push_back({Quantity::extent_x, n, duration, x});
        }
        return list;
    };
    return {name, spacing, model, isotherms, answers};
}

inline Case line_sink(Draw& draw, const std::string& name) {
    const double strength = draw.between(300, 1000), spacing = draw.one_of({1 * mm, 2 * mm});
    const double duration = draw.between(200, 600);
    const bool sharp = draw.chance(0.5);
    const SharpMaterial s = drawn_sharp(draw);
    const RangeMaterial r = drawn_range(draw);
    const std::vector<double> isotherms = isotherms_below(sharp ? s.freezing_temperature : r.liquidus);
    const iceball::ThermalLaw law = sharp ? iceball::verify::law_of(s) : iceball::verify::law_of(r);
    const double thickness = 2 * spacing;
    const auto model = [=](double h) {
        const int n = int(std::lround(52 * mm / h));
        iceball::Model m = box({n, n, int(std::lround(thickness / h))}, h, law, duration);
        for (int k = 0; k < m.grid.nz(); ++k) {
            const iceball::Vector3 corner = m.grid.cell_centre(0, 0, k);
            m.sources.push_back({"sink", corner, corner, iceball::TimeTable(-strength * h / 4)});
        }
        return m;
    };
    const auto answers = [=] {
        const iceball::exact::SharpLineSink sharp_sink(s, strength, 37);
        const iceball::exact::RangeLineSink range_sink(r, strength, 37);
        std::vector<Answer> list;
        for (std::size_t n = 0; n < isotherms.size(); ++n) {
            const double radius = sharp ? isotherm_at([&](double at) { return sharp_sink.temperature(at, duration); },
                                                      isotherms[n], sharp_sink.front(duration))
                                        : isotherm_at([&](double at) { return range_sink.temperature(at, duration); },
                                                      isotherms[n], range_sink.liquidus_front(duration));
            list.push_back({Quantity::volume, n, duration, 0.25 * std::numbers::pi * radius * radius * thickness});
            list.push_back({Quantity::extent_x, n, duration, radius});
            list.push_back({Quantity::extent_y, n, duration, radius});
        }
        return list;
    };
    return {name, spacing, model, isotherms, answers, false, true};
}

inline Case point_sink(Draw& draw, const std::string& name) {
    const double strength = draw.between(12, 24) / std::sqrt(600.0), spacing = draw.one_of({1.5 * mm, 2 * mm});
    const double duration = draw.between(200, 420);
    const SharpMaterial s = drawn_sharp(draw);
    const std::vector<double> isotherms = isotherms_below(s.freezing_temperature);
    const auto model = [=](double h) {
        const iceball::exact::PointSink sink(s, strength, 37);
        const int n = int(std::lround(48 * mm / h));
        iceball::Model m = box({n, n, n}, h, iceball::verify::law_of(s), duration);
        std::vector<double> times, powers;
        constexpr int entries = 400;  // quadratically spaced: the integral misses 1/(4 n^2) of the heat
        for (int e = 0; e <= entries; ++e) {
            times.push_back(600.0 * e * e / (entries * entries));
            powers.push_back(-sink.power(times.back()) / 8);
        }
        const iceball::Vector3 corner = m.grid.cell_centre(0, 0, 0);
        m.sources.push_back({"sink", corner, corner, iceball::TimeTable(times, powers)});
        return m;
    };
    const auto answers = [=] {
        const iceball::exact::PointSink sink(s, strength, 37);
        std::vector<Answer> list;
        for (std::size_t n = 0; n < isotherms.size(); ++n) {
            const double radius = isotherm_at([&](double at) { return sink.temperature(at, duration); }, isotherms[n],
                                              sink.front(duration));
            list.push_back({Quantity::volume, n, duration, std::numbers::pi / 6 * radius * radius * radius});
            for (const Quantity extent : {Quantity::extent_x, Quantity::extent_y, Quantity::extent_z})
                list.push_back({extent, n, duration, radius});
        }
        return list;
    };
    return {name, spacing, model, isotherms, answers, false, true};
}

}  // namespace known
