// Label images in [domain]: labels, labels_map, and air among the unlabelled by a CT.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "case/sections.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

constexpr int highest_label = 32767;

// `{ 2 = "renal tumour" }` or `{ 2 = { tissue = "renal tumour", name = "tumour", held = "37 degC" } }`.
std::optional<LabelledRegion> read_labelled_region(TableReader& map, const std::string& key, Case& c,
                                                   const Names& names) {
    LabelledRegion region;
    if (!map.is_table(key)) {
        const auto tissue = use_tissue(map, key, c, names);
        if (!tissue) return std::nullopt;
        return LabelledRegion{c.tissues[std::size_t(*tissue)].name, *tissue, std::nullopt, std::nullopt};
    }
    auto table = map.table(key);
    region.held_temperature = table->temperature("held");
    region.start_temperature = read_start_temperature(*table);
    if (!region.held_temperature && !table->has("tissue")) table->needed_text("tissue");
    const auto tissue = table->has("tissue") ? use_tissue(*table, "tissue", c, names)
                                             : std::optional<int>(take_up_tissue("blood", c, names));
    const auto name = table->text("name");
    table->finish();
    if (!tissue) return std::nullopt;
    region.tissue = *tissue;
    region.name = name.value_or(c.tissues[std::size_t(*tissue)].name);
    return region;
}

// Several labels may make up one region; then they agree in tissue and held temperature.
void add_label(TableReader& map, const std::string& key, int label, const LabelledRegion& region, LabelSettings& labels,
               Names& names) {
    for (const auto& [number, other] : labels.labels)
        if (other.name == region.name) {
            if (other.tissue != region.tissue || other.held_temperature != region.held_temperature ||
                other.start_temperature != region.start_temperature)
                map.problem(key, fmt::format("region {} has another tissue, held or start temperature at label {}",
                                             quote(region.name), number));
            labels.labels[label] = region;
            return;
        }
    if (take_region_name(map, key, region.name, names)) labels.labels[label] = region;
}

void read_air(TableReader& domain, LabelSettings& labels, Case& c, Names& names) {
    if (!domain.has("ct")) {
        for (const char* key : {"air_below", "air_tissue", "air_held"})
            if (domain.has(key)) domain.problem(key, "needs a CT: ct = \"ct.nii.gz\"");
        return;
    }
    labels.ct_file = read_file_name(domain, "ct", c);
    labels.air_below =
        domain.needed_quantity("air_below", quantity::hounsfield, range::any).value_or(labels.air_below);
    const auto tissue = domain.has("air_tissue") ? use_tissue(domain, "air_tissue", c, names)
                                                 : std::optional<int>(take_up_tissue("air", c, names));
    labels.air = {"air", tissue.value_or(0), domain.temperature("air_held"), std::nullopt};
    take_region_name(domain, "ct", labels.air.name, names);
}

}  // namespace

void read_labels(TableReader& domain, Case& c, Names& names) {
    LabelSettings labels;
    const auto file = read_file_name(domain, "labels", c);
    if (file) labels.file = *file;
    labels.form = domain.choice("form", {"by code", "sform", "qform"}).value_or(labels.form);
    labels.coordinates = domain.choice("coordinates", {"file", "RAS", "LPS"}).value_or(labels.coordinates);
    if (auto map = domain.needed_table("labels_map")) {
        for (const std::string& key : map->all_keys()) {
            int label = 0;
            const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), label);
            if (error != std::errc{} || end != key.data() + key.size() || label < 0 || label > highest_label) {
                map->problem(key, fmt::format("a label is a whole number from 0 to {}", highest_label));
                continue;
            }
            if (const auto region = read_labelled_region(*map, key, c, names))
                add_label(*map, key, label, *region, labels, names);
        }
    }
    read_air(domain, labels, c, names);
    if (file) c.domain.labels = std::move(labels);
}

}  // namespace iceball
