// The tissue library: thermal properties of tissues and phantoms, with a source for every number.
//
// Where measured values of the frozen tissue were found they are used; else they follow from the water fraction w by
// mass (phi = w rho / rho_water by volume, at most 1) with ice at -40 degC, k_ice = 9.828 exp(-0.0057 T[K]) = 2.602
// W/m/K and c_ice = 146.3 + 7.253 T[K] = 1837 J/kg/K (Elmer/Ice, good to about -120 degC):
//
//     k_frozen = phi k_ice + (1 - phi) 0.2 W/m/K;   c_frozen = c_unfrozen - w (4180 J/kg/K - c_ice);
//     latent heat = 0.9 w rho 333.6 kJ/kg           (0.9: share of the water that freezes;
//                                                                  1 in gels and salt solutions)
//
// k_ice at -40 degC is within 1 % of its mean over -80..0 degC, the span in which probes calibrated to a wall near
// -80 degC work. Not modelled: k and c that go on rising and falling below that (k_ice is 10 % higher at -60 degC).
//
// Perfusion comes in two kinds. `resting`: the healthy organ. `ablation`: the effective value that published ablation
// codes use; up to 20 times lower. The resting value of kidney stops ice balls that are known to grow (an infinitely
// long 2.4 mm needle at -140 degC stays below 9 mm radius), so `ablation` is the default wherever it exists.
//
// Units: [kg/m3], [W/m/K], [J/kg/K], latent heat [J/m3], temperatures [degC], perfusion [1/s] (volume of blood per
// volume of tissue), metabolic heat [W/m3].
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tissue/tissue.hpp"

namespace iceball {

enum class PerfusionChoice { ablation, resting };

struct SourcedValue {
    double value;
    std::string_view source;
};

// One row of the library.
struct TissueRecord {
    std::string_view name;
    std::string_view note;
    bool freezes;
    SourcedValue water_fraction;  // by mass
    SourcedValue density;
    SourcedValue conductivity_frozen, conductivity_unfrozen;
    SourcedValue specific_heat_frozen, specific_heat_unfrozen;
    SourcedValue latent_heat;
    SourcedValue solidus, liquidus;
    std::optional<SourcedValue> perfusion_ablation, perfusion_resting;
    SourcedValue metabolic_heat;

    PerfusionChoice default_perfusion() const {
        return perfusion_ablation ? PerfusionChoice::ablation : PerfusionChoice::resting;
    }
};

// Plain numbers of one tissue, from the library or a case file.
struct TissueProperties {
    bool freezes = true;
    double density = 0;
    double conductivity_frozen = 0, conductivity_unfrozen = 0;
    double specific_heat_frozen = 0, specific_heat_unfrozen = 0;
    double latent_heat = 0;
    double solidus = 0, liquidus = 0;
    double perfusion = 0;
    double metabolic_heat = 0;
};

// What perfuses: Pennes' heat exchange is perfusion x density x specific heat. Density and specific heat: IT'IS-type
// table as in COMSOL's Bioheat library (specific heat confirmed there); temperature: normal body temperature.
struct Blood {
    double temperature = 37;      // [degC]
    double density = 1050;        // [kg/m3]
    double specific_heat = 3617;  // [J/kg/K]
};

std::span<const TissueRecord> tissue_library();
// Null if there is none of that name.
const TissueRecord* find_tissue(std::string_view name);

// The perfusion of the given kind [1/s]; 0 where the library has none of either kind. Throws InputError where it has
// only the other kind.
double perfusion_of(const TissueRecord& record, PerfusionChoice choice);

// The row's numbers, with its default perfusion.
TissueProperties properties_of(const TissueRecord& record);

// Throws InputError on values out of range.
Tissue make_tissue(const std::string& name, const TissueProperties& properties, const Blood& blood);

std::string_view to_string(PerfusionChoice choice);

}  // namespace iceball
