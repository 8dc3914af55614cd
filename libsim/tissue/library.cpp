#include "tissue/library.hpp"

#include <fmt/format.h>

#include "core/error.hpp"

namespace iceball {

const TissueRecord* find_tissue(std::string_view name) {
    for (const TissueRecord& record : tissue_library())
        if (record.name == name) return &record;
    return nullptr;
}

std::string_view to_string(PerfusionChoice choice) {
    return choice == PerfusionChoice::ablation ? "ablation" : "resting";
}

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
    p.conductivity_frozen = record.conductivity_frozen.value;
    p.conductivity_unfrozen = record.conductivity_unfrozen.value;
    p.specific_heat_frozen = record.specific_heat_frozen.value;
    p.specific_heat_unfrozen = record.specific_heat_unfrozen.value;
    p.latent_heat = record.latent_heat.value;
    p.solidus = record.solidus.value;
    p.liquidus = record.liquidus.value;
    p.perfusion = perfusion_of(record, record.default_perfusion());
    p.metabolic_heat = record.metabolic_heat.value;
    return p;
}

Tissue make_tissue(const std::string& name, const TissueProperties& p, const Blood& blood) {
    const PhaseProperties unfrozen{p.conductivity_unfrozen, p.density * p.specific_heat_unfrozen};
    const PhaseProperties frozen{p.conductivity_frozen, p.density * p.specific_heat_frozen};
    const ThermalLaw law = p.freezes ? ThermalLaw::linear_release(frozen, unfrozen, p.latent_heat, p.solidus, p.liquidus)
                                     : ThermalLaw::never_freezing(unfrozen);
    Tissue tissue{name, law};
    tissue.perfusion = p.perfusion * blood.density * blood.specific_heat;
    tissue.blood_temperature = blood.temperature;
    tissue.metabolic_heat = p.metabolic_heat;
    return tissue;
}

}  // namespace iceball
