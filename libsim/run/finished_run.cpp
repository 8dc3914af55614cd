#include "run/finished_run.hpp"

#include <fmt/format.h>

#include "case/stored_case.hpp"
#include "core/error.hpp"
#include "probe/coupling.hpp"
#include "solver/tissue_fraction.hpp"
#include "solver/wall_contacts.hpp"
#include "store/pack.hpp"

namespace iceball {
namespace {

[[noreturn]] void refuse(const RunReader& run, const std::string& why) {
    throw FileError(fmt::format("{} (written by Iceball {}) cannot be judged anew: {}", run.path().string(),
                                run.iceball_version(), why));
}

// With what went through text replaced by the run's own bits.
Case read_stored_case(const RunReader& run) {
    try {
        Case c = load_stored_case(run.case_resolved(), run.path());
        c.domain.lower = run.grid().lower();
        c.domain.spacing = run.grid().spacing();
        for (const ProbeRecord& record : run.probes())
            for (ProbeSettings& probe : c.probes)
                if (probe.name == record.name) probe.geometry = record.geometry;
        return c;
    } catch (const InputError& error) {
        refuse(run, fmt::format("this version does not read the case that it holds\n{}", error.what()));
    }
}

Model read_model(const RunReader& run, const Case& c) {
    std::optional<Model> model;
    try {
        model = build_stored_model(c, run.grid(),
                                   unpack<std::uint8_t>(run.grid(), std::span<const std::uint8_t>(run.labels())));
    } catch (const InputError& error) {
        refuse(run, error.what());
    }
    const std::vector<RegionRecord>& records = run.regions();
    const std::vector<Region>& regions = model->regions.regions;
    bool same = regions.size() == records.size();
    for (std::size_t n = 0; same && n < regions.size(); ++n)
        same = regions[n].name == records[n].name && model->tissues[std::size_t(regions[n].tissue)].name == records[n].tissue;
    if (!same) refuse(run, "its regions are not those of the case that it holds");
    return std::move(*model);
}

}  // namespace

FinishedRun::FinishedRun(const RunReader& run)
    : history_(read_history(run)),
      case_(read_stored_case(run)),
      model_(read_model(run, case_)),
      tissue_fraction_(tissue_fractions(
          model_.grid, couple(model_.grid, model_.boundaries, model_.needles, all_in_contact(model_)))),
      gauge_(target_gauge(case_, model_, tissue_fraction_)) {}

std::vector<std::string> FinishedRun::organs() const {
    return case_.target ? case_.target->at_risk : std::vector<std::string>();
}

JudgedRun FinishedRun::judged() const {
    return {model_, tissue_fraction_, history_.cycles, history_.settings, gauge_ ? &*gauge_ : nullptr};
}

}  // namespace iceball
