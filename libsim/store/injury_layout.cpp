#include "store/injury_layout.hpp"

#include <fmt/format.h>

#include "store/run_layout.hpp"

namespace iceball {
namespace {

const std::string tables = "/injury/volumes";

}  // namespace

std::string injury_dataset(const std::string& law, int cycle) {
    return cycle == 0 ? "/injury/" + law : fmt::format("/injury/cycle_{}/{}", cycle, law);
}

void describe_law(h5::File& file, const std::string& dataset, const InjuryLawInfo& law) {
    file.set_attribute(dataset, "law", law.name);
    file.set_attribute(dataset, "criterion", law.criterion);
    file.set_attribute(dataset, "parameters", law.parameters);
    file.set_attribute(dataset, "sources", law.sources);
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
    const auto write = [&](const char* name, const h5::Shape& shape, const std::vector<double>& values, const char* units,
                           const char* long_name) {
        const std::string dataset = tables + "/" + name;
        write_array(file, dataset, shape, values, units, long_name);
        file.attach_scale(dataset, 0, tables + "/cycle");
        file.attach_scale(dataset, 1, tables + "/law");
        if (shape.size() > 2) file.attach_scale(dataset, 2, tables + "/region");
    };
    write("destroyed", {injury.cycles, laws, regions}, injury.volume, "m3", "volume of destroyed tissue in every region");
    write("target_fraction", {injury.cycles, laws}, injury.target_fraction, "1", "destroyed share of the target");
    write("healthy", {injury.cycles, laws}, injury.healthy_volume, "m3", "volume of destroyed tissue outside the target");
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
    return injury;
}

}  // namespace iceball
