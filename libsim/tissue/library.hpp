// The tissue library: thermal properties of tissues and phantoms, with a source for every number.
//
// Frozen tissue has the conductivity and heat capacity of its share of ice, which change with temperature
// (frozen_medium.hpp): constants, such as the 2.0 W/m/K and 1860 J/kg/K of published codes, under-predict the heat that
// flows (Choi & Bischof 2010, Cryobiology 60:52, read). No row has measured values below -60 degC to set against it.
// Latent heat, where no value was found, is that of the water that freezes,
//
//     latent heat = [w - 0.24 (1 - w - lipid)] rho 333.6 kJ/kg      where the lipid content (by mass) was found
//     latent heat = 0.9 w rho 333.6 kJ/kg                           elsewhere; w rho 333.6 kJ/kg in gels and salt solutions
//
// (0.24 g of water per g of lean dry mass never freezes: Cameron et al. 2013, doi:10.14294/WATER.2013.6, abstract read: 0.20
// to 0.28 in eight tissues), released evenly between solidus and liquidus, or as from a dilute solution (thermal_law.hpp).
// Calorimetry of bovine liver found two thirds of what this gives (docs/sources.md).
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
#include <vector>

#include "tissue/sourced_value.hpp"
#include "tissue/tissue.hpp"

namespace iceball {

enum class PerfusionChoice { ablation, resting };

// One row of the library.
struct TissueRecord {
    std::string_view name;
    std::string_view note;
    bool freezes;
    SourcedValue water_fraction;  // by mass
    SourcedValue density;
    SourcedValue conductivity_unfrozen, specific_heat_unfrozen;
    SourcedValue latent_heat;
    SourcedValue solidus, liquidus;
    std::optional<SourcedValue> perfusion_ablation, perfusion_resting;
    SourcedValue metabolic_heat;
    std::string_view floods_into = {};  // row that it becomes after its first thaw; "" if it stays what it is

    PerfusionChoice default_perfusion() const {
        return perfusion_ablation ? PerfusionChoice::ablation : PerfusionChoice::resting;
    }
};

// How the latent heat comes free between solidus and liquidus (thermal_law.hpp).
enum class Release { linear, dilute };
std::string_view to_string(Release release);
std::string_view to_string(IceConductivity ice);

// Plain numbers of one tissue, from the library or a case file.
struct TissueProperties {
    bool freezes = true;
    double water_fraction = 0;  // by mass
    double density = 0;
    double conductivity_unfrozen = 0, specific_heat_unfrozen = 0;
    // Constants; what is not given follows from the water.
    std::optional<double> conductivity_frozen, specific_heat_frozen;
    IceConductivity ice = IceConductivity::exponential;
    double latent_heat = 0;
    double solidus = 0, liquidus = 0;
    Release release = Release::linear;
    double perfusion = 0;
    double metabolic_heat = 0;
    std::optional<double> stasis;  // threshold of vascular stasis [degC]
    std::string floods_into;       // tissue that it becomes after its first thaw; "" if it stays what it is
};

// What perfuses: Pennes' heat exchange is perfusion x density x specific heat. Density and specific heat: IT'IS (read; the
// row "blood" of the library); temperature: normal body temperature.
struct Blood {
    double temperature = 37;      // [degC]
    double density = 1050;        // [kg/m3]
    double specific_heat = 3617;  // [J/kg/K]
};

std::span<const TissueRecord> tissue_library();
// All numbers of a row, in the order of `iceball list tissues`; without those of freezing where it does not freeze.
std::vector<NamedValue> numbers_of(const TissueRecord& record);
// Null if there is none of that name.
const TissueRecord* find_tissue(std::string_view name);

// The perfusion of the given kind [1/s]; 0 where the library has none of either kind. Throws InputError where it has
// only the other kind.
double perfusion_of(const TissueRecord& record, PerfusionChoice choice);

// The row's numbers, with its default perfusion.
TissueProperties properties_of(const TissueRecord& record);

// Frozen tissue of the given properties.
FrozenMedium frozen_medium(const TissueProperties& properties);

// Throws InputError on values out of range.
Tissue make_tissue(const std::string& name, const TissueProperties& properties, const Blood& blood);

std::string_view to_string(PerfusionChoice choice);

}  // namespace iceball
