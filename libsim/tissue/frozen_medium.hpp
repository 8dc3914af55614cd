// Conductivity and heat capacity of frozen tissue as functions of temperature.
//
// Either is a given constant, or follows from the share of ice: with the water fraction w by mass and phi by volume,
//
//     k_f(T) = phi k_ice(T) + (1 - phi) 0.2 W/m/K
//     C_f(T) = rho [ c_unfrozen - w (4180 J/kg/K - c_ice(T)) ]
//
// (all water counts as ice here; k_solid 0.2 W/m/K: protein and fat, literature-typical, unverified). Ice, T in K:
//
//     exponential:  k_ice = 9.828 exp(-0.0057 T) W/m/K   (Elmer/Ice, read)
//     power:        k_ice = 2135 / T^1.235 W/m/K         (Rabin's form; literature-typical, unverified)
//     c_ice = 146.3 + 7.253 T J/kg/K                     (Elmer/Ice, read)
//
// Range: the two conductivities agree within 3 % from 0 to -100 degC; the power law is 10 % higher at -140 degC and 58 %
// higher at -196 degC. Below about -120 degC neither is more than a guess at tissue: where that matters (liquid nitrogen,
// walls at an advertised tip temperature), run both and take the difference as the uncertainty.
// Units: T [degC], k [W/m/K], C [J/m3/K]. Not modelled: cracks, porosity, the direction of ice crystals.
#pragma once

#include <optional>

namespace iceball {

// Conductivity and volumetric heat capacity of one phase.
struct PhaseProperties {
    double conductivity;   // k [W/m/K], > 0
    double heat_capacity;  // C [J/m3/K], > 0
};

enum class IceConductivity { exponential, power };

double ice_conductivity(IceConductivity law, double temperature);  // [W/m/K]
double ice_specific_heat(double temperature);                      // [J/kg/K]

class FrozenMedium {
 public:
    // Constant: k [W/m/K], C [J/m3/K].
    FrozenMedium(double conductivity, double heat_capacity) : conductivity_(conductivity), heat_capacity_(heat_capacity) {}
    FrozenMedium(PhaseProperties properties)  // NOLINT: a constant phase is the plain case of a frozen medium
        : FrozenMedium(properties.conductivity, properties.heat_capacity) {}

    // What the ice in a tissue follows from.
    struct Water {
        double fraction = 0;                // w, by mass, 0 to 1
        double density = 1000;              // rho of the tissue [kg/m3]
        double specific_heat_unfrozen = 0;  // [J/kg/K]
        IceConductivity ice = IceConductivity::exponential;
    };
    // conductivity [W/m/K], heat_capacity [J/m3/K]: constants that replace what follows from the ice.
    explicit FrozenMedium(const Water& water, std::optional<double> conductivity = std::nullopt,
                          std::optional<double> heat_capacity = std::nullopt)
        : water_(water), conductivity_(conductivity), heat_capacity_(heat_capacity) {}

    PhaseProperties at(double temperature) const;
    bool is_constant() const { return conductivity_ && heat_capacity_; }

 private:
    Water water_;
    std::optional<double> conductivity_, heat_capacity_;
};

}  // namespace iceball
