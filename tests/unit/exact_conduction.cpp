// Exact solutions without a moving front: perfusion, outer faces, end states.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "exact/conduction.hpp"
#include "exact/pennes.hpp"

using namespace iceball::exact;

namespace {

constexpr double mm = 1e-3;
constexpr double blood = 1050.0 * 3617;

Approx printed(double value, double last_digit) { return Approx(value).margin(0.51 * last_digit).epsilon(0); }

}  // namespace

TEST_CASE("transient Pennes solutions", "[exact]") {
    const PennesTissue tissue{{0.5, 3.6e6}, 0.005 * blood};
    for (const auto& [x, theta] : std::vector<std::pair<double, double>>{
             {1, 0.76462298}, {2, 0.56657521}, {5, 0.18344966}, {10, 0.01111183}})
        CHECK(pennes_plane(tissue, x * mm, 60) == printed(theta, 1e-8));
    for (const auto& [x, theta] : std::vector<std::pair<double, double>>{
             {1, 0.81965110}, {2, 0.67074422}, {5, 0.36270693}, {10, 0.12144891}})
        CHECK(pennes_plane(tissue, x * mm, 300) == printed(theta, 1e-8));
    for (const auto& [r, theta] : std::vector<std::pair<double, double>>{
             {6, 0.63718582}, {7, 0.40469658}, {10, 0.09172483}, {15, 0.00370394}})
        CHECK(pennes_sphere(tissue, 5 * mm, r * mm, 60) == printed(theta, 1e-8));
    CHECK(pennes_plane({{0.5, 3.6e6}, 0}, 3 * mm, 40) == Approx(std::erfc(3 * mm / (2 * std::sqrt(0.5 / 3.6e6 * 40)))));
    CHECK(std::isfinite(pennes_plane(tissue, 10.0, 1e5)));

    // A point is a sphere too small to matter, its wall as warm as gives the same heat.
    const double power = 0.3, dot = 1e-8;
    for (double t : {20.0, 60.0, 1e6})
        CHECK(pennes_point(tissue, power, 7 * mm, t) ==
              Approx(power / (4 * std::numbers::pi * 0.5 * dot) * pennes_sphere(tissue, dot, 7 * mm, t)).epsilon(2e-3));

    CHECK(pennes_uniform(tissue, 0, 37, 20, 100) == Approx(37 - 17 * std::exp(-0.005 * blood / 3.6e6 * 100)));
    CHECK(pennes_uniform(tissue, 5000, 37, 20, 1e7) == Approx(37 + 5000 / (0.005 * blood)));
    CHECK(pennes_uniform({{0.5, 3.6e6}, 0}, 3600, 37, 20, 1000) == Approx(21));
}

TEST_CASE("steady ice in perfused tissue", "[exact]") {
    const auto ice = [](double perfusion, double wall, double heat = 0) {
        return PerfusedIce{2.0, 0.5, perfusion * blood, heat, 37, -1, wall};
    };
    const std::vector<std::vector<double>> reference = {
        {-100, .002, 20.024, 24.309}, {-100, .005, 17.052, 17.526}, {-100, .01, 15.097, 13.775},
        {-140, .002, 23.673, 32.228}, {-140, .005, 19.961, 22.983}, {-140, .01, 17.540, 17.906}};
    for (const auto& row : reference) {
        CHECK(steady_ice_sphere(ice(row[1], row[0]), 5 * mm) / mm == printed(row[2], 1e-3));
        CHECK(steady_ice_cylinder(ice(row[1], row[0]), 1.2 * mm) / mm == printed(row[3], 1e-3));
    }
    CHECK(steady_ice_sphere(ice(.0005, -100, 4200), 5 * mm) / mm == printed(24.580, 1e-3));
    CHECK(steady_ice_cylinder(ice(.0005, -100, 4200), 1.2 * mm) / mm == printed(38.564, 1e-3));
    // What crosses the front is what perfusion gives off behind it.
    const PerfusedIce some = ice(.005, -100);
    const double m = std::sqrt(.005 * blood / 0.5), R = 17 * mm;
    const double sphere_front = steady_ice_sphere(some, 5 * mm), cylinder_front = steady_ice_cylinder(some, 1.2 * mm);
    CHECK(steady_ice_sphere_power(some, 5 * mm, R) == Approx(2.0 * 99 * 4 * std::numbers::pi / (1 / (5 * mm) - 1 / R)));
    CHECK(steady_ice_sphere_power(some, 5 * mm, sphere_front) ==
          Approx(0.5 * 38 * 4 * std::numbers::pi * sphere_front * (1 + m * sphere_front)));
    CHECK(steady_ice_cylinder_power(some, 1.2 * mm, cylinder_front) ==
          Approx(0.5 * 38 * 2 * std::numbers::pi * m * cylinder_front * std::cyl_bessel_k(1.0, m * cylinder_front) /
                 std::cyl_bessel_k(0.0, m * cylinder_front)));
    // Curvature does not matter around a wide cylinder or sphere.
    const double plane = steady_ice_plane(ice(.005, -100));
    CHECK(steady_ice_cylinder(ice(.005, -100), 2) - 2 == Approx(plane).epsilon(0.02));
    CHECK(steady_ice_sphere(ice(.005, -100), 100) - 100 == Approx(plane).epsilon(1e-3));
}

TEST_CASE("conduction beside each kind of face", "[exact]") {
    const Phase phase{0.5, 3.6e6};
    const double L = 20 * mm, fourier = L * L / phase.diffusivity();
    // Published to four digits: mid-plane of a slab at Fourier number 0.2 and 1 (Carslaw & Jaeger 1959, section 3.3).
    CHECK(insulated_slab(phase, L, 0, 1, L, 0.2 * fourier) == printed(0.7723, 1e-4));
    CHECK(insulated_slab(phase, L, 0, 1, L, 1.0 * fourier) == printed(0.1080, 1e-4));
    // Soon after the start the far face does not matter.
    CHECK(insulated_slab(phase, L, -10, 30, 1 * mm, 5) ==
          Approx(-10 + 40 * std::erf(1 * mm / (2 * std::sqrt(phase.diffusivity() * 5)))).epsilon(1e-10));
    // k T'' = -q, no flux at the far face.
    const double h = 1e-5, q = 1e5;
    const auto T = [&](double x) { return heated_slab(phase, L, 37, q, x); };
    CHECK(phase.conductivity * (T(5 * mm + h) - 2 * T(5 * mm) + T(5 * mm - h)) / (h * h) == Approx(-q).epsilon(1e-4));
    CHECK(T(L + h) == Approx(T(L - h)));
    CHECK(T(0) == 37);

    const double film = 300, fluid = -20, start = 30, t = 120;
    const auto U = [&](double x, double time) { return convective_half_space(phase, film, fluid, start, x, time); };
    CHECK(-phase.conductivity * (U(h, t) - U(0, t)) / h == Approx(film * (fluid - U(0, t))).epsilon(1e-3));
    CHECK((U(3 * mm, t + .01) - U(3 * mm, t - .01)) / .02 ==
          Approx(phase.diffusivity() * (U(3 * mm + h, t) - 2 * U(3 * mm, t) + U(3 * mm - h, t)) / (h * h)).epsilon(1e-4));
    const auto heat = [&](double time) { return convective_half_space_heat(phase, film, fluid, start, time); };
    CHECK((heat(t + .01) - heat(t - .01)) / .02 == Approx(film * (fluid - U(0, t))).epsilon(1e-7));
    CHECK(heat(1e-6) == Approx(film * (fluid - start) * 1e-6).epsilon(1e-3));
    CHECK(convective_slab_flux(phase, L, film, 37, -20) == Approx(57 / (0.04 + 1.0 / 300)));
}

TEST_CASE("an isolated body comes to one temperature", "[exact]") {
    const RangeMaterial sharp{{2, 1.9e6}, {1, 2.7e6}, {0.5, 3.6e6}, 250e6, 0, 0};
    const RangeMaterial range{{2, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 250e6, -8, -1};
    // Sharp: 37 degC of warm against -40 degC of cold melts 37 * 3.6 - 40 * 1.9 = 57.2 of 250 MJ per pair of m3.
    const Equilibrium half = equilibrium({{sharp, 1, -40}, {sharp, 1, 37}});
    CHECK(half.temperature == 0);
    CHECK(half.frozen_volume == Approx(1 - 57.2 / 250).epsilon(1e-12));
    // Warm enough to melt it all: 40 * 1.9 + 250 from the cold side.
    const Equilibrium warm = equilibrium({{sharp, 1, -40}, {sharp, 5, 37}});
    CHECK(warm.frozen_volume == 0);
    CHECK(warm.temperature == Approx((5 * 37 * 3.6 - 40 * 1.9 - 250) / (6 * 3.6)).epsilon(1e-12));
    const Equilibrium cold = equilibrium({{sharp, 9, -40}, {sharp, 1, 1}});
    CHECK(cold.frozen_volume == Approx(10));
    CHECK(cold.temperature == Approx((-9 * 40 * 1.9 + 3.6 + 250) / (10 * 1.9)).epsilon(1e-12));
    // Range: within the mush T = T_s + (excess heat) / (2 (C_m + L/7)).
    const Equilibrium mush = equilibrium({{range, 1, -40}, {range, 1, 37}});
    const double capacity = 2.7 + 250.0 / 7, heat = 38 * 3.6 + 7 * capacity - 32 * 1.8;
    CHECK(mush.temperature == Approx(-8 + heat / (2 * capacity)).epsilon(1e-12));
    CHECK(mush.frozen_volume == Approx(2 * (-1 - mush.temperature) / 7).epsilon(1e-12));
}
