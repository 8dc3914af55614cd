// The rows of the tissue library, every number with its source and standing (tissue/sourced_value.hpp; the sources at
// length, and what was looked for in vain: docs/sources.md).
#include <array>

#include "tissue/library.hpp"

namespace iceball {
namespace {

constexpr Citation was_read(std::string_view text) { return {text, Standing::read}; }
constexpr Citation was_derived(std::string_view text) { return {text, Standing::derived}; }
constexpr Citation by_definition(std::string_view text) { return {text, Standing::definition}; }

constexpr Citation itis =
    was_read("IT'IS Foundation (github.com/ITISFoundation/tissue-properties, TissueProperties.csv, 09dccc9), read");
constexpr Citation itis_lung_flow =
    was_read("401 ml/min/kg: IT'IS Foundation, same file, 8b5a5ba, read; the newer 09dccc9 has 5688, the whole cardiac output");
constexpr Citation itis_inflated =
    was_read("IT'IS Foundation (github.com/ITISFoundation/tissue-properties, TissueProperties.csv, 09dccc9), read; the older "
             "8b5a5ba has 0.39, that of deflated lung");
constexpr Citation go_smart =
    was_read("Go-Smart (EU FP7; github.com/go-smart/glossia-scratch-test-site, public/constants, 08cedd2), read");
constexpr Citation go_smart_range = was_read(
    "265 to 272 K in Go-Smart (same place, public/templates/go-smart-template_cryo.sif, 022392f), read, in whole degC");
constexpr Citation micromachines = was_read("Micromachines 2025;16:1321, doi:10.3390/mi16121321, read");
constexpr Citation woodard_white =
    was_read("Woodard & White 1986, doi:10.1259/0007-1285-59-708-1209, Table I, read in a transcription");
constexpr Citation from_elements = was_derived(
    "derived from its H, C, N and O (docs/sources.md), which give tissues of Woodard & White 1986 their water within 1 %");
constexpr Citation typical = "literature-typical, unverified";
constexpr Citation nothing_found = "no value found: taken as 0, unverified";
constexpr Citation none = by_definition("no blood, no metabolism");
constexpr Citation derived_latent = "0.9 w rho 333.6 kJ/kg (latent heat of ice: CRC, read); 0.9 literature-typical, unverified";
constexpr std::string_view lean_latent =
    "derived: [w - 0.24 (1 - w - lipid)] rho 333.6 kJ/kg (CRC; Cameron 2013, doi:10.14294/WATER.2013.6; lipid as w; all read)";
constexpr Citation range_assumed = "that of Go-Smart and Micromachines 2025 for other tissues, assumed here: unverified";

constexpr double latent_ice = 333.6e3, freezable = 0.9;
constexpr double unfreezable = 0.24;  // g of water per g of lean dry mass

// A row whose latent heat follows from its water fraction, freezing over -8..-1 degC.
constexpr TissueRecord from_water(std::string_view name, std::string_view note, double water,
                                  Citation water_source, SourcedValue density, SourcedValue k, SourcedValue c,
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
    row.metabolic_heat = {heat_per_mass.value * density.value, heat_per_mass.citation()};
    return row;
}

// Of known lipid content by mass: all water freezes but what is bound to the lean dry mass.
constexpr TissueRecord of_lipid(TissueRecord row, double lipid) {
    const double water = row.water_fraction.value;
    row.latent_heat = {(water - unfreezable * (1 - water - lipid)) * row.density.value * latent_ice, was_derived(lean_latent)};
    return row;
}

// Go-Smart's kidney, liver, lung and tumours freeze over one range.
constexpr TissueRecord go_smart_freezing(TissueRecord row) {
    row.solidus = {-8, go_smart_range};
    row.liquidus = {-1, go_smart_range};
    return row;
}

constexpr TissueRecord with_latent_heat(TissueRecord row, double latent_heat, Citation source) {
    row.latent_heat = {latent_heat, source};
    return row;
}

constexpr TissueRecord freezing_over(TissueRecord row, double solidus, double liquidus, Citation source) {
    row.solidus = {solidus, source};
    row.liquidus = {liquidus, source};
    return row;
}

constexpr TissueRecord flooding_into(std::string_view flooded, TissueRecord row) {
    row.floods_into = flooded;
    return row;
}

// Water without bound water: gels and salt solutions. As well known as its water.
constexpr TissueRecord all_water_freezing(TissueRecord row) {
    row.latent_heat = {row.water_fraction.value * row.density.value * latent_ice,
                       "w rho 333.6 kJ/kg, no bound water (latent heat of ice: CRC, read); w unverified"};
    return row;
}

constexpr Citation latent_250 = was_read(
    "Micromachines 2025;16:1321, doi:10.3390/mi16121321, read (Go-Smart's 250 kJ/kg would be 270 MJ/m3); bovine liver by "
    "calorimetry 140-159 J/g (doi:10.1038/s41598-021-95204-2, read)");
constexpr Citation latent_250_elsewhere =
    "that of liver in Micromachines 2025, assumed here: unverified; Go-Smart's 250 kJ/kg (read) would be 262 to 267 MJ/m3";

constexpr TissueRecord soft_tissue() {
    TissueRecord row = from_water("soft tissue", "generic; the homogeneous liver of Micromachines 2025", 0.75, typical,
                                  {1000, micromachines}, {0.5, micromachines}, {3600, micromachines},
                                  SourcedValue{0.0005, micromachines}, std::nullopt, {4.2, micromachines});
    return freezing_over(with_latent_heat(row, 250e6, micromachines), -8, -1, micromachines);
}

constexpr TissueRecord air() {
    TissueRecord row{};
    row.name = "air";
    row.note = "never freezes; heat moves by conduction alone, convection of the air is not modelled";
    row.freezes = false;
    row.water_fraction = {0, by_definition("dry")};
    row.density = {1.164, itis};
    row.conductivity_unfrozen = {0.0274, itis};
    row.specific_heat_unfrozen = {1004, itis};
    row.latent_heat = row.solidus = row.liquidus = {0, by_definition("does not freeze")};
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
    of_lipid(from_water("blood", "still", 0.79, woodard_white, {1050, itis}, {0.52, itis}, {3617, itis}, no_value, no_value,
                        {0, itis}),
             0.006),
    from_water("bone cancellous", "osteonecrosis is reported at +3.5 degC already", 0.325, typical, {1178, itis},
               {0.31, itis}, {2274, itis}, no_value, SourcedValue{0.00059, itis}, {0.46, itis}),
    from_water("bone cortical", "osteonecrosis is reported at +3.5 degC already", 0.122, woodard_white, {1908, itis},
               {0.32, itis}, {1313, itis}, no_value, SourcedValue{0.00032, itis}, {0.15, itis}),
    of_lipid(from_water("breast fat", "", 0.212, woodard_white, {911, itis}, {0.21, itis}, {2348, itis}, no_value,
                        SourcedValue{0.00071, itis}, {0.73, itis}),
             0.741),
    of_lipid(from_water("breast gland", "with some fat: Woodard & White's middle composition; 30 to 73 % water elsewhere",
                        0.514, woodard_white, {1041, itis}, {0.33, itis}, {2960, itis}, no_value, SourcedValue{0.0026, itis},
                        {2.3, itis}),
             0.309),
    from_water("cervix", "", 0.78, typical, {1105, itis}, {0.53, itis}, {3676, itis}, no_value, SourcedValue{0.0129, itis},
               {10.8, itis}),
    from_water("eye sclera", "IT'IS convention; Scott and Ng use c 3180 J/kg/K, k 1.0042 W/m/K and no perfusion", 0.68,
               typical, {1032, itis}, {0.58, itis}, {4200, itis}, no_value, SourcedValue{0.0065, itis}, {5.9, itis}),
    freezing_over(all_water_freezing(from_water("eye vitreous", "", 0.99, typical, {1005, itis}, {0.595, itis},
                                                {4047, itis}, no_value, no_value, {0, itis})),
                  -5, -0.5, "dilute salt solution; assumed, unverified"),
    of_lipid(from_water("fat", "Go-Smart treats fat as unfreezable", 0.212, woodard_white, {911, itis}, {0.21, itis},
                        {2348, itis}, no_value, SourcedValue{0.00050, itis}, {0.51, itis}),
             0.741),
    with_latent_heat(go_smart_freezing(from_water("kidney", "resting perfusion stops ice balls that are known to grow", 0.766,
                                                  woodard_white, {1066, itis}, {0.53, itis}, {3763, itis},
                                                  SourcedValue{0.0035, go_smart}, SourcedValue{0.0674, itis}, {18, itis})),
                     250e6, latent_250_elsewhere),
    with_latent_heat(go_smart_freezing(from_water("liver", "", 0.745, woodard_white, {1079, itis}, {0.52, itis}, {3540, itis},
                                                  SourcedValue{0.0036, go_smart}, SourcedValue{0.0155, itis}, {9.9, itis})),
                     250e6, latent_250),
    with_latent_heat(go_smart_freezing(from_water("lung", "deflated, as in Go-Smart", 0.80, from_elements, {1050, itis},
                                                  {0.39, itis}, {3886, itis}, SourcedValue{0.004, go_smart},
                                                  SourcedValue{0.0070, itis_lung_flow}, {6.2, itis})),
                     250e6, latent_250_elsewhere),
    with_latent_heat(go_smart_freezing(from_water("lung flooded",
                                                  "what inflated lung becomes after its first thaw, full of blood and fluid: the "
                                                  "numbers of deflated lung, assumed",
                                                  0.80, from_elements, {1050, itis}, {0.39, itis}, {3886, itis},
                                                  SourcedValue{0.004, go_smart}, SourcedValue{0.0070, itis_lung_flow},
                                                  {6.2, itis})),
                     250e6, latent_250_elsewhere),
    flooding_into("lung flooded",
                  go_smart_freezing(of_lipid(from_water("lung inflated", "aerated; floods after its first thaw", 0.80,
                                                        from_elements, {394, itis}, {0.18, itis_inflated}, {3886, itis},
                                                        no_value, SourcedValue{0.0026, itis_lung_flow}, {6.2, itis}),
                                             0.010))),
    from_water("lymph node", "", 0.78, typical, {1035, itis}, {0.46, itis}, {3739, itis}, no_value, SourcedValue{0.0080, itis},
               {7.1, itis}),
    of_lipid(from_water("muscle", "", 0.741, woodard_white, {1090, itis}, {0.49, itis}, {3421, itis}, no_value,
                        SourcedValue{0.00067, itis}, {0.91, itis}),
             0.042),
    of_lipid(from_water("prostate", "", 0.833, woodard_white, {1045, itis}, {0.51, itis}, {3760, itis}, no_value,
                        SourcedValue{0.0069, itis}, {6.1, itis}),
             0.012),
    with_latent_heat(go_smart_freezing(from_water("renal tumour",
                                                  "perfused as its kidney in Go-Smart; sweep 0.0005..0.01 1/s", 0.80, typical,
                                                  {1066, go_smart}, {0.5, go_smart}, {3750, go_smart},
                                                  SourcedValue{0.0035, go_smart}, no_value, {0, nothing_found})),
                     250e6, latent_250_elsewhere),
    freezing_over(all_water_freezing(from_water("saline", "0.9 % NaCl, still", 0.99, typical, {1005, typical},
                                                {0.60, typical}, {4150, typical}, no_value, no_value, {0, none})),
                  -5, -0.5, "dilute salt solution; assumed, unverified"),
    of_lipid(from_water("skin", "", 0.654, from_elements, {1109, itis}, {0.37, itis}, {3391, itis}, no_value,
                        SourcedValue{0.0020, itis}, {1.65, itis}),
             0.093),
    soft_tissue(),
    with_latent_heat(go_smart_freezing(from_water("tumour", "generic; sweep the perfusion over 0.0005..0.01 1/s", 0.80,
                                                  typical, {1050, go_smart}, {0.5, go_smart}, {3750, go_smart},
                                                  SourcedValue{0.0005, micromachines}, no_value, {0, nothing_found})),
                     250e6, latent_250_elsewhere),
};

}  // namespace

std::span<const TissueRecord> tissue_library() { return table; }

}  // namespace iceball
