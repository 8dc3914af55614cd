#include "tissue/thermal_law.hpp"

#include <catch2/catch.hpp>

#include "core/error.hpp"

using namespace iceball;

namespace {

const PhaseProperties frozen{2.0, 1.9e6}, unfrozen{0.5, 3.8e6};

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
                              ThermalLaw::never_freezing({0.21, 2.1e6}));
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
        CHECK(law.diffusivity(h) <= law.max_diffusivity());
    }
    CHECK(law.max_diffusivity() == Approx(2.0 / 1.9e6));
}

TEST_CASE("Implicit exchange is solved exactly in every phase") {
    const auto law = GENERATE(ThermalLaw::linear_release(frozen, unfrozen, 250e6, -8, -1),
                              ThermalLaw::linear_release(frozen, unfrozen, 250e6, 0, 0));
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
}
