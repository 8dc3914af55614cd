#include "store/injury_layout.hpp"

#include <fmt/format.h>

#include "store/run_layout.hpp"

namespace iceball {
namespace {

const std::string tables = "/injury/volumes";

void create_field(h5::File& file, const Grid& grid, const std::string& dataset, const std::string& long_name) {
    file.make_group(dataset.substr(0, dataset.rfind('/')));
    create_cell_field<float>(file, grid, dataset, "1", long_name);
}

}  // namespace

std::string injury_dataset(const std::string& law, int cycle) {
    return cycle == 0 ? "/injury/" + law : fmt::format("/injury/cycle_{}/{}", cycle, law);
}

void write_injury_field(h5::File& file, const Grid& grid, const InjuryLawInfo& law, int cycle,
                        std::span<const float> destroyed) {
    const std::string dataset = injury_dataset(law.name, cycle);
    if (!file.exists(dataset)) {
        create_field(file, grid, dataset, "share of the tissue that is destroyed, law " + law.name);
        file.set_attribute(dataset, "law", law.name);
        file.set_attribute(dataset, "criterion", law.criterion);
        file.set_attribute(dataset, "parameters", law.parameters);
        file.set_attribute(dataset, "sources", law.sources);
    }
    file.write<float>(dataset, destroyed);
}

void write_disagreement_field(h5::File& file, const Grid& grid, int cycle, std::span<const float> difference) {
    const std::string dataset = injury_dataset(disagreement_field, cycle);
    if (!file.exists(dataset)) create_field(file, grid, dataset, "largest less smallest destroyed share by the laws");
    file.write<float>(dataset, difference);
}

void write_injury_tables(h5::File& file, const InjuryRecord& injury) {
    const std::size_t laws = injury.laws.size(), regions = injury.volume.size() / (injury.cycles * laws);
    std::vector<std::string> names;
    for (const InjuryLawInfo& law : injury.laws) names.push_back(law.name);
    if (file.exists(tables)) file.remove(tables);
    file.make_group(tables);
    file.write_texts(tables + "/law", names);
    file.make_scale(tables + "/law");
    // Again here: readers of netCDF look for dimensions in the groups above only.
    file.write_texts(tables + "/region", file.read_texts("/regions/name"));
    file.make_scale(tables + "/region");
    std::vector<std::int32_t> cycles(injury.cycles);
    for (std::size_t cycle = 0; cycle < injury.cycles; ++cycle) cycles[cycle] = std::int32_t(cycle);
    file.create<std::int32_t>(tables + "/cycle", {injury.cycles});
    file.write<std::int32_t>(tables + "/cycle", cycles);
    file.set_attribute(tables + "/cycle", "long_name", std::string("cycle; 0: the whole run"));
    file.make_scale(tables + "/cycle");
    // last: the scale of the third dimension, if there is one.
    const auto write = [&](const char* name, const h5::Shape& shape, const std::vector<double>& values, const char* units,
                           const char* long_name, const char* last = nullptr) {
        const std::string dataset = tables + "/" + name;
        write_array(file, dataset, shape, values, units, long_name);
        file.attach_scale(dataset, 0, tables + "/cycle");
        file.attach_scale(dataset, 1, tables + "/law");
        if (last) file.attach_scale(dataset, 2, tables + "/" + last);
    };
    write("destroyed", {injury.cycles, laws, regions}, injury.volume, "m3", "volume of destroyed tissue in every region",
          "region");
    write("target_fraction", {injury.cycles, laws}, injury.target_fraction, "1", "destroyed share of the target");
    write("healthy", {injury.cycles, laws}, injury.healthy_volume, "m3", "volume of destroyed tissue outside the target");
    // The names once more: a dataset cannot have one dimension twice.
    file.write_texts(tables + "/other_law", names);
    file.make_scale(tables + "/other_law");
    write("disagreement", {injury.cycles, laws, laws}, injury.disagreement, "m3",
          "volume that the law destroys and the other law does not", "other_law");
    if (injury.organs.empty()) return;
    file.write_texts(tables + "/organ", injury.organs);
    file.make_scale(tables + "/organ");
    write("distance_to_risk", {injury.cycles, laws, injury.organs.size()}, injury.distance_to_risk, "m",
          "from where half of the tissue is destroyed to each organ at risk", "organ");
}

std::optional<InjuryRecord> read_injury(const h5::File& file) {
    if (!file.exists(tables)) return std::nullopt;
    InjuryRecord injury;
    for (const std::string& name : file.read_texts(tables + "/law")) {
        const std::string dataset = injury_dataset(name, 0);
        injury.laws.push_back({name, file.text_attribute(dataset, "criterion"), file.texts_attribute(dataset, "parameters"),
                               file.texts_attribute(dataset, "sources")});
    }
    injury.cycles = file.shape(tables + "/cycle").at(0);
    injury.volume = file.read<double>(tables + "/destroyed");
    injury.target_fraction = file.read<double>(tables + "/target_fraction");
    injury.healthy_volume = file.read<double>(tables + "/healthy");
    if (file.exists(tables + "/disagreement")) injury.disagreement = file.read<double>(tables + "/disagreement");
    if (!file.exists(tables + "/organ")) return injury;
    injury.organs = file.read_texts(tables + "/organ");
    injury.distance_to_risk = file.read<double>(tables + "/distance_to_risk");
    return injury;
}

}  // namespace iceball
