#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "outcome/injury/injury_law.hpp"

namespace iceball {
namespace {

using VolumeByRegion = std::array<double, RegionMap::max_regions>;

std::vector<LethalTemperature> default_thresholds() {
    const std::string assumed = "assumed as for the organ; unverified";
    const std::string strict = "Go-Smart lethal temperature 233 K, read";
    return {
        {"kidney", -20, "pig kidney: -16.1 degC complete (J Endourol 2001;15:193), -19.4 degC (Chosy 1998), read"},
        {"renal tumour", -20, "renal cell carcinoma in vitro: -25 degC once, -20 degC twice (COR 2022), read"},
        {"liver", -20, "literature-typical, unverified; strict: " + strict},
        {"lung", -20, "pig lung: necrosis near the -20 degC isotherm (Hinshaw 2010), read"},
        {"lung inflated", -20, "pig lung: necrosis near the -20 degC isotherm (Hinshaw 2010), read"},
        {"prostate", -40, "LNCaP and PC3 xenografts: one cycle below -40 degC kills most (Turk 1999, Prostate 38:137), read"},
        {"breast gland", -25, "MCF-7: complete at -25 degC (PMC7672727), read"},
        {"breast fat", -25, assumed + " (breast)"},
        {"bone cancellous", -40, strict + "; osteonecrosis is reported at +3.5 degC already (Goetz 2008, read)"},
        {"bone cortical", -40, strict},
        {"cervix", -20, "literature-typical, unverified"},
        {"lymph node", -20, "literature-typical, unverified"},
        {"soft tissue", -20, "literature-typical, unverified"},
        {"muscle", -20, "literature-typical, unverified"},
        {"tumour", -40, strict},
        {"skin", -50, "dog skin: death certain below -50 degC (Gage 1982, doi:10.1016/0011-2240(82)90153-5), read"},
    };
}

}  // namespace

const std::vector<std::unique_ptr<InjuryLaw>>& injury_laws() {
    static const std::vector<std::unique_ptr<InjuryLaw>> laws = [] {
        std::vector<std::unique_ptr<InjuryLaw>> all;
        all.push_back(make_isotherm_law(default_thresholds(), -40));
        all.push_back(make_threshold_and_time_law(-20, 60, -40));
        return all;
    }();
    return laws;
}

const InjuryLaw& find_injury_law(const std::string& name) {
    std::string known;
    for (const auto& law : injury_laws()) {
        if (law->name() == name) return *law;
        known += (known.empty() ? "'" : ", '") + law->name() + "'";
    }
    throw InputError(fmt::format("unknown injury law '{}'; known are {}", name, known));
}

std::vector<double> history_isotherms(std::vector<double> isotherms) {
    for (const auto& law : injury_laws())
        for (double needed : law->isotherms())
            if (!find_temperature(isotherms, needed)) isotherms.push_back(needed);
    return isotherms;
}

Injury judge(const InjuryLaw& law, const Model& model, const Field<double>& tissue_fraction,
             const HistoryFields& history, const HistorySettings& settings, const TargetGauge* target) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    Injury injury{law.destroyed(model, tissue_fraction, history, settings), {}, none, none};
    injury.volume = destroyed_volumes(model, tissue_fraction, injury.destroyed);
    if (!target) return injury;
    const double destroyed = injury.volume[std::size_t(target->target_region())];
    // Both are sums of the same cells, added in another order.
    if (target->target_volume() > 0) injury.target_fraction = std::min(destroyed / target->target_volume(), 1.0);
    injury.healthy_volume = std::accumulate(injury.volume.begin(), injury.volume.end(), -destroyed);
    return injury;
}

std::vector<double> destroyed_volumes(const Model& model, const Field<double>& tissue_fraction,
                                      const Field<float>& destroyed) {
    const Grid& grid = model.grid;
    std::vector<VolumeByRegion> planes(std::size_t(grid.nz()));
    parallel_blocks(grid.nz(), [&](int k) {
        for (int j = 0; j < grid.ny(); ++j)
            for (int i = 0; i < grid.nx(); ++i) {
                const std::ptrdiff_t cell = grid.index(i, j, k);
                planes[std::size_t(k)][model.regions.region[cell]] += tissue_fraction[cell] * destroyed[cell];
            }
    });
    std::vector<double> volumes(model.regions.regions.size());
    for (const VolumeByRegion& plane : planes)
        for (std::size_t region = 0; region < volumes.size(); ++region) volumes[region] += plane[region] * grid.cell_volume();
    return volumes;
}

}  // namespace iceball
