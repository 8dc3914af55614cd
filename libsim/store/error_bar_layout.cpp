#include "store/error_bar_layout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "store/run_layout.hpp"

namespace iceball {
namespace {

const std::string group = "/error_bars";

// The numbers that are attributes of the group.
struct NumberAttribute {
    const char* name;
    double ErrorBarRecord::*member;
};
constexpr NumberAttribute numbers[] = {{"companion_spacing", &ErrorBarRecord::companion_spacing},
                                       {"spacing_ratio", &ErrorBarRecord::ratio},
                                       {"order", &ErrorBarRecord::order},
                                       {"safety_factor", &ErrorBarRecord::safety_factor},
                                       {"volume_floor", &ErrorBarRecord::volume_floor},
                                       {"length_floor", &ErrorBarRecord::length_floor}};

void write_scale(h5::File& file, const std::string& name, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    file.write_texts(group + "/" + name, texts);
    file.make_scale(group + "/" + name);
}

std::vector<std::string> read_scale(const h5::File& file, const std::string& name) {
    return file.exists(group + "/" + name) ? file.read_texts(group + "/" + name) : std::vector<std::string>();
}

// Name of the last dimension of an array, "" if it has only moments and isotherms.
std::string parts_of(const std::string& array) {
    const auto begins = [&](const char* name) { return array.find(name) != std::string::npos; };
    if (begins("extent_along_needle")) return "probe";
    if (begins("extent")) return "axis";
    return begins("distance_to_risk") ? "organ" : "";
}

void write_bars(h5::File& file, const ErrorBarRecord& bars) {
    file.make_group(group);
    for (const NumberAttribute& number : numbers) file.set_attribute(group, number.name, bars.*number.member);
    file.set_attribute(group, "method", bars.method);
    file.set_attribute(group, "source", bars.source);
    write_scale(file, "moment", bars.moments);
    write_array(file, group + "/isotherm", {bars.isotherms.size()}, bars.isotherms, "degC", "isotherm");
    file.make_scale(group + "/isotherm");
    write_scale(file, "axis", {"x", "y", "z"});
    write_scale(file, "probe", bars.probes);
    write_scale(file, "organ", bars.organs);
    std::vector<std::string> names;
    for (const NamedArray& array : bars.arrays) {
        const std::string dataset = group + "/" + array.name;
        write_array(file, dataset, array.shape, array.values, array.units, array.long_name);
        names.push_back(array.name);
        // The whole run is no moment.
        std::vector<std::string> dimensions{"moment", "isotherm"};
        if (array.name.rfind("run_", 0) == 0) dimensions.erase(dimensions.begin());
        if (const std::string parts = parts_of(array.name); !parts.empty()) dimensions.push_back(parts);
        for (std::size_t axis = 0; axis < dimensions.size(); ++axis)
            file.attach_scale(dataset, axis, group + "/" + dimensions[axis]);
    }
    file.set_attribute(group, "arrays", names);
}

}  // namespace

void add_error_bars(const std::filesystem::path& run, const ErrorBarRecord& bars) {
    {
        // Closed before anything is added: HDF5 loses count where space that it has just freed is used again.
        h5::File file(run, h5::Mode::write);
        if (file.exists(group)) file.remove(group);
        file.flush();
        file.close();
    }
    h5::File file(run, h5::Mode::write);
    write_bars(file, bars);
    file.flush();
    file.close();
}

std::optional<ErrorBarRecord> read_error_bars(const h5::File& file) {
    if (!file.exists(group)) return std::nullopt;
    ErrorBarRecord bars;
    for (const NumberAttribute& number : numbers) bars.*number.member = file.number_attribute(group, number.name);
    bars.method = file.text_attribute(group, "method");
    bars.source = file.text_attribute(group, "source");
    bars.moments = read_scale(file, "moment");
    bars.isotherms = file.read<double>(group + "/isotherm");
    bars.probes = read_scale(file, "probe");
    bars.organs = read_scale(file, "organ");
    for (const std::string& name : file.texts_attribute(group, "arrays")) {
        const std::string dataset = fmt::format("{}/{}", group, name);
        bars.arrays.push_back({name, file.text_attribute(dataset, "units"), file.text_attribute(dataset, "long_name"),
                               file.shape(dataset), file.read<double>(dataset)});
    }
    return bars;
}

}  // namespace iceball
