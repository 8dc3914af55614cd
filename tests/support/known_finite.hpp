// Finite needles: the axisymmetric reference in any pose; one or two needles in and beside a sphere of another tissue,
// against the product's own solution on a grid four times finer, of one eighth of the box.
#pragma once

#include <numbers>

#include "probe/exchange/convective.hpp"
#include "support/known_answer.hpp"

namespace known {

// shared/reference: volumes [cm3] with the needle's own 0.136, radii in the mid-plane and half length on the axis [mm],
// at 0.1 mm.
struct FiniteReference {
    double time, ice, lethal, radius[3], half_length;  // isotherms -0.5, -20, -40
};
constexpr FiniteReference finite_references[] = {{300, 16.587, 7.485, {12.537, 9.055, 6.384}, 22.82},
                                                 {600, 27.806, 11.027, {15.906, 10.974, 7.432}, 24.83}};
constexpr double own_volume = 0.1357168e-6;  // [m3]

inline Case finite_reference(Draw& draw, const std::string& name) {
    const FiniteReference reference = finite_references[draw.below(2)];
    const double tilt = draw.chance(0.4) ? 0 : draw.between(0, 90);
    const iceball::Vector3 offset(draw.between(-1, 1), draw.between(-1, 1), draw.between(-1, 1));
    const auto model = [=](double h) {
        return needle_case::model(needle_case::cube(h), {needle_case::needle(mm * offset, tilt)}, {reference.time});
    };
    const auto answers = [=] {
        std::vector<Answer> list{{Quantity::volume, 0, reference.time, 1e-6 * reference.ice - own_volume},
                                 {Quantity::volume, 1, reference.time, 1e-6 * reference.lethal - own_volume}};
        for (std::size_t n = 0; n < 3; ++n) {  // across the plane in which it is tilted
            list.push_back({Quantity::extent_y, n, reference.time, 2 * mm * reference.radius[n]});
            if (tilt == 0) list.push_back({Quantity::extent_x, n, reference.time, 2 * mm * reference.radius[n]});
        }
        if (tilt == 0) list.push_back({Quantity::extent_z, 0, reference.time, 2 * mm * reference.half_length});
        return list;
    };
    return {name, 2 * mm, model, {-0.5, -20, -40}, answers};
}

struct FiniteSetting {
    double radius, length, wall, conductance, gas;  // conductance 0: the wall is at a temperature
    double half_distance;                           // of two needles; 0: one
    std::vector<double> durations;
    iceball::Vector3 place;  // of the middle [m]
    iceball::Tissue background, tumour;
    double tumour_radius;
    std::vector<double> isotherms;
};

constexpr double finite_half_box = 24 * mm;

inline void add_tumour(iceball::Model& model, const FiniteSetting& s, const iceball::Vector3& centre) {
    const iceball::Shape shape = iceball::Sphere{centre, s.tumour_radius};
    model.tissues = {s.background, s.tumour};
    model.regions.regions.push_back({"target", 1, std::nullopt, shape});
    iceball::for_each_cell(model.grid, [&](const iceball::Index3& at, std::ptrdiff_t cell) {
        if (contains(shape, model.grid.cell_centre(at[0], at[1], at[2]))) model.regions.region[cell] = 1;
    });
}

inline iceball::Needle finite_needle(const FiniteSetting& s, const iceball::Vector3& end, double length,
                                     const char* name) {
    iceball::Needle needle{
        name, {end, iceball::Vector3::UnitZ(), s.radius, 0, length}, needle_case::wall_at(s.wall), 0};
    if (s.conductance > 0) {
        iceball::Convective::Settings settings;
        settings.conductance = s.conductance;
        settings.gas_temperature = iceball::TimeTable(s.gas);
        needle.exchange = std::make_shared<iceball::Convective>(settings);
    }
    return needle;
}

inline iceball::Model finite_model(const FiniteSetting& s, double h) {
    const iceball::Vector3 end = s.place - iceball::Vector3(0, 0, 0.5 * s.length), aside(s.half_distance, 0, 0);
    std::vector<iceball::Needle> needles{finite_needle(s, end + aside, s.length, "A")};
    if (s.half_distance > 0) needles.push_back(finite_needle(s, end - aside, s.length, "B"));
    iceball::Model model = needle_case::model(needle_case::cube(h, finite_half_box), needles, s.durations);
    add_tumour(model, s, s.place);
    return model;
}

// One eighth of the box, mirrored.
inline iceball::Model finite_eighth(const FiniteSetting& s, double h) {
    const int n = int(std::lround(finite_half_box / h));
    FiniteSetting part = s;
    part.conductance *= s.half_distance > 0 ? 0.5 : 0.25;  // of what the box holds of the needle's circumference
    const iceball::Needle half = finite_needle(part, {s.half_distance, 0, 0}, 0.5 * s.length, "A");
    iceball::Model model =
        needle_case::model(iceball::Grid({n, n, n}, h, iceball::Vector3::Zero()), {half}, s.durations);
    for (const iceball::Face face : {iceball::Face::x_min, iceball::Face::y_min, iceball::Face::z_min})
        model.boundaries[std::size_t(face)] = iceball::Insulated{};
    add_tumour(model, s, iceball::Vector3::Zero());
    return model;
}

// From the finer solution of the eighth.
inline std::vector<Answer> finite_answers(const FiniteSetting& s, double h) {
    const Case eighth{"", h, [&](double spacing) { return finite_eighth(s, spacing); }, s.isotherms, {}, true};
    const iceball::MeasuredRun run = measure(eighth, h);
    std::vector<Answer> list;
    double time = 0;
    for (std::size_t stage = 0; stage < s.durations.size(); ++stage) {
        time += s.durations[stage];
        if (stage % 2 == 1) continue;
        const auto at = std::size_t(std::find(run.metrics.times.begin(), run.metrics.times.end(), time) -
                                    run.metrics.times.begin());
        for (std::size_t n = 0; n < s.isotherms.size(); ++n) {
            const std::size_t i = at * s.isotherms.size() + n;
            if (run.metrics.volume.at(i) <= 0) continue;
            list.push_back({Quantity::volume, n, time, 8 * run.metrics.volume[i]});
            for (std::size_t axis = 0; axis < 3; ++axis)
                list.push_back(
                    {Quantity(int(Quantity::extent_x) + int(axis)), n, time, 2 * run.metrics.extent[3 * i + axis]});
        }
    }
    return list;
}

inline iceball::Tissue drawn_tissue(Draw& draw, const char* name) {
    iceball::Tissue tissue{name, drawn_law(draw)};
    tissue.perfusion = draw.between(0, 0.002) * 3.8e6;
    return tissue;
}

inline FiniteSetting finite_setting(Draw& draw) {
    FiniteSetting s{draw.between(0.73, 1.2) * mm,
                    draw.between(8, 16) * mm,
                    draw.between(-180, -90),
                    0,
                    -150,
                    0,
                    {draw.between(60, 160)},
                    draw.between(-1, 1) * mm * iceball::Vector3(1, 0.3, -0.6),
                    drawn_tissue(draw, "around"),
                    drawn_tissue(draw, "tumour"),
                    draw.between(4, 7) * mm,
                    {-1.5, -20, -40}};
    if (draw.chance(0.5)) {
        s.conductance = draw.between(4, 10);
        s.gas = draw.between(-180, -130);
    }
    if (draw.chance(0.35)) s.half_distance = draw.between(2, 5) * mm;
    return s;
}

inline Case finite_fine(Draw& draw, const std::string& name) {
    const FiniteSetting s = finite_setting(draw);
    return {name,
            2 * mm,
            [s](double h) { return finite_model(s, h); },
            s.isotherms,
            [s] { return finite_answers(s, 0.5 * mm); },
            true};
}

}  // namespace known
