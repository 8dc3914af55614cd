#include "solver/interface_law.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace iceball;

namespace {

// The face temperature by bisection of its definition.
double bisect_face(const ThermalLaw& a, const ThermalLaw& b, double sum) {
    double low = -1000, high = 1000;
    for (int n = 0; n < 200; ++n) {
        const double middle = 0.5 * (low + high);
        (a.theta_at(middle) + b.theta_at(middle) < sum ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

const ThermalLaw kidney = ThermalLaw::linear_release({2.0, 1.9e6}, {0.53, 4.0e6}, 250e6, -8, -1);
const ThermalLaw gland = ThermalLaw::linear_release({1.4, 1.8e6}, {0.33, 3.1e6}, 150e6, -5, -0.5);
const ThermalLaw saline = ThermalLaw::linear_release({2.2, 1.9e6}, {0.6, 4.2e6}, 330e6, -0.5, -0.5);
const ThermalLaw icy = ThermalLaw::linear_release(FrozenMedium({0.785, 1066, 3763}), {0.53, 4.0e6}, 250e6, -8, -1);
const ThermalLaw dilute = ThermalLaw::dilute_release(FrozenMedium({0.6, 1041, 2960}), {0.33, 3.1e6}, 150e6, -8, -0.55);
const ThermalLaw air = ThermalLaw::never_freezing({0.025, 1.2e3});

}  // namespace

TEST_CASE("The face between two tissues has the temperature that makes the flux continuous") {
    const auto pair = GENERATE(std::make_pair(kidney, gland), std::make_pair(gland, kidney),
                               std::make_pair(kidney, saline), std::make_pair(air, kidney), std::make_pair(icy, dilute),
                               std::make_pair(dilute, saline));
    const InterfaceLaw law(pair.first, pair.second);
    for (double ti : {-120.0, -8.0, -6.0, -3.0, -0.5, 10.0, 37.0})
        for (double tj : {-150.0, -30.0, -5.0, -1.0, -0.5, 0.0, 37.0}) {
            const double sum = pair.first.theta_at(ti) + pair.second.theta_at(tj);
            const double face = bisect_face(pair.first, pair.second, sum);
            CHECK(law.theta_a_at_face(sum) == Approx(pair.first.theta_at(face)).margin(1e-8));
        }
}

TEST_CASE("No flux changes faster with its own cell than the stiffness says") {
    const auto& [a, b] = GENERATE(std::make_pair(kidney, gland), std::make_pair(icy, dilute));
    const InterfaceLaw law(a, b);
    double warmer = 0;
    for (double lowest : {-5.0, -60.0, -150.0}) {
        const double bound = law.stiffness(lowest).a;
        CHECK(bound >= warmer);
        warmer = bound;
        for (double ti = lowest; ti < 37; ti += 7.3)
            for (double tj = lowest; tj < 37; tj += 7.7) {
                const double h = a.enthalpy(ti), other = b.theta_at(tj);
                const auto flux = [&, &tissue = a](double enthalpy) {
                    const double theta = tissue.theta(enthalpy);
                    return 2 * (law.theta_a_at_face(theta + other) - theta);
                };
                const double slope = (flux(h) - flux(h + 100)) / 100;
                CHECK(slope >= 0);
                CHECK(slope <= bound * (1 + 1e-6));
            }
    }
}
