// The rows of the tissue library. "read": the number was read in the named source; everything else says that it is
// literature-typical and unverified, assumed, or derived (tissue/library.hpp has the formulas).
#include <array>

#include "tissue/library.hpp"

namespace iceball {
namespace {

constexpr std::string_view go_smart =
    "Go-Smart cryoablation model (EU FP7; github.com/go-smart/glossia-scratch-test-site), read";
constexpr std::string_view micromachines = "Micromachines 2025;16:1321, doi:10.3390/mi16121321, read";
constexpr std::string_view comsol = "COMSOL Bioheat material library 5.5/6.0, read";
constexpr std::string_view comsol_go_smart = "IT'IS-type table, confirmed in COMSOL Bioheat library or Go-Smart, read";
constexpr std::string_view itis = "IT'IS v4-type table; literature-typical, unverified";
constexpr std::string_view typical = "literature-typical, unverified";
constexpr std::string_view nothing_found = "no value found: taken as 0";
constexpr std::string_view none = "no blood, no metabolism";
constexpr std::string_view derived_latent = "derived: 0.9 w rho 333.6 kJ/kg (latent heat of ice: CRC, read)";
constexpr std::string_view range_assumed = "Go-Smart's and Micromachines 2025's range for other tissues, assumed here";

constexpr double latent_ice = 333.6e3, freezable = 0.9;

// A row whose latent heat follows from its water fraction, freezing over -8..-1 degC.
constexpr TissueRecord from_water(std::string_view name, std::string_view note, double water,
                                  std::string_view water_source, SourcedValue density, SourcedValue k, SourcedValue c,
                                  std::optional<SourcedValue> ablation, std::optional<SourcedValue> resting,
                                  SourcedValue heat_per_mass) {
    TissueRecord row{};
    row.name = name;
    row.note = note;
    row.freezes = true;
    row.water_fraction = {water, water_source};
    row.density = density;
    row.conductivity_unfrozen = k;
    row.specific_heat_unfrozen = c;
    row.latent_heat = {freezable * water * density.value * latent_ice, derived_latent};
    row.solidus = {-8, range_assumed};
    row.liquidus = {-1, range_assumed};
    row.perfusion_ablation = ablation;
    row.perfusion_resting = resting;
    row.metabolic_heat = {heat_per_mass.value * density.value, heat_per_mass.source};
    return row;
}

// Freezing range of Go-Smart's kidney, liver and lung, and the latent heat of both published codes.
constexpr TissueRecord go_smart_freezing(TissueRecord row, double latent_heat, std::string_view latent_source) {
    row.latent_heat = {latent_heat, latent_source};
    row.solidus = {-8, go_smart};
    row.liquidus = {-1, go_smart};
    return row;
}

constexpr TissueRecord freezing_over(TissueRecord row, double solidus, double liquidus, std::string_view source) {
    row.solidus = {solidus, source};
    row.liquidus = {liquidus, source};
    return row;
}

// Water without bound water: gels and salt solutions.
constexpr TissueRecord all_water_freezing(TissueRecord row) {
    row.latent_heat = {row.water_fraction.value * row.density.value * latent_ice,
                       "derived: w rho 333.6 kJ/kg, no bound water (latent heat of ice: CRC, read)"};
    return row;
}

constexpr std::string_view latent_250 = "250 MJ/m3 in Micromachines 2025 and 250 kJ/kg in Go-Smart, both read; "
                                        "bovine liver by calorimetry 140-159 J/g (doi:10.1038/s41598-021-95204-2, read)";

constexpr TissueRecord soft_tissue() {
    TissueRecord row = from_water("soft tissue", "generic; the homogeneous liver of Micromachines 2025", 0.75, typical,
                                  {1000, micromachines}, {0.5, micromachines}, {3600, micromachines},
                                  SourcedValue{0.0005, micromachines}, std::nullopt, {4.2, micromachines});
    row.latent_heat = {250e6, micromachines};
    return freezing_over(row, -8, -1, micromachines);
}

constexpr TissueRecord air() {
    TissueRecord row{};
    row.name = "air";
    row.note = "never freezes; heat moves by conduction alone, convection of the air is not modelled";
    row.freezes = false;
    row.water_fraction = {0, "dry"};
    row.density = {1.2, typical};
    row.conductivity_unfrozen = {0.025, typical};
    row.specific_heat_unfrozen = {1005, typical};
    row.latent_heat = row.solidus = row.liquidus = {0, "does not freeze"};
    row.metabolic_heat = {0, none};
    return row;
}

constexpr std::optional<SourcedValue> no_value = std::nullopt;

const std::array table{
    freezing_over(all_water_freezing(from_water(
                      "agar gel", "2 % agar or ultrasound gel: what probe presets are calibrated in; does not match liver",
                      0.98, typical, {1010, typical}, {0.59, typical}, {4150, typical}, no_value, no_value, {0, none})),
                  -1, 0, "nearly pure water; assumed, unverified"),
    air(),
    from_water("blood", "still", 0.79, typical, {1050, itis}, {0.52, itis}, {3617, comsol_go_smart}, no_value, no_value,
               {0, itis}),
    from_water("bone cancellous", "osteonecrosis is reported at +3.5 degC already", 0.325, typical, {1178, itis},
               {0.31, itis}, {2274, itis}, no_value, SourcedValue{0.00059, itis}, {0.46, itis}),
    from_water("bone cortical", "osteonecrosis is reported at +3.5 degC already", 0.16, typical, {1908, comsol},
               {0.32, comsol}, {1313, comsol}, no_value, SourcedValue{0.00032, itis}, {0.15, itis}),
    from_water("breast fat", "", 0.15, typical, {911, itis}, {0.21, itis}, {2348, itis}, no_value,
               SourcedValue{0.00071, itis}, {0.73, itis}),
    from_water("breast gland", "", 0.60, typical, {1041, itis}, {0.33, itis}, {2960, itis}, no_value,
               SourcedValue{0.0026, itis}, {2.3, itis}),
    from_water("cervix", "", 0.78, typical, {1105, itis}, {0.53, itis}, {3600, itis}, no_value,
               SourcedValue{0.005, itis}, {0, nothing_found}),
    from_water("eye sclera", "IT'IS convention; Scott and Ng use c 3180 J/kg/K, k 1.0042 W/m/K and no perfusion", 0.68,
               typical, {1032, itis}, {0.58, itis}, {4200, itis}, no_value, SourcedValue{0.0065, itis},
               {0, nothing_found}),
    freezing_over(all_water_freezing(from_water("eye vitreous", "", 0.99, typical, {1005, itis}, {0.595, itis},
                                                {4100, itis}, no_value, no_value, {0, none})),
                  -5, -0.5, "dilute salt solution; assumed, unverified"),
    from_water("fat", "Go-Smart treats fat as unfreezable", 0.15, typical, {911, comsol_go_smart},
               {0.21, comsol_go_smart}, {2348, comsol_go_smart}, no_value, SourcedValue{0.00050, itis}, {0.51, itis}),
    go_smart_freezing(from_water("kidney", "resting perfusion stops ice balls that are known to grow", 0.785, typical,
                               {1066, go_smart}, {0.53, itis}, {3763, go_smart}, SourcedValue{0.0035, go_smart},
                               SourcedValue{0.0674, itis}, {18, itis}),
                    250e6, latent_250),
    go_smart_freezing(from_water("liver", "", 0.725, typical, {1079, comsol_go_smart}, {0.52, comsol},
                               {3540, comsol_go_smart}, SourcedValue{0.0036, go_smart}, SourcedValue{0.0155, itis},
                               {9.9, itis}),
                    250e6, latent_250),
    go_smart_freezing(from_water("lung", "deflated, as in Go-Smart", 0.80, typical, {1050, go_smart}, {0.39, go_smart},
                               {3886, go_smart}, SourcedValue{0.004, go_smart}, SourcedValue{0.0070, itis}, {6.2, itis}),
                    250e6, latent_250),
    from_water("lung inflated", "aerated; turns to deflated lung where it bleeds after a thaw (not modelled)", 0.80,
               typical, {394, itis}, {0.39, itis}, {3886, itis}, no_value, SourcedValue{0.0026, itis}, {6.2, itis}),
    from_water("lymph node", "", 0.78, typical, {1035, typical}, {0.48, typical}, {3700, typical}, no_value, no_value,
               {0, nothing_found}),
    from_water("muscle", "", 0.75, typical, {1090, comsol_go_smart}, {0.49, comsol_go_smart}, {3421, comsol_go_smart},
               no_value, SourcedValue{0.00067, itis}, {0.91, itis}),
    from_water("prostate", "", 0.80, typical, {1045, comsol}, {0.51, comsol}, {3760, comsol}, no_value,
               SourcedValue{0.0069, itis}, {6.1, itis}),
    go_smart_freezing(from_water("renal tumour", "perfused as its kidney in Go-Smart; sweep 0.0005..0.01 1/s", 0.80,
                               typical, {1066, go_smart}, {0.5, go_smart}, {3750, go_smart},
                               SourcedValue{0.0035, go_smart}, no_value, {0, nothing_found}),
                    250e6, latent_250),
    freezing_over(all_water_freezing(from_water("saline", "0.9 % NaCl, still", 0.99, typical, {1005, typical},
                                                {0.60, typical}, {4150, typical}, no_value, no_value, {0, none})),
                  -5, -0.5, "dilute salt solution; assumed, unverified"),
    from_water("skin", "", 0.635, typical, {1109, itis}, {0.37, itis}, {3391, itis}, no_value, SourcedValue{0.0020, itis},
               {1.65, itis}),
    soft_tissue(),
    go_smart_freezing(from_water("tumour", "generic; sweep the perfusion over 0.0005..0.01 1/s", 0.80, typical,
                               {1050, typical}, {0.5, go_smart}, {3750, go_smart}, SourcedValue{0.0005, micromachines},
                               no_value, {0, nothing_found}),
                    250e6, latent_250),
};

}  // namespace

std::span<const TissueRecord> tissue_library() { return table; }

}  // namespace iceball
