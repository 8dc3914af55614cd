#include <fmt/format.h>

#include "case/case.hpp"
#include "case/labels.hpp"
#include "case/stored_case.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "probe/exchange/convective.hpp"
#include "probe/exchange/power_limited.hpp"
#include "probe/exchange/wall_temperature.hpp"

namespace iceball {
namespace {

std::shared_ptr<const ExchangeModel> make_exchange(const ExchangeSettings& s) {
    switch (s.kind) {
        case ExchangeKind::wall_temperature:
            return std::make_shared<WallTemperature>(WallTemperature::Settings{s.temperature.table(), s.stage_clock, s.ramp,
                                                                               s.warm_temperature, s.warm_power});
        case ExchangeKind::convective:
            return std::make_shared<Convective>(Convective::Settings{s.conductance, s.temperature.table(), s.stage_clock,
                                                                     s.ramp, s.warm_temperature, s.warm_power, s.gas_rise});
        case ExchangeKind::power_limited:
            return std::make_shared<PowerLimited>(PowerLimited::Settings{s.wall_temperatures, s.powers, s.largest_power,
                                                                         s.ramp, s.warm_temperature, s.warm_power});
    }
    return nullptr;
}

// All regions, in the order of their numbers: the background, those of the image, those with a shape. Several labels may be
// one region.
std::vector<Region> numbered_regions(const Case& c) {
    RegionMap map{{}, {Region{"background", 0, std::nullopt}}};
    const auto add = [&](const LabelledRegion& region) {
        if (!map.find(region.name))
            map.regions.push_back(
                {region.name, region.tissue, region.held_temperature, std::nullopt, region.start_temperature});
    };
    if (c.domain.labels) {
        for (const auto& [label, region] : c.domain.labels->labels) add(region);
        if (c.domain.labels->ct_file) add(c.domain.labels->air);
    }
    for (const RegionSettings& region : c.regions)
        map.regions.push_back(
            {region.name, region.tissue, region.held_temperature, region.shape, region.start_temperature});
    return map.regions;
}

void paint_labels(const Case& c, const Grid& grid, RegionMap& map, std::vector<std::string>* notes) {
    if (!c.domain.labels) return;
    const LabelSettings& labels = *c.domain.labels;
    std::map<int, std::uint8_t> number_of_label;
    const auto number_of = [&](const LabelledRegion& region) { return std::uint8_t(map.find(region.name).value()); };
    for (const auto& [label, region] : labels.labels) number_of_label[label] = number_of(region);
    if (labels.ct_file) number_of_label[air_label] = number_of(labels.air);
    number_of_label.try_emplace(0, std::uint8_t(0));
    const Field<std::int32_t> cell_labels = labels_on_grid(labels, grid, notes);
    std::map<int, std::size_t> unknown;
    for_each_cell(grid, [&](const Index3&, std::ptrdiff_t cell) {
        const auto found = number_of_label.find(cell_labels[cell]);
        if (found == number_of_label.end())
            ++unknown[cell_labels[cell]];
        else
            map.region[cell] = found->second;
    });
    if (unknown.empty()) return;
    std::string list;
    for (const auto& [label, cells] : unknown) list += fmt::format("{}{} ({} cells)", list.empty() ? "" : ", ", label, cells);
    throw InputError(fmt::format("{}: domain.labels_map: no tissue for label {} of {}; add `{} = \"TISSUE\"`",
                                 c.path.string(), list, quote(labels.file.string(), 200), unknown.begin()->first));
}

RegionMap paint(const Case& c, const Grid& grid, std::vector<std::string>* notes) {
    RegionMap map{Field<std::uint8_t>(grid), numbered_regions(c)};
    paint_labels(c, grid, map, notes);
    const auto first = map.regions.size() - c.regions.size();
    std::vector<std::size_t> cells(map.regions.size());
    for_each_cell(grid, [&](const Index3& at, std::ptrdiff_t cell) {
        const Vector3 centre = grid.cell_centre(at[0], at[1], at[2]);
        for (std::size_t n = c.regions.size(); n-- > 0;)
            if (contains(c.regions[n].shape, centre)) {
                map.region[cell] = std::uint8_t(first + n);
                break;
            }
        ++cells[map.region[cell]];
    });
    // An analytic region of the case's own without a cell is a mistake; labels may fall outside a cut-out of the image.
    std::vector<std::string> needed;
    for (const RegionSettings& region : c.regions) needed.push_back(region.name);
    if (c.target) {
        needed.push_back(c.target->region);
        needed.insert(needed.end(), c.target->at_risk.begin(), c.target->at_risk.end());
    }
    for (const std::string& name : needed) {
        const auto number = map.find(name);
        if (number && cells[std::size_t(*number)] > 0) continue;
        throw InputError(fmt::format("{}: region {} holds no cell: it lies outside the box, is smaller than the spacing "
                                     "({:.4g} mm) or later regions cover it",
                                     c.path.string(), quote(name), 1e3 * grid.spacing()));
    }
    return map;
}

Model model_with(const Case& c, const Grid& grid, RegionMap regions) {
    std::vector<Tissue> tissues;
    for (const NamedTissue& tissue : c.tissues) {
        tissues.push_back(make_tissue(tissue.name, tissue.properties, c.blood));
        tissues.back().base = tissue.base;
        for (std::size_t n = 0; n < c.tissues.size(); ++n)
            if (c.tissues[n].name == tissue.properties.floods_into) tissues.back().floods_into = int(n);
    }
    std::vector<Needle> needles;
    for (const ProbeSettings& probe : c.probes) {
        needles.push_back({probe.name, probe.geometry, make_exchange(probe.exchange), probe.metal_heat_capacity,
                           probe.metal_conductance});
        for (const ExchangeSettings& schedule : probe.schedules)
            needles.back().schedules.push_back(make_exchange(schedule));
        needles.back().always_on = probe.always_on;
    }
    std::vector<Contact> contacts;
    for (const ContactSettings& contact : c.contacts) {
        contacts.push_back({contact.name, contact.face, contact.patch,
                            contact.conductance.value_or(std::numeric_limits<double>::infinity()),
                            make_exchange(contact.exchange)});
        for (const ExchangeSettings& schedule : contact.schedules)
            contacts.back().schedules.push_back(make_exchange(schedule));
    }
    return Model{grid,       std::move(regions), std::move(tissues), c.boundaries, std::move(needles),
                 c.protocol, c.sources,          c.initial_temperature, std::move(contacts)};
}

}  // namespace

Model build_model(const Case& c, std::vector<std::string>* notes) {
    const Grid grid = c.domain.grid();
    return model_with(c, grid, paint(c, grid, notes));
}

Model build_stored_model(const Case& c, const Grid& grid, Field<std::uint8_t> regions) {
    RegionMap map{std::move(regions), numbered_regions(c)};
    for_each_cell(grid, [&](const Index3&, std::ptrdiff_t cell) {
        if (map.region[cell] >= map.regions.size())
            throw InputError(fmt::format("a cell is of region {}, but the stored case has {} regions", map.region[cell],
                                         map.regions.size()));
    });
    return model_with(c, grid, std::move(map));
}

}  // namespace iceball
