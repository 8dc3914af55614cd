#include <utility>

#include "outcome/injury/injury_law.hpp"

namespace iceball {
namespace {

const std::string typical = "literature-typical, unverified";
const std::string strict = "Go-Smart lethal temperature 233 K, read";
const std::string stasis_source =
    "Hoffmann and Bischof 2001 (doi:10.1115/1.1385839), abstract read: necrosis, where blood flow was lost, below ";

PerTissue<double> lethal_temperatures() {
    const std::string assumed = "assumed as for the organ; unverified";
    return {
        .rows =
            {{"kidney", -20, "pig kidney: -16.1 degC complete (J Endourol 2001;15:193), -19.4 degC (Chosy 1998), read"},
             {"renal tumour", -20, "renal cell carcinoma in vitro: -25 degC once, -20 degC twice (COR 2022), read"},
             {"liver", -20, typical + "; strict: " + strict},
             {"lung", -20, "pig lung: necrosis near the -20 degC isotherm (Hinshaw 2010), read"},
             {"lung inflated", -20, "pig lung: necrosis near the -20 degC isotherm (Hinshaw 2010), read"},
             {"prostate", -40, "LNCaP and PC3 xenografts: one cycle below -40 degC kills most (Turk 1999, Prostate 38:137), read"},
             {"breast gland", -25, "MCF-7: complete at -25 degC (PMC7672727), read"},
             {"breast fat", -25, assumed + " (breast)"},
             {"bone cancellous", -40, strict + "; osteonecrosis is reported at +3.5 degC already (Goetz 2008, read)"},
             {"bone cortical", -40, strict},
             {"cervix", -20, typical},
             {"lymph node", -20, typical},
             {"soft tissue", -20, typical},
             {"muscle", -20, typical},
             {"tumour", -40, strict},
             {"skin", -50, "dog skin: death certain below -50 degC (Gage 1982, doi:10.1016/0011-2240(82)90153-5), read"}},
        .other = -40,
        .other_source = strict};
}

ThresholdAndTimeNumbers threshold_and_time() {
    return {.temperature = -20,
            .hold = 60,
            .instant = -40,
            .temperature_source = "-20 degC: kidney and lung (Chosy 1998, Hinshaw 2010), read",
            .hold_source = "60 s: Cooper in the 1960s, -20 degC for 1 min or longer, as told by Rukstalis and Katz "
                           "(doi:10.3109/9780203029930-7), abstract read",
            .instant_source = "-40 degC: Go-Smart lethal temperature 233 K, Turk 1999 (Prostate 38:137), both read"};
}

LogisticNumbers kill_curves() {
    const std::string mcf7 = "our fit, of low confidence, to MCF-7: 5 % dead at -10, 95 % at -25 degC (PMC7672727, read)";
    return {.curve = {.rows = {{"kidney",
                                {-16, 1.5},
                                "our fit, of low confidence: 52 % at -16.1 and 91 % at -19.4 degC, where pig kidney was dead "
                                "(J Endourol 2001;15:193, Chosy 1998, read)"},
                               {"breast gland", {-17.5, 2.5}, mcf7},
                               {"skin",
                                {-30, 8},
                                "our fit, of low confidence, to dog skin: alive above -10, certainly dead below -50 degC (Gage "
                                "1982, doi:10.1016/0011-2240(82)90153-5, read)"}},
                      .other = {-17.5, 2.5},
                      .other_source = typical + ": as MCF-7"},
            .shift = 5,
            .shift_source = "renal cell carcinoma in vitro: -25 degC once, -20 degC twice (COR 2022), read; taken for all "
                            "tissues, and beyond the second freeze, unverified"};
}

PerTissue<double> stasis_temperatures() {
    const std::string tumour = stasis_source + "-15.6 +- 4.3 degC in rat prostate tumour";
    return {.rows = {{"renal tumour", -16, tumour}, {"tumour", -16, tumour}},
            .other = -19,
            .other_source = stasis_source + "-19.0 +- 4.4 degC in normal rat skin; taken for all other tissues"};
}

}  // namespace

std::unique_ptr<InjuryLaw> make_injury_law(const InjuryLawSettings& settings) {
    return std::visit([&](const auto& numbers) { return make_law(settings.name, numbers); }, settings.numbers);
}

const std::vector<InjuryLawSettings>& standard_injury_laws() {
    static const std::vector<InjuryLawSettings> laws{{"isotherm", IsothermNumbers{lethal_temperatures()}},
                                                     {"threshold-and-time", threshold_and_time()},
                                                     {"logistic", kill_curves()},
                                                     {"stasis", StasisNumbers{stasis_temperatures()}}};
    return laws;
}

InjuryLaws injury_laws(const std::vector<InjuryLawSettings>& own) {
    InjuryLaws laws;
    for (const InjuryLawSettings& settings : standard_injury_laws()) laws.push_back(make_injury_law(settings));
    for (const InjuryLawSettings& settings : own) laws.push_back(make_injury_law(settings));
    return laws;
}

std::vector<double> history_isotherms(std::vector<double> isotherms, const InjuryLaws& laws) {
    for (const auto& law : laws)
        for (double needed : law->isotherms())
            if (!find_temperature(isotherms, needed)) isotherms.push_back(needed);
    return isotherms;
}

}  // namespace iceball
