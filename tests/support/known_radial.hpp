// Infinitely long needles through two insulated faces, by a radial solver of the tests' own: anywhere in the cells, in
// any tissue, with a wall at a temperature or gas behind it, one freeze or two, beside a target and an organ at risk.
#pragma once

#include <numbers>

#include "probe/exchange/convective.hpp"
#include "support/known_answer.hpp"
#include "support/radial_needle.hpp"
#include "tissue/library.hpp"

namespace known {

struct RadialSetting {
    iceball::Tissue tissue;
    double radius, wall, conductance, gas;                              // conductance 0: the wall is at a temperature
    std::vector<double> durations;                                      // freeze, thaw, freeze
    iceball::Vector3 place;                                             // of the axis [m]
    double target_radius, target_offset, organ_radius, organ_distance;  // [m]; distance between the axes
    std::vector<double> isotherms;
    double thickness;  // two cells
};

constexpr double radial_half_box = 36 * mm;

inline iceball::Model radial_model(const RadialSetting& s, double h) {
    const double half = radial_half_box, thickness = s.thickness;
    const int n = int(std::lround(2 * half / h));
    const iceball::Grid grid({n, n, int(std::lround(thickness / h))}, h, iceball::Vector3(-half, -half, 0));
    iceball::Needle needle = needle_case::needle(s.place + iceball::Vector3(0, 0, 0.5 * thickness), 0, thickness);
    needle.geometry.radius = s.radius;
    if (s.conductance > 0) {
        iceball::Convective::Settings settings;
        settings.conductance = s.conductance;
        settings.gas_temperature = iceball::TimeTable(s.gas);
        needle.exchange = std::make_shared<iceball::Convective>(settings);
    } else {
        needle.exchange = needle_case::wall_at(s.wall);
    }
    iceball::Model model = needle_case::model(grid, {needle}, s.durations);
    model.tissues.front() = s.tissue;
    model.boundaries[std::size_t(iceball::Face::z_min)] = model.boundaries[std::size_t(iceball::Face::z_max)] =
        iceball::Insulated{};
    const auto add = [&](const std::string& name, const iceball::Vector3& centre, double radius) {
        const iceball::Vector3 up(0, 0, 1);
        const iceball::Shape shape = iceball::Cylinder{centre - up, centre + up, radius};
        const auto number = std::uint8_t(model.regions.regions.size());
        model.regions.regions.push_back({name, 0, std::nullopt, shape});
        iceball::for_each_cell(grid, [&](const iceball::Index3& at, std::ptrdiff_t cell) {
            if (contains(shape, grid.cell_centre(at[0], at[1], at[2]))) model.regions.region[cell] = number;
        });
    };
    // Along directions that are not the grid's.
    add("target", s.place + s.target_offset * iceball::Vector3(0.8, 0.6, 0), s.target_radius);
    add("organ", s.place + s.organ_distance * iceball::Vector3(-0.6, 0.8, 0), s.organ_radius);
    return model;
}

inline std::vector<Answer> radial_answers(const RadialSetting& s) {
    RadialNeedle radial(s.tissue, s.radius, radial_half_box, 0.3 * mm, 37);
    radial.wall_temperature = s.wall;
    radial.conductance = s.conductance;
    radial.gas_temperature = s.gas;
    std::vector<Answer> list;
    double time = 0;
    for (std::size_t stage = 0; stage < s.durations.size(); ++stage) {
        const bool freeze = stage % 2 == 0;
        if (freeze) {
            radial.heat_into_wall = nullptr;
            radial.wall_temperature = s.wall;
        } else {
            radial.heat_into_wall = [](double) { return 0.0; };
        }
        radial.run(s.durations[stage]);
        time += s.durations[stage];
        if (!freeze) continue;
        for (std::size_t n = 0; n < s.isotherms.size(); ++n) {
            const iceball::ThermalLaw& law = s.tissue.law;
            const bool sharp = law.solidus() == law.liquidus() && s.isotherms[n] == law.liquidus();
            const double r = sharp ? radial.frozen_radius() : radial.radius_of(s.isotherms[n]);
            if (r <= s.radius) continue;
            list.push_back({Quantity::volume, n, time, std::numbers::pi * (r * r - s.radius * s.radius) * s.thickness});
            list.push_back({Quantity::extent_x, n, time, 2 * r});
            list.push_back({Quantity::extent_y, n, time, 2 * r});
            list.push_back({Quantity::margin, n, time, r - s.target_offset - s.target_radius});
            list.push_back({Quantity::distance, n, time, s.organ_distance - s.organ_radius - r});
        }
    }
    return list;
}

inline Case radial_needle(Draw& draw, const std::string& name) {
    const double spacing = draw.one_of({1 * mm, 1.5 * mm, 2 * mm, 2 * mm});
    iceball::Tissue tissue{"tissue", drawn_law(draw)};
    if (draw.chance(0.3)) {
        // With the ice of its water: k and C that change with temperature.
        iceball::TissueProperties p;
        p.water_fraction = draw.between(0.6, 0.85);
        p.density = 1050;
        p.conductivity_unfrozen = draw.between(0.4, 0.6);
        p.specific_heat_unfrozen = draw.between(3300, 3900);
        p.latent_heat = 0.9 * p.water_fraction * p.density * 333.6e3;
        p.solidus = -8;
        p.liquidus = draw.between(-1, -0.5);
        p.release = draw.chance(0.5) ? iceball::Release::linear : iceball::Release::dilute;
        p.perfusion = draw.between(0, 0.002);
        tissue = make_tissue("tissue", p, iceball::Blood{});
    } else {
        tissue.perfusion = draw.chance(0.7) ? draw.between(0, 0.002) * 3.8e6 : 0;
    }
    RadialSetting s{tissue,
                    draw.between(0.73, 1.2) * mm,
                    draw.between(-190, -80),
                    0,
                    -150,
                    {draw.between(100, 400)},
                    {},
                    0,
                    0,
                    0,
                    0,
                    {0, -20, -40},
                    2 * spacing};
    s.isotherms[0] = tissue.law.solidus() == tissue.law.liquidus() ? tissue.law.liquidus() : draw.between(-2, 0);
    if (draw.chance(0.5)) {
        s.conductance = draw.between(4, 10);
        s.gas = draw.between(-180, -130);
    }
    if (draw.chance(0.25)) {
        s.durations.push_back(draw.between(60, 150));
        s.durations.push_back(draw.between(100, 250));
    }
    s.place = {draw.between(-1, 1) * mm, draw.between(-1, 1) * mm, 0};
    s.target_radius = draw.between(3, 8) * mm;
    s.target_offset = draw.between(0, 0.8) * s.target_radius;
    s.organ_radius = draw.between(4, 8) * mm;
    s.organ_distance = draw.between(20, 26) * mm;
    return {name, spacing, [s](double h) { return radial_model(s, h); }, s.isotherms, [s] { return radial_answers(s); },
            true};
}

}  // namespace known
