// The thermal law of a tissue: temperature T(H) and heat-flow potential theta(T) of the volumetric enthalpy H.
//
//     T(H): non-decreasing, flat where freezing is isothermal;   theta(T) = integral of k dT
//
// Linear release: latent heat is released evenly over [solidus, liquidus], on top of the sensible heat; there
// T is linear in H and k is linear in T or constant, so that theta is piecewise quadratic in H and in T. Isothermal
// freezing is the limit solidus = liquidus; a tissue that does not freeze has one piece only. theta is zero at the
// solidus; H is zero at 37 degC, so that rounding in tissue that has hardly changed is relative to its change alone. Latent heat is conserved exactly because H is the state and T is read from it (Voller & Cross 1981,
// Int J Heat Mass Transfer 24:545, doi:10.1016/0017-9310(81)90062-4, for the enthalpy method; theta is Kirchhoff's
// transform, Carslaw & Jaeger 1959, section 1.6).
//
// Units: T [degC], H [J/m3], k [W/m/K], C = rho c [J/m3/K], theta [W/m]. One density serves both phases, or mass
// would not be conserved on a fixed grid. Not modelled: supercooling, nucleation.
#pragma once

namespace iceball {

// Conductivity and volumetric heat capacity of one phase.
struct PhaseProperties {
    double conductivity;   // k [W/m/K], > 0
    double heat_capacity;  // C [J/m3/K], > 0
};

class ThermalLaw {
 public:
    // latent_heat [J/m3] >= 0 released over solidus <= liquidus [degC]. mush: conductivity and sensible heat capacity
    // within the range; the short form takes k linear between the phases and the mean of the heat capacities.
    // Throws InputError on values out of range.
    static ThermalLaw linear_release(PhaseProperties frozen, PhaseProperties unfrozen, double latent_heat,
                                     double solidus, double liquidus);
    static ThermalLaw constant_mush(PhaseProperties frozen, PhaseProperties mush, PhaseProperties unfrozen,
                                    double latent_heat, double solidus, double liquidus);
    // A medium that never freezes (air, a metal).
    static ThermalLaw never_freezing(PhaseProperties properties);

    double temperature(double enthalpy) const;
    // The right inverse of temperature(): where T(H) is flat, the largest H, i.e. all liquid.
    double enthalpy(double temperature) const;
    double theta(double enthalpy) const;
    double theta_at(double temperature) const;
    // k = d theta / dT just above T, where it may jump [W/m/K], and half its slope there [W/m/K2].
    double conductivity_above(double temperature) const;
    double half_conductivity_slope_above(double temperature) const;
    // d theta / dH at an enthalpy [m2/s].
    double diffusivity(double enthalpy) const;
    // Share of the freezable water that is liquid, 0 to 1; 1 throughout for a medium that never freezes.
    double liquid_fraction(double enthalpy) const;
    // The H at which that share is liquid, 0 to 1.
    double enthalpy_at_liquid_fraction(double fraction) const { return c_.solidus_enthalpy + fraction * c_.width; }
    bool freezes() const { return freezes_; }
    double solidus() const { return solidus_; }
    double liquidus() const { return liquidus_; }
    // Enthalpy from solidus to liquidus, latent and sensible [J/m3].
    double mush_width() const { return width_; }
    double latent_heat() const { return latent_heat_; }
    // Largest d theta / dH = k / C over all states [m2/s]: bounds the explicit step.
    double max_diffusivity() const;

    // The H with H + a theta(H) = rhs, for a >= 0 [s/m2]: implicit exchange with a wall.
    double enthalpy_where(double a, double rhs) const;
    // The T with a T + theta_at(T) = rhs, for a > 0 [W/m/K]: a surface in series with a film.
    double temperature_where(double a, double rhs) const;

    // With y = H - solidus_enthalpy, m = min(y, 0), x = clamp(y, 0, width), p = max(y - width, 0):
    // theta = theta_frozen m + (theta_mush + theta_mush_quadratic x) x + theta_unfrozen p; T likewise. For kernels.
    struct Coefficients {
        double solidus_enthalpy;
        double width;
        double theta_frozen, theta_mush, theta_mush_quadratic, theta_unfrozen;
        double solidus, temperature_frozen, temperature_mush, temperature_unfrozen;
    };
    const Coefficients& coefficients() const { return c_; }

 private:
    ThermalLaw() = default;
    static ThermalLaw make(PhaseProperties frozen, PhaseProperties unfrozen, double latent_heat, double solidus,
                           double liquidus, double mush_capacity, double k_at_solidus, double k_at_liquidus);
    // Enthalpy above that at the solidus [J/m3].
    double above_solidus(double temperature) const;

    bool freezes_ = true;
    double solidus_ = 0, liquidus_ = 0, latent_heat_ = 0, width_ = 0;
    double k_frozen_ = 0, k_unfrozen_ = 0, k_mush_solidus_ = 0, k_mush_slope_ = 0;  // k in the mush: linear in T
    double theta_liquidus_ = 0;
    Coefficients c_{};
};

// Smallest root x >= 0 of a x + b x^2 = c with a >= 0, c >= 0, without cancellation. b may be negative as long as the
// left side is non-decreasing up to the root.
double monotone_quadratic_root(double a, double b, double c);

}  // namespace iceball
