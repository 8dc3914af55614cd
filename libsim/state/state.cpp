#include "state/state.hpp"

#include <fmt/format.h>

namespace iceball {

void State::serialize(Archive& archive) {
    archive.value("time", time);
    archive.values("enthalpy", std::span(enthalpy.data(), enthalpy.size()));
    if (stasis.size() > 0) archive.values("stasis", std::span(stasis.data(), stasis.size()));
    if (flooding.size() > 0) archive.values("flooding", std::span(flooding.data(), flooding.size()));
    for (std::size_t n = 0; n < needles.size(); ++n) {
        NeedleState& needle = needles[n];
        archive.values(fmt::format("needle_{}_wall_temperature", n), std::span(needle.wall_temperature));
        archive.values(fmt::format("needle_{}_wall_temperature_at_stage_start", n),
                       std::span(needle.wall_temperature_at_stage_start));
        archive.value(fmt::format("needle_{}_heat", n), needle.heat);
        archive.value(fmt::format("needle_{}_power", n), needle.power);
    }
    for (std::size_t n = 0; n < contacts.size(); ++n) {
        ContactState& contact = contacts[n];
        archive.value(fmt::format("contact_{}_temperature", n), contact.temperature);
        archive.value(fmt::format("contact_{}_temperature_at_stage_start", n), contact.temperature_at_stage_start);
        archive.value(fmt::format("contact_{}_heat", n), contact.heat);
        archive.value(fmt::format("contact_{}_power", n), contact.power);
    }
}

}  // namespace iceball
