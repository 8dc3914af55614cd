#include "tissue/thermal_law.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "solver/backend/row_kernels.hpp"
#include "tissue/library.hpp"

using namespace iceball;

namespace {

const PhaseProperties frozen{2.0, 1.9e6}, unfrozen{0.5, 3.8e6};

// Frozen parts of very different share of ice, with either ice.
FrozenMedium kidney_ice() { return FrozenMedium({0.785, 1066, 3763}); }
FrozenMedium vitreous_ice() { return FrozenMedium({0.99, 1005, 4100, IceConductivity::power}); }
FrozenMedium fat_ice() { return FrozenMedium({0.15, 911, 2348}); }

const PhaseProperties kidney_unfrozen{0.53, 1066 * 3763.0};

ThermalLaw icy() { return ThermalLaw::linear_release(kidney_ice(), kidney_unfrozen, 250e6, -8, -1); }
ThermalLaw dilute() { return ThermalLaw::dilute_release(kidney_ice(), kidney_unfrozen, 250e6, -8, -0.55); }

// Simpson's rule over n steps.
template <class Function>
double integrate(double from, double to, int n, Function&& f) {
    double sum = 0;
    for (int i = 0; i < n; ++i) {
        const double a = from + (to - from) * i / n, b = from + (to - from) * (i + 1) / n;
        sum += (f(a) + 4 * f(0.5 * (a + b)) + f(b)) * (b - a) / 6;
    }
    return sum;
}

// Adaptive enough: k is piecewise linear, so the trapezoid rule is exact away from the break points.
double integrate_conductivity(const ThermalLaw& law, double from, double to) {
    const int n = 200000;
    double sum = 0;
    for (int i = 0; i < n; ++i) sum += law.conductivity_above(from + (i + 0.5) / n * (to - from));
    return sum * (to - from) / n;
}

}  // namespace

TEST_CASE("Enthalpy and temperature are each other's inverse") {
    const auto law = GENERATE(ThermalLaw::linear_release(frozen, unfrozen, 250e6, -8, -1),
                              ThermalLaw::constant_mush(frozen, {1.25, 2.7e6}, unfrozen, 250e6, -8, -1),
                              ThermalLaw::linear_release(frozen, unfrozen, 250e6, 0, 0),
                              ThermalLaw::never_freezing({0.21, 2.1e6}), icy(), dilute());
    for (double t : {-190.0, -40.0, -8.0, -7.9, -4.5, -1.1, -1.0, 0.0, 20.0, 37.0, 60.0})
        CHECK(law.temperature(law.enthalpy(t)) == Approx(t).margin(1e-9));
    CHECK(law.enthalpy(37) == Approx(0).margin(1e-6));
}

TEST_CASE("All latent heat lies between solidus and liquidus") {
    const ThermalLaw ranged = ThermalLaw::linear_release(frozen, unfrozen, 250e6, -8, -1);
    // Latent heat and the mean of the two sensible heats over 7 K.
    CHECK(ranged.enthalpy(-1) - ranged.enthalpy(-8) == Approx(250e6 + 7 * 2.85e6).epsilon(1e-12));
    const ThermalLaw isothermal = ThermalLaw::linear_release(frozen, unfrozen, 250e6, -0.5, -0.5);
    const double all_liquid = isothermal.enthalpy(-0.5);
    CHECK(isothermal.liquid_fraction(all_liquid) == 1);
    CHECK(isothermal.liquid_fraction(all_liquid - 125e6) == Approx(0.5));
    CHECK(isothermal.temperature(all_liquid - 125e6) == Approx(-0.5));
    CHECK(isothermal.temperature(all_liquid - 250e6 - 1.9e6) == Approx(-1.5));
    CHECK(isothermal.temperature(all_liquid + 3.8e6) == Approx(0.5));
}

TEST_CASE("theta is the integral of the conductivity, whether of H or of T") {
    const auto law = GENERATE(ThermalLaw::linear_release(frozen, unfrozen, 250e6, -8, -1),
                              ThermalLaw::constant_mush(frozen, {1.25, 2.7e6}, unfrozen, 250e6, -8, -1),
                              ThermalLaw::linear_release(frozen, unfrozen, 250e6, -0.5, -0.5));
    CHECK(law.theta_at(law.solidus()) == Approx(0).margin(1e-9));
    for (double t : {-100.0, -9.0, -6.0, -2.0, -0.7, 5.0, 37.0}) {
        CHECK(law.theta_at(t) == Approx(integrate_conductivity(law, law.solidus(), t)).margin(2e-3));
        CHECK(law.theta(law.enthalpy(t)) == Approx(law.theta_at(t)).margin(1e-9));
    }
}

TEST_CASE("The diffusivity is the slope of theta and never above its bound") {
    const ThermalLaw law = ThermalLaw::linear_release(frozen, unfrozen, 250e6, -8, -1);
    for (double h : {-8e8, -4.3e8, -3e8, -2e8, -1.46e8, -1e7, 1e7}) {
        const double slope = (law.theta(h + 10) - law.theta(h - 10)) / 20;
        CHECK(law.diffusivity(h) == Approx(slope).epsilon(1e-5));
        CHECK(law.diffusivity(h) <= law.max_diffusivity(-273));
    }
    CHECK(law.max_diffusivity(-273) == Approx(2.0 / 1.9e6));
    CHECK(law.max_diffusivity(5) == Approx(0.5 / 3.8e6));
}

TEST_CASE("Implicit exchange is solved exactly in every phase") {
    const auto law = GENERATE(ThermalLaw::linear_release(frozen, unfrozen, 250e6, -8, -1),
                              ThermalLaw::linear_release(frozen, unfrozen, 250e6, 0, 0), icy(), dilute());
    for (double a : {0.0, 1e3, 1e6, 1e8})
        for (double h : {-9e8, -4.5e8, -3e8, -1.5e8, -1e8, 2e7}) {
            const double rhs = h + a * law.theta(h);
            CHECK(law.enthalpy_where(a, rhs) == Approx(h).epsilon(1e-10));
        }
    for (double a : {0.01, 1.0, 1e3})
        for (double t : {-150.0, -8.0, -5.0, -1.0, 0.0, 30.0})
            CHECK(law.temperature_where(a, a * t + law.theta_at(t)) == Approx(t).margin(1e-9));
}

TEST_CASE("A thermal law refuses what no tissue can have") {
    CHECK_THROWS_AS(ThermalLaw::linear_release({-2, 1.9e6}, unfrozen, 250e6, -8, -1), InputError);
    CHECK_THROWS_AS(ThermalLaw::linear_release(frozen, {0.5, 0}, 250e6, -8, -1), InputError);
    CHECK_THROWS_AS(ThermalLaw::linear_release(frozen, unfrozen, -1, -8, -1), InputError);
    CHECK_THROWS_AS(ThermalLaw::linear_release(frozen, unfrozen, 250e6, 0, -1), InputError);
    CHECK_THROWS_AS(ThermalLaw::dilute_release(frozen, unfrozen, 250e6, -8, 0), InputError);
    CHECK_THROWS_AS(ThermalLaw::dilute_release(frozen, unfrozen, 250e6, -1, -1), InputError);
    // A heat capacity that ice would make negative.
    CHECK_THROWS_AS(ThermalLaw::linear_release(FrozenMedium({1, 1000, 2000}), unfrozen, 250e6, -8, -1), InputError);
}

TEST_CASE("The two ice laws agree where they may be used and differ as stated below") {
    using enum IceConductivity;
    // Values of reference tables of both forms, by hand.
    CHECK(ice_conductivity(exponential, -100.15) == Approx(3.67).epsilon(2e-3));
    CHECK(ice_conductivity(power, -140.15) == Approx(5.08).epsilon(2e-3));
    for (double t = -100; t <= 0; t += 5)
        CHECK(ice_conductivity(power, t) == Approx(ice_conductivity(exponential, t)).epsilon(0.03));
    CHECK(ice_conductivity(power, -140) / ice_conductivity(exponential, -140) == Approx(1.10).margin(0.01));
    CHECK(ice_conductivity(power, -196) / ice_conductivity(exponential, -196) == Approx(1.58).margin(0.01));
    // CRC: 2.11 kJ/kg/K at 0 degC, 1.96 at -20 degC.
    CHECK(ice_specific_heat(0) == Approx(2110).epsilon(0.01));
    CHECK(ice_specific_heat(-20) == Approx(1960).epsilon(0.015));
}

TEST_CASE("Frozen tissue follows its ice within the stated error of the table") {
    const auto given =
        GENERATE(std::make_pair(kidney_ice(), -8.0), std::make_pair(vitreous_ice(), -0.5), std::make_pair(fat_ice(), -8.0));
    const FrozenMedium& medium = given.first;
    const double solidus = given.second;
    const ThermalLaw law = ThermalLaw::linear_release(medium, {0.6, 4.2e6}, 250e6, solidus, -0.4);
    for (double t = -199.3; t < solidus; t += 0.7) {
        const double heat = integrate(t, solidus, 400, [&](double s) { return medium.at(s).heat_capacity; });
        const double theta = integrate(t, solidus, 400, [&](double s) { return medium.at(s).conductivity; });
        const double h = law.enthalpy_at_liquid_fraction(0) - heat;
        CHECK(law.temperature(h) == Approx(t).margin(0.02));
        CHECK(law.theta_at(t) == Approx(-theta).epsilon(1e-3));
    }
}

TEST_CASE("A dilute solution freezes along its curve and releases all its heat") {
    const ThermalLaw law = dilute();
    const double width = law.enthalpy(-0.55) - law.enthalpy(-8);
    const double sensible = 7.45 * 0.5 * (kidney_ice().at(-8).heat_capacity + kidney_unfrozen.heat_capacity);
    CHECK(width == Approx(250e6 + sensible).epsilon(1e-9));
    for (double t = -7.9; t < -0.56; t += 0.11) {
        const double liquid = (1 / t + 1 / 8.0) / (1 / -0.55 + 1 / 8.0);
        const double h = law.enthalpy(-8) + liquid * width;
        CHECK(law.temperature(h) == Approx(t).margin(0.02));
        CHECK(law.liquid_fraction(h) == Approx(liquid).epsilon(1e-9));
        const double k_solid = kidney_ice().at(-8).conductivity;
        const auto k = [&](double s) {
            const double f = (1 / s + 1 / 8.0) / (1 / -0.55 + 1 / 8.0);
            return f * 0.53 + (1 - f) * k_solid;
        };
        CHECK(law.theta_at(t) == Approx(integrate(-8, t, 2000, k)).epsilon(1e-3));
    }
}

TEST_CASE("No state above a temperature diffuses faster than the bound for it") {
    const auto law = GENERATE(icy(), dilute(), ThermalLaw::linear_release(vitreous_ice(), {0.6, 4.2e6}, 330e6, -5, -0.5));
    double warmer = 0;
    for (double lowest = 36; lowest > -230; lowest -= 0.37) {
        const double slope = law.diffusivity(law.enthalpy(lowest));
        const double bound = law.max_diffusivity(lowest);
        CHECK(bound >= slope * (1 - 1e-12));
        CHECK(bound >= warmer);
        warmer = bound;
    }
    CHECK(law.max_diffusivity(-140) > 1.5 * law.max_diffusivity(-20));  // cold ice conducts
}

TEST_CASE("Tissue that was once too cold loses its blood for good, and nothing else") {
    const auto law = GENERATE(ThermalLaw::linear_release(frozen, unfrozen, 250e6, -8, -1),
                              ThermalLaw::linear_release(frozen, unfrozen, 250e6, -0.5, -0.5), dilute());
    Tissue tissue{"any", law};
    tissue.perfusion = 2e4;
    tissue.metabolic_heat = 700;
    tissue.stasis_temperature = -19;
    const int n = 100;
    std::vector<double> enthalpy, rate(n, 0.0);
    std::vector<std::uint8_t> stasis(n, 0);
    for (int i = 0; i < n; ++i) enthalpy.push_back(law.enthalpy(-30 + 0.5 * i));
    std::vector<double> after = enthalpy;
    kernel::advance_with_stasis(tissue, 0.2, rate.data(), n, after.data(), stasis.data());
    for (int i = 0; i < n; ++i) CHECK(int(stasis[std::size_t(i)]) == (i < 22 ? 1 : 0));  // -19 degC itself is spared
    // Warmed up, what was cold has its metabolism but no blood; the rest has both.
    for (double& h : after) h = law.enthalpy(20);
    const kernel::Advanced sums = kernel::advance_with_stasis(tissue, 0.2, rate.data(), n, after.data(), stasis.data());
    for (int i = 0; i < n; ++i) {
        const double perfusion = i < 22 ? 0 : 2e4 * 17;
        CHECK(after[std::size_t(i)] == Approx(law.enthalpy(20) + 0.2 * (perfusion + 700)).epsilon(1e-12));
    }
    CHECK(sums.perfusion == Approx(78 * 2e4 * 17).epsilon(1e-12));
    CHECK(sums.metabolism == Approx(100 * 700.0).epsilon(1e-12));
    // Without a threshold crossed, the two kernels agree.
    std::vector<std::uint8_t> none(n, 0);
    std::vector<double> plain, with;
    for (int i = 0; i < n; ++i) plain.push_back(law.enthalpy(-18 + 0.5 * i));
    with = plain;
    kernel::advance(tissue, 0.2, rate.data(), n, plain.data());
    kernel::advance_with_stasis(tissue, 0.2, rate.data(), n, with.data(), none.data());
    CHECK(plain == with);
}

TEST_CASE("Row kernels give what the law gives, cell by cell, in every phase") {
    const auto law = GENERATE(ThermalLaw::linear_release(frozen, unfrozen, 250e6, -8, -1),
                              ThermalLaw::linear_release(frozen, unfrozen, 250e6, -0.5, -0.5),
                              ThermalLaw::never_freezing({0.21, 2.1e6}), icy(), dilute());
    Tissue tissue{"any", law};
    tissue.perfusion = 2e4;
    tissue.metabolic_heat = 700;
    // More than one block: the first liquid throughout, the others of all phases.
    std::vector<double> enthalpy, rate;
    for (int i = 0; i < 64; ++i) enthalpy.push_back(law.enthalpy(1 + 0.5 * i));
    for (int i = 0; i < 150; ++i) enthalpy.push_back(law.enthalpy(-210) + i * (law.enthalpy(45) - law.enthalpy(-210)) / 149);
    for (std::size_t i = 0; i < enthalpy.size(); ++i) rate.push_back(1e5 * std::sin(double(i)));
    const int n = int(enthalpy.size());
    std::vector<double> theta(enthalpy.size() + 416);  // what is asked for ahead of time stays inside
    kernel::theta_of(law, enthalpy.data(), n, theta.data());
    std::vector<double> after = enthalpy;
    const double duration = 0.2;
    const kernel::Advanced sums = kernel::advance(tissue, duration, rate.data(), n, after.data());
    double stored = 0, perfusion = 0, metabolism = 0, coldest = 1e300;
    for (std::size_t i = 0; i < enthalpy.size(); ++i) {
        CAPTURE(i);
        CHECK(theta[i] == Approx(law.theta(enthalpy[i])).epsilon(1e-14));
        const double s = law.liquid_fraction(enthalpy[i]);
        const double blood = s * 2e4 * (37 - law.temperature(enthalpy[i]));
        const double expected = enthalpy[i] + duration * (rate[i] + blood + s * 700);
        CHECK(after[i] == Approx(expected).epsilon(1e-12));
        stored += expected - enthalpy[i];
        perfusion += blood;
        metabolism += s * 700;
        coldest = std::min(coldest, expected);
    }
    CHECK(sums.stored == Approx(stored).epsilon(1e-8));
    CHECK(sums.perfusion == Approx(perfusion).epsilon(1e-9));
    CHECK(sums.metabolism == Approx(metabolism).epsilon(1e-9));
    CHECK(sums.coldest == Approx(coldest).epsilon(1e-12));
}
