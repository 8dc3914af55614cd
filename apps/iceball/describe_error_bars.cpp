#include "describe_error_bars.hpp"

#include <fmt/format.h>

#include <cmath>

namespace iceball {
namespace {

using Json = nlohmann::ordered_json;

// One reading with its bar.
struct Barred {
    double value, companion, bar;

    Json json() const { return {{"value", value}, {"companion", companion}, {"bar", bar}}; }
    // scale: to the unit that is printed.
    std::string text(double scale) const {
        if (std::isnan(bar)) return std::isnan(value) ? "none" : fmt::format("{:.2f} (no bar)", scale * value);
        return fmt::format("{:.2f} +- {:.2f}", scale * value, scale * bar);
    }
};

Barred at(const ErrorBarRecord& bars, const std::string& name, std::size_t index) {
    return {bars.find(name)->values.at(index), bars.find(name + "_companion")->values.at(index),
            bars.find(name + "_bar")->values.at(index)};
}

std::string distances_text(const ErrorBarRecord& bars, const std::string& begin, std::size_t index) {
    std::string line;
    if (bars.find(begin + "minimum_margin"))
        line += ", margin " + at(bars, begin + "minimum_margin", index).text(1e3) + " mm";
    for (std::size_t organ = 0; organ < bars.organs.size() && bars.find(begin + "distance_to_risk"); ++organ)
        line += fmt::format(", {} mm to {}",
                            at(bars, begin + "distance_to_risk", index * bars.organs.size() + organ).text(1e3),
                            bars.organs[organ]);
    return line;
}

void add_distances(Json& entry, const ErrorBarRecord& bars, const std::string& begin, std::size_t index) {
    if (bars.find(begin + "minimum_margin")) entry["minimum_margin"] = at(bars, begin + "minimum_margin", index).json();
    for (std::size_t organ = 0; organ < bars.organs.size() && bars.find(begin + "distance_to_risk"); ++organ)
        entry["distance_to_risk"][bars.organs[organ]] =
            at(bars, begin + "distance_to_risk", index * bars.organs.size() + organ).json();
}

}  // namespace

Json describe_error_bars(const ErrorBarRecord& bars) {
    Json out{{"companion_spacing", bars.companion_spacing},
             {"spacing_ratio", bars.ratio},
             {"order", bars.order},
             {"safety_factor", bars.safety_factor},
             {"volume_floor", bars.volume_floor},
             {"length_floor", bars.length_floor},
             {"method", bars.method},
             {"source", bars.source},
             {"moments", Json::array()}};
    const std::size_t isotherms = bars.isotherms.size(), probes = bars.probes.size();
    for (std::size_t moment = 0; moment < bars.moments.size(); ++moment)
        for (std::size_t n = 0; n < isotherms; ++n) {
            const std::size_t index = moment * isotherms + n;
            Json entry{{"moment", bars.moments[moment]},
                       {"isotherm", bars.isotherms[n]},
                       {"time", bars.find("time")->values.at(index)},
                       {"volume", at(bars, "volume", index).json()}};
            for (std::size_t axis = 0; axis < 3; ++axis)
                entry["extent"].push_back(at(bars, "extent", 3 * index + axis).json());
            for (std::size_t probe = 0; probe < probes; ++probe)
                entry["extent_along_needle"][bars.probes[probe]] =
                    at(bars, "extent_along_needle", index * probes + probe).json();
            add_distances(entry, bars, "", index);
            out["moments"].push_back(entry);
        }
    if (!bars.find("run_minimum_margin")) return out;
    for (std::size_t n = 0; n < isotherms; ++n) {
        Json entry{{"isotherm", bars.isotherms[n]}};
        add_distances(entry, bars, "run_", n);
        out["coldest_of_the_run"].push_back(entry);
    }
    return out;
}

void print_error_bars(const ErrorBarRecord& bars, const std::string& begin) {
    fmt::print("{}discretisation error judged by a companion at {:.4g} mm; half widths:\n", begin,
               1e3 * bars.companion_spacing);
    const std::size_t isotherms = bars.isotherms.size();
    // One freeze that ends with the largest ice ball is told once.
    for (std::size_t moment = 0; moment < bars.moments.size(); ++moment)
        for (std::size_t n = 0; n < isotherms; ++n) {
            const std::size_t index = moment * isotherms + n;
            const std::vector<double>& times = bars.find("time")->values;
            bool told = false;
            for (std::size_t before = 0; before < moment; ++before)
                told = told || times[before * isotherms + n] == times[index];
            if (told) continue;
            std::string line = fmt::format("{} cm3", at(bars, "volume", index).text(1e6));
            for (std::size_t axis = 0; axis < 3; ++axis)
                line += (axis == 0 ? ", " : " x ") + at(bars, "extent", 3 * index + axis).text(1e3);
            fmt::print("{}{}, {:.0f} s, {:g} degC: {} mm{}\n", begin, bars.moments[moment], times[index],
                       bars.isotherms[n], line, distances_text(bars, "", index));
        }
    if (!bars.find("run_minimum_margin")) return;
    for (std::size_t n = 0; n < isotherms; ++n)
        fmt::print("{}coldest of the run, {:g} degC{}\n", begin, bars.isotherms[n], distances_text(bars, "run_", n));
}

}  // namespace iceball
