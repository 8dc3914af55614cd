#include "tissue/library.hpp"

#include <fmt/format.h>

#include "core/error.hpp"

namespace iceball {
namespace {

ThermalLaw thermal_law(const TissueProperties& p) {
    const PhaseProperties unfrozen{p.conductivity_unfrozen, p.density * p.specific_heat_unfrozen};
    if (!p.freezes) return ThermalLaw::never_freezing(unfrozen);
    const auto law = p.release == Release::dilute ? ThermalLaw::dilute_release : ThermalLaw::linear_release;
    return law(frozen_medium(p), unfrozen, p.latent_heat, p.solidus, p.liquidus);
}

}  // namespace

const TissueRecord* find_tissue(std::string_view name) {
    for (const TissueRecord& record : tissue_library())
        if (record.name == name) return &record;
    return nullptr;
}

std::vector<NamedValue> numbers_of(const TissueRecord& r) {
    std::vector<NamedValue> out{{"water_fraction", r.water_fraction},
                                {"density", r.density},
                                {"conductivity_unfrozen", r.conductivity_unfrozen},
                                {"specific_heat_unfrozen", r.specific_heat_unfrozen}};
    if (r.freezes) {
        out.push_back({"latent_heat", r.latent_heat});
        out.push_back({"solidus", r.solidus});
        out.push_back({"liquidus", r.liquidus});
    }
    if (r.perfusion_ablation) out.push_back({"perfusion_ablation", *r.perfusion_ablation});
    if (r.perfusion_resting) out.push_back({"perfusion_resting", *r.perfusion_resting});
    out.push_back({"metabolic_heat", r.metabolic_heat});
    return out;
}

std::string_view to_string(PerfusionChoice choice) {
    return choice == PerfusionChoice::ablation ? "ablation" : "resting";
}

std::string_view to_string(Release release) { return release == Release::linear ? "linear" : "dilute"; }

std::string_view to_string(IceConductivity ice) { return ice == IceConductivity::exponential ? "exponential" : "power"; }

double perfusion_of(const TissueRecord& record, PerfusionChoice choice) {
    const auto& wanted = choice == PerfusionChoice::ablation ? record.perfusion_ablation : record.perfusion_resting;
    if (wanted) return wanted->value;
    if (!record.perfusion_ablation && !record.perfusion_resting) return 0;
    throw InputError(fmt::format("the library has no {} perfusion for \"{}\", only the other kind; give a value such as "
                                 "\"0.002 1/s\"", to_string(choice), record.name));
}

TissueProperties properties_of(const TissueRecord& record) {
    TissueProperties p;
    p.freezes = record.freezes;
    p.density = record.density.value;
    p.water_fraction = record.water_fraction.value;
    p.conductivity_unfrozen = record.conductivity_unfrozen.value;
    p.specific_heat_unfrozen = record.specific_heat_unfrozen.value;
    p.latent_heat = record.latent_heat.value;
    p.solidus = record.solidus.value;
    p.liquidus = record.liquidus.value;
    p.perfusion = perfusion_of(record, record.default_perfusion());
    p.metabolic_heat = record.metabolic_heat.value;
    p.floods_into = record.floods_into;
    return p;
}

FrozenMedium frozen_medium(const TissueProperties& p) {
    std::optional<double> heat_capacity;
    if (p.specific_heat_frozen) heat_capacity = p.density * *p.specific_heat_frozen;
    return FrozenMedium({p.water_fraction, p.density, p.specific_heat_unfrozen, p.ice}, p.conductivity_frozen, heat_capacity);
}

Tissue make_tissue(const std::string& name, const TissueProperties& p, const Blood& blood) {
    Tissue tissue{name, thermal_law(p)};
    tissue.perfusion = p.perfusion * blood.density * blood.specific_heat;
    tissue.blood_temperature = blood.temperature;
    tissue.metabolic_heat = p.metabolic_heat;
    tissue.stasis_temperature = p.stasis;
    return tissue;
}

}  // namespace iceball
