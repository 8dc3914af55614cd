#include "verify/smooth_medium.hpp"

#include <cmath>

#include "core/error.hpp"

namespace iceball::verify {
namespace {

constexpr double small_latent_heat = 25e6;  // [J/m3]

struct Properties {
    PhaseProperties ice, liquid;
};
Properties properties_of(Release release) {
    switch (release) {
        case Release::none: return {{0.25, 2.0e6}, {0.25, 2.0e6}};
        case Release::linear: return {{2.0, 1.8e6}, {0.5, 3.6e6}};
        case Release::dilute: return {{1.0, 1.7e6}, {0.3, 2.5e6}};
        case Release::isothermal: return {{2.4, 1.9e6}, {0.6, 4.1e6}};
    }
    throw NumericsError("a medium with an unknown kind of release");
}

ThermalLaw law_with(const FrozenMedium& frozen, Release release, double latent_heat, double solidus, double liquidus) {
    const PhaseProperties unfrozen = properties_of(release).liquid;
    switch (release) {
        case Release::none: return ThermalLaw::never_freezing(unfrozen);
        case Release::linear: return ThermalLaw::linear_release(frozen, unfrozen, latent_heat, solidus, liquidus);
        case Release::dilute: return ThermalLaw::dilute_release(frozen, unfrozen, latent_heat, solidus, liquidus);
        case Release::isothermal: return ThermalLaw::linear_release(frozen, unfrozen, latent_heat, liquidus, liquidus);
    }
    throw NumericsError("a medium with an unknown kind of release");
}

std::function<double(double)> constant(double value) {
    return [value](double) { return value; };
}

std::string name_of(Release release) {
    switch (release) {
        case Release::none: return "never freezing";
        case Release::linear: return "linear";
        case Release::dilute: return "dilute";
        case Release::isothermal: return "isothermal";
    }
    return "";
}

}  // namespace

SmoothMedium smooth_liquid(Release release, double liquidus) {
    const Properties p = properties_of(release);
    return {"liquid (" + name_of(release) + ")",
            law_with(p.ice, release, 250e6, liquidus - 5, liquidus),
            release,
            PhaseState::liquid,
            release == Release::none ? -250 : liquidus,
            200,
            constant(p.liquid.conductivity),
            constant(0),
            constant(p.liquid.heat_capacity),
            constant(1)};
}

SmoothMedium smooth_ice(Release release, double solidus) {
    const Properties p = properties_of(release);
    const double liquidus = release == Release::isothermal ? solidus : solidus + 5;
    return {"ice (" + name_of(release) + ")",
            law_with(p.ice, release, 250e6, solidus, liquidus),
            release,
            PhaseState::ice,
            -250,
            solidus,
            constant(p.ice.conductivity),
            constant(0),
            constant(p.ice.heat_capacity),
            constant(0)};
}

SmoothMedium smooth_varying_ice(IceConductivity ice, double solidus) {
    const double water = 0.77, density = 1050, unfrozen = properties_of(Release::linear).liquid.heat_capacity / density, share = water * density / 1000;
    const FrozenMedium frozen(FrozenMedium::Water{water, density, unfrozen, ice});
    const bool exponential = ice == IceConductivity::exponential;
    const auto k = [=](double T) {
        const double t = T + 273.15;
        return share * (exponential ? 9.828 * std::exp(-0.0057 * t) : 2135 * std::pow(t, -1.235)) + (1 - share) * 0.2;
    };
    const auto slope = [=](double T) {
        const double t = T + 273.15;
        return share * (exponential ? -0.0057 * 9.828 * std::exp(-0.0057 * t) : -1.235 * 2135 * std::pow(t, -2.235));
    };
    const auto capacity = [=](double T) {
        return density * (unfrozen - water * (4180 - 146.3 - 7.253 * (T + 273.15)));
    };
    return {exponential ? "ice with k(T)" : "ice with k(T), power law",
            law_with(frozen, Release::linear, 250e6, solidus, solidus + 5),
            Release::linear,
            PhaseState::ice,
            -200,
            solidus,
            k,
            slope,
            capacity,
            constant(0)};
}

SmoothMedium smooth_mush(Release release, double solidus, double liquidus) {
    const Properties p = properties_of(release);
    const double k_ice = p.ice.conductivity, k_change = p.liquid.conductivity - k_ice;
    const double mean_capacity = 0.5 * (p.ice.heat_capacity + p.liquid.heat_capacity);
    const double width = small_latent_heat + mean_capacity * (liquidus - solidus);
    std::function<double(double)> share, share_slope;
    if (release == Release::dilute) {
        const double range = 1 / liquidus - 1 / solidus;
        share = [=](double T) { return (1 / T - 1 / solidus) / range; };
        share_slope = [=](double T) { return -1 / (T * T * range); };
    } else {
        share = [=](double T) { return (T - solidus) / (liquidus - solidus); };
        share_slope = constant(1 / (liquidus - solidus));
    }
    return {"mush (" + name_of(release) + ")",
            law_with(p.ice, release, small_latent_heat, solidus, liquidus),
            release,
            PhaseState::mush,
            solidus,
            liquidus,
            [=](double T) { return k_ice + k_change * share(T); },
            [=](double T) { return k_change * share_slope(T); },
            [=](double T) { return width * share_slope(T); },
            share};
}

}  // namespace iceball::verify
