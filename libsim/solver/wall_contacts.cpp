#include "solver/wall_contacts.hpp"

#include <algorithm>
#include <cmath>

namespace iceball {
namespace {

constexpr double least_reach = 50;  // [K], of the wall temperatures over which a curve's slope is taken

struct Film {
    double conductance;  // per length of the active zone [W/K/m]
    double medium;       // [degC]
};

Film film_of(const HeatCurve& heat, double share, double length) {
    const bool cools = heat.at(heat.lowest()) == 0;
    const double rest = cools ? heat.lowest() : heat.highest();
    const double loaded = cools ? std::max(heat.highest(), rest + least_reach) : std::min(heat.lowest(), rest - least_reach);
    return {share * std::abs(heat.at(loaded) / (loaded - rest)) / length, rest};
}

// Of the tissue that the run begins with, so that it can be interrupted anywhere.
double conductivity_at(const Model& model, const NeedleGeometry& needle, double along, double temperature) {
    const Index3 c = model.grid.cell_of(needle.active_from() + along * needle.active_length * needle.direction);
    const int tissue = model.regions.at(model.grid.index(c[0], c[1], c[2])).tissue;
    return model.tissues[std::size_t(tissue)].law.conductivity_above(temperature);
}

// The metal of a needle that is off warms what others cool.
WallContact passive_contact(const Needle& needle) {
    WallContact contact = needle.has_metal();
    contact.warms = needle.has_metal();
    return contact;
}

WallContact contact_of(const Model& model, const Needle& needle, const Stage& stage, const ProbeAction& action) {
    if (!action.on && !needle.always_on) return passive_contact(needle);
    const int nodes = wall_node_count(needle.geometry, model.grid.spacing());
    const bool warming = stage.kind == StageKind::warm && !needle.always_on;
    const double in_stage = needle.always_on ? stage.end() : stage.duration;
    WallContact contact(std::vector<double>{});
    for (int node = 0; node < nodes; ++node) {
        const double along = (node + 0.5) / nodes;
        const WallDrive drive = needle.exchange_of(action.schedule)
                                    .drive({warming, in_stage, stage.end(), action.duty, model.initial_temperature, along});
        const Film film = drive.kind == WallDrive::Kind::power
                              ? film_of(*drive.heat, drive.heat_share, needle.geometry.active_length)
                              : Film{drive.conductance, drive.temperature};
        contact.warms = film.medium > 0;
        if (drive.kind == WallDrive::Kind::temperature || needle.has_metal()) return contact;
        contact.film.push_back(film.conductance / conductivity_at(model, needle.geometry, along, 0.5 * film.medium));
    }
    // A stretch with a medium may be too short for the wall's nodes.
    const bool cooled = std::any_of(contact.film.begin(), contact.film.end(), [](double film) { return film > 0; });
    return cooled ? contact : passive_contact(needle);
}

}  // namespace

std::vector<WallContact> wall_contacts(const Model& model, const Stage& stage) {
    std::vector<WallContact> contacts;
    contacts.reserve(model.needles.size());
    for (std::size_t n = 0; n < model.needles.size(); ++n)
        contacts.push_back(contact_of(model, model.needles[n], stage, stage.probes[n]));
    return contacts;
}

std::vector<WallContact> all_in_contact(const Model& model) {
    return std::vector<WallContact>(model.needles.size(), true);
}

}  // namespace iceball
