// The thermal law of a tissue: temperature T(H) and heat-flow potential theta(T) of the volumetric enthalpy H.
//
//     T(H): non-decreasing, flat where freezing is isothermal;   theta(T) = integral of k dT
//
// How latent heat is released, L over [solidus, liquidus] on top of the sensible heat:
//   linear      evenly: T is linear in H there, k linear in T or constant. Isothermal freezing is the limit
//               solidus = liquidus.
//   dilute      as from an ideal dilute solution, whose freezing point depression goes as 1 / liquid share, cut off at
//               the solidus: f_l = (1/T - 1/T_s) / (1/T_l - 1/T_s), T in degC, below 0. Sensible heat is released along
//               the same curve, so that f_l is the enthalpy's share; k = f_l k_unfrozen + (1 - f_l) k_frozen(T_s).
//   none        a medium that never freezes.
// Frozen tissue has constant k and C or those of its ice (frozen_medium.hpp).
//
// Every law is one table of pieces in which T is linear in H and k linear in T, so that theta is quadratic in both and
// every inverse is exact. Pieces are evenly long in H within the frozen part (128 down to -200 degC) and a curved mush (128),
// so that none has to be searched for. Energy is exact, being the state. Constant k and C and linear release are one
// piece each, without error; else between the table's points T is off by at most 0.02 K and theta by at most 1e-3 of
// its distance to the solidus's. Below -200 degC the last piece goes on.
//
// theta is zero at the solidus; H is zero at 37 degC, so that rounding in tissue that has hardly changed is relative to
// its change alone. Latent heat is conserved exactly because H is the state and T is read from it (Voller & Cross 1981,
// Int J Heat Mass Transfer 24:545, doi:10.1016/0017-9310(81)90062-4, for the enthalpy method; theta is Kirchhoff's
// transform, Carslaw & Jaeger 1959, section 1.6).
//
// Units: T [degC], H [J/m3], k [W/m/K], C = rho c [J/m3/K], theta [W/m]. One density serves both phases, or mass
// would not be conserved on a fixed grid. Not modelled: supercooling, nucleation.
#pragma once

#include <vector>

#include "tissue/frozen_medium.hpp"

namespace iceball {

class ThermalLaw {
 public:
    // latent_heat [J/m3] >= 0 released over solidus <= liquidus [degC]. mush: conductivity and sensible heat capacity
    // within the range; the short form takes k linear between the phases and the mean of the heat capacities.
    // All throw InputError on values out of range.
    static ThermalLaw linear_release(const FrozenMedium& frozen, PhaseProperties unfrozen, double latent_heat,
                                     double solidus, double liquidus);
    static ThermalLaw constant_mush(const FrozenMedium& frozen, PhaseProperties mush, PhaseProperties unfrozen,
                                    double latent_heat, double solidus, double liquidus);
    // solidus < liquidus < 0 degC.
    static ThermalLaw dilute_release(const FrozenMedium& frozen, PhaseProperties unfrozen, double latent_heat,
                                     double solidus, double liquidus);
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
    // Whether it freezes at one temperature, at which T(H) is flat.
    bool isothermal() const { return freezes_ && solidus_ == liquidus_ && latent_heat_ > 0; }
    double solidus() const { return solidus_; }
    double liquidus() const { return liquidus_; }
    double latent_heat() const { return latent_heat_; }
    // Largest d theta / dH = k / C over all states at or above a temperature [m2/s]: bounds the explicit step.
    double max_diffusivity(double lowest_temperature) const;
    // Temperatures at which a piece begins, rising: between them k is linear in T.
    std::vector<double> break_points() const;

    // The H with H + a theta(H) = rhs, for a >= 0 [s/m2]: implicit exchange with a wall.
    double enthalpy_where(double a, double rhs) const;
    // The T with a T + theta_at(T) = rhs, for a >= 0 [W/m/K]: a surface in series with a film.
    double temperature_where(double a, double rhs) const;

    // For kernels. Piece number n holds theta = theta + d (slope + curvature d), d = H - enthalpy.
    struct ThetaPiece {
        double enthalpy, theta, slope, curvature;
    };
    // Where pieces lie: `frozen` of them up to the solidus, then `mush` up to the liquidus, then one.
    struct Coefficients {
        double solidus_enthalpy = 0, liquidus_enthalpy = 0, width = 0;  // width: of the mush
        double coldest_enthalpy = 0;                                    // where the table begins
        double frozen_per_enthalpy = 0, mush_per_enthalpy = 0;          // pieces per H
        double last_frozen = 0, last_mush = 0;                          // numbers in their part
        int first_mush = 0, liquid = 0;                                 // numbers in the table
        double solidus = 0, temperature_mush = 0, temperature_unfrozen = 0;  // T_s; dT/dH (mean over the mush)
        bool straight_mush = true;                                           // T(H) is linear there

        // Number of the piece that holds H; any number for a NaN.
        int piece(double enthalpy) const {
            if (enthalpy >= liquidus_enthalpy) return liquid;
            const bool in_mush = enthalpy >= solidus_enthalpy;
            const double from = in_mush ? solidus_enthalpy : coldest_enthalpy;
            const double x = (enthalpy - from) * (in_mush ? mush_per_enthalpy : frozen_per_enthalpy);
            const double last = in_mush ? last_mush : last_frozen, at_least_first = x > 0 ? x : 0;
            return (in_mush ? first_mush : 0) + int(at_least_first < last ? at_least_first : last);
        }
    };
    const Coefficients& coefficients() const { return c_; }
    const ThetaPiece* theta_pieces() const { return theta_pieces_.data(); }

 private:
    struct Piece {
        double start_enthalpy, start_temperature, start_theta;  // -infinity for the first
        double enthalpy, temperature, theta;                    // at the anchor, one of its ends
        double temperature_slope;                               // dT / dH
        double conductivity, half_conductivity_slope;           // at the anchor; per K
        double max_diffusivity;                                 // over this piece, from its start, and all warmer ones
    };
    struct Release;

    ThermalLaw() = default;
    static ThermalLaw make(const FrozenMedium& frozen, PhaseProperties unfrozen, const Release& release);
    void add_frozen(const FrozenMedium& frozen);
    void add_mush(const Release& release, double k_at_solidus, double k_at_liquidus);
    void add_unfrozen(PhaseProperties unfrozen);
    // Sets H to zero at 37 degC and derives what follows from the pieces.
    void finish();
    const Piece& piece_of(double enthalpy) const { return pieces_[std::size_t(c_.piece(enthalpy))]; }
    const Piece& piece_at(double temperature) const;

    bool freezes_ = true;
    double solidus_ = 0, liquidus_ = 0, latent_heat_ = 0;
    Coefficients c_;
    std::vector<Piece> pieces_;
    std::vector<ThetaPiece> theta_pieces_;
};

// Smallest root x >= 0 of a x + b x^2 = c with a >= 0, c >= 0, without cancellation. b may be negative as long as the
// left side is non-decreasing up to the root.
double monotone_quadratic_root(double a, double b, double c);

}  // namespace iceball
