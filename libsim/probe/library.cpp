#include "probe/library.hpp"

#include <array>
#include <string_view>

namespace iceball {
namespace {

constexpr Citation was_read(std::string_view text) { return {text, Standing::read}; }

constexpr Citation calibrated_17g = {
    "calibrated: volume below -40 degC about 6 % of the ice after 10 min in gel for one 1.47 mm probe "
    "(Shitzer 2010, doi:10.1115/1.4002302, read); with the gas temperature and active length assumed here",
    Standing::derived};
constexpr Citation calibrated_24 = {
    "calibrated: ice 33.3 mm across after 15 min in agar at 39 degC around one 2.4 mm probe (12 mm at -30 degC are 13 % of "
    "its area: Littrup 2009, J Vasc Interv Radiol 20:1343, PMC2762356, read); with the gas temperature and active length "
    "assumed here",
    Standing::derived};
constexpr Citation gas = "argon after Joule-Thomson expansion; assumed in the calibration: unverified";
constexpr Citation from_tip = "assumed: the active zone begins at the tip; unverified";
constexpr Citation active_thaw = was_read("288 K in Go-Smart's protocol (go-smart-template_cryo.sif, 022392f), read");
constexpr Citation as_argon =
    "the film coefficient of the argon 2.4 mm preset, 1990 W/m^2/K, for want of an ice ball to calibrate on: unverified";
constexpr Citation as_24 = "as the 2.4 mm argon preset; not found in print: unverified";

constexpr std::array presets{
    ProbePreset{"argon 17G", "IceROD class",
                {1.47e-3, was_read("17G, 1.47 mm: Magalov 2008, doi:10.1115/1.2804943, read")},
                {0, from_tip},
                {45e-3, was_read("Galil IceROD in Go-Smart (GalilCombinationSeeder.php), read")},
                SourcedValue{7, calibrated_17g},
                {-150, gas},
                SourcedValue{15, active_thaw}},
    ProbePreset{"argon 1.7 mm", "Endocare class; with the film coefficient of the 2.4 mm preset, which gives the measured ratio of the two "
                                "probes' lethal diameters (Littrup 2009; docs/validation.md)",
                {1.7e-3, was_read("Littrup 2009, PMC2762356, read")},
                {0, from_tip},
                {40e-3, as_24},
                SourcedValue{10.6, {"15 W/K/m of the argon 2.4 mm preset by 1.7 mm / 2.4 mm, at the same film coefficient",
                                   Standing::derived}},
                {-150, gas},
                SourcedValue{15, active_thaw}},
    ProbePreset{"argon 2.4 mm", "Endocare class; right for ice and for the -30 degC of two to four probes, whose single probe has "
                                "17 mm at -30 degC where 12 mm were measured (Littrup 2009; docs/validation.md)",
                {2.4e-3, was_read("Littrup 2009, PMC2762356, read")},
                {0, from_tip},
                {40e-3, "assumed in the calibration; not found in print: unverified"},
                SourcedValue{15, calibrated_24},
                {-150, gas},
                SourcedValue{15, active_thaw}},
    ProbePreset{"LN2 3 mm", "boiling nitrogen, Cryotech class; only its diameter is cited for this probe. No number was found "
                            "for its active thaw: a stage of kind warm needs a warm_temperature",
                {3e-3, was_read("Hewitt, Zhao, Akhter & Morris, Cryobiology (abstract read): Cryotech LCS 3000, 3 mm")},
                {0, from_tip},
                {40e-3, "lesions of Visica2 (liquid nitrogen) are expected to be about 4 cm long (PMC7798152, abstract "
                        "read); that it is the active length is assumed: unverified"},
                SourcedValue{18.7, as_argon},
                {-196, "nitrogen boils at 77.35 K at 1 atm (Jacobsen 1986 in homepages.cae.wisc.edu/~helium, read); taken as the "
                       "temperature of the coolant: unverified for the probe"},
                std::nullopt},
    ProbePreset{"CO2 2.4 mm", "Joule-Thomson, as in Hu et al. 2024 (Kubanda, doi:10.3390/bioengineering11040391, abstract "
                              "read: its size and power are not in it); only the temperature of the gas is cited. Too "
                              "weak: -20 degC reaches 14.1 mm across after 45 min in gel at 37 degC, 0.81 of what argon 2.4 "
                              "mm does in 7 min, where they measured 1.09 (at a lethal temperature not in the abstract). It "
                              "cannot warm unless a case gives a warm_temperature",
                {2.4e-3, as_24},
                {0, from_tip},
                {40e-3, as_24},
                SourcedValue{15, as_argon},
                {-78.5, "carbon dioxide sublimes at -78.5 degC at 1 atm (The Handy Chemistry Answer Book, read); taken as the "
                         "temperature of the gas: unverified for the probe"},
                std::nullopt},
    ProbePreset{"N2O 2.4 mm", "Joule-Thomson; nitrous oxide mostly cools contact probes (cervix, eye), which this needle is "
                              "not. It cannot warm unless a case gives a warm_temperature",
                {2.4e-3, as_24},
                {0, from_tip},
                {40e-3, as_24},
                std::nullopt,
                {-75, "middle of the -65 to -85 degC of gynaecological tips (J Fam Pract 1998;47:99, read), taken as the "
                      "temperature of the wall: unverified for a needle"},
                std::nullopt},
};

constexpr std::array metals{
    ProbeMetal{"nitinol", "as a published cryoablation code has it; density and specific heat are rather those of titanium",
               {21.9, was_read("Micromachines 2025, 16:1321, doi:10.3390/mi16121321, read")},
               {4506, was_read("Micromachines 2025, 16:1321, as printed, read")},
               {522, was_read("Micromachines 2025, 16:1321, as printed, read")}},
    ProbeMetal{"stainless steel", "AISI 304 at room temperature; its conductivity falls in the cold, which is not modelled",
               {16.2, was_read("data sheets of AISI 304 (0-100 degC), read")},
               {8000, was_read("data sheets of AISI 304, read")},
               {500, was_read("data sheets of AISI 304 (0-100 degC), read")}},
};

template <class Row, std::size_t count>
const Row* find(const std::array<Row, count>& rows, std::string_view name) {
    for (const Row& row : rows)
        if (row.name == name) return &row;
    return nullptr;
}

}  // namespace

std::span<const ProbePreset> probe_library() { return presets; }

std::vector<NamedValue> numbers_of(const ProbePreset& p) {
    std::vector<NamedValue> out{
        {"diameter", p.diameter}, {"active_start", p.active_start}, {"active_length", p.active_length}};
    if (p.conductance) out.push_back({"conductance", *p.conductance});
    out.push_back({p.conductance ? "gas_temperature" : "wall_temperature", p.temperature});
    if (p.warm_temperature) out.push_back({"warm_temperature", *p.warm_temperature});
    return out;
}

const ProbePreset* find_probe_preset(std::string_view name) { return find(presets, name); }

std::span<const ProbeMetal> probe_metals() { return metals; }

std::vector<NamedValue> numbers_of(const ProbeMetal& m) {
    return {{"conductivity", m.conductivity}, {"density", m.density}, {"specific_heat", m.specific_heat}};
}

const ProbeMetal* find_probe_metal(std::string_view name) { return find(metals, name); }

}  // namespace iceball
