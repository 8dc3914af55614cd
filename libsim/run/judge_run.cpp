#include "run/judge_run.hpp"

#include <fmt/format.h>

namespace iceball {
namespace {

InjuryLawInfo describe(const InjuryLaw& law) {
    InjuryLawInfo info{law.name(), law.criterion(), {}, {}};
    for (const InjuryParameter& parameter : law.parameters()) {
        const std::string unit = parameter.unit.empty() ? "" : " " + parameter.unit;
        info.parameters.push_back(fmt::format("{} = {:g}{}", parameter.name, parameter.value, unit));
        info.sources.push_back(parameter.source);
    }
    return info;
}

template <class Value>
void append(std::vector<Value>& all, const std::vector<Value>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

std::optional<TargetGauge> target_gauge(const Case& c, const Model& model, const Field<double>& tissue_fraction) {
    if (!c.target) return std::nullopt;
    TargetRegions regions{.region = model.regions.find(c.target->region).value(), .at_risk = {}};
    for (const std::string& organ : c.target->at_risk) regions.at_risk.push_back(model.regions.find(organ).value());
    return TargetGauge(model, tissue_fraction, regions);
}

InjuryRecord judge_run(const InjuryLaws& laws, const JudgedRun& run, const std::vector<std::string>& organs,
                       const std::function<void(const JudgedCycle&)>& take) {
    InjuryRecord record;
    for (const auto& law : laws) record.laws.push_back(describe(*law));
    record.organs = organs;
    record.cycles = 1 + run.cycles.size();
    for (std::size_t cycle = 0; cycle < record.cycles; ++cycle) {
        const ColdExposure exposure(run.model, run.tissue_fraction,
                                    cycle == 0 ? run.cycles : run.cycles.subspan(cycle - 1, 1), run.settings);
        std::vector<Injury> injuries;
        for (const auto& law : laws) {
            injuries.push_back(judge(*law, exposure, run.target));
            const Injury& injury = injuries.back();
            append(record.volume, injury.volume);
            record.target_fraction.push_back(injury.target_fraction);
            record.healthy_volume.push_back(injury.healthy_volume);
            append(record.distance_to_risk, injury.distance_to_risk);
        }
        append(record.disagreement, disagreement_volumes(exposure, injuries));
        take({int(cycle), run.model.grid, record.laws, injuries, disagreement(exposure, injuries)});
    }
    return record;
}

}  // namespace iceball
