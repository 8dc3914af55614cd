// A small run file with everything in it, for tests of what writes and reads run files.
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "store/run_writer.hpp"

namespace iceball {

inline RunInfo small_run() {
    const Grid grid({5, 4, 3}, 0.002, Vector3(-0.005, 0.001, 0.02));
    RegionMap regions{Field<std::uint8_t>(grid), {{"background", 0, {}}, {"vessel", 1, 37.0}}};
    regions.region[grid.index(4, 3, 2)] = 1;
    Needle needle{"A", {Vector3(0, 0.005, 0.022), Vector3(0, 0, 1), 0.0012, 0.001, 0.003}, nullptr, 3.5};
    Protocol protocol{{{StageKind::freeze, 0, 60, 0, {{true, 0.5}}}, {StageKind::thaw, 0, 30, 0, {{false, 1.0}}},
                       {StageKind::freeze, 0, 60, 0, {{true, 1.0}}}}};
    lay_out(protocol);
    return {"a small run", grid, regions, {"kidney", "blood"}, {needle}, protocol, {{"TC 1", Vector3(0.001, 0.002, 0.021)}},
            {0, -20}, {"needles", "held regions"}, "title = \"a small run\"\n", "{\"title\": \"a small run\"}", "0.1.0",
            {{"compiler", "g++"}}, true, TargetInfo{"tumour", 0.005, {"vessel"}}};
}

inline std::vector<float> frame_at(const RunInfo& info, double time) {
    std::vector<float> values(info.grid.cell_count());
    for (std::size_t n = 0; n < values.size(); ++n) values[n] = float(37 - 0.25 * time - 0.125 * double(n));
    return values;
}

// Samples and a frame of one moment.
inline void append_moment(RunWriter& writer, const RunInfo& info, double time) {
    const std::size_t nodes = std::size_t(wall_node_count(info.needles[0].geometry, info.grid.spacing()));
    const NeedleState needle{std::vector<double>(nodes, -time), {}, -2 * time, -time / 2};
    writer.append_metrics({time, {1e-6 * time, 5e-7 * time}, {2e-6 * time, 6e-7 * time},
                           std::vector<double>(6, 1e-3 * time), {2e-3 * time, 1e-3 * time}, {1, 2}});
    writer.append_target({time, {0.01 * time, 0.005 * time}, {-1e-4 * time, NAN}, {1e-7 * time, 0}, {0.01, NAN}});
    writer.append_needles(time, std::span(&needle, 1));
    writer.append_sensors(time, std::vector<double>{37 - time});
    writer.append_ledger({time, 1e-15, -time, {-time, 0.25 * time}});
    writer.append_frame(time, frame_at(info, time));
}

inline std::string bytes(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_complete_run(const std::filesystem::path& path, const RunInfo& info) {
    RunWriter writer(path, info, false);
    for (const double time : {15.0, 30.0, 45.0}) append_moment(writer, info, time);
    writer.write_history({"minimum_temperature", 0, "degC", "lowest temperature"}, frame_at(info, 60));
    writer.write_history({"freeze_count", 1, "", "number of freezes"}, frame_at(info, 0));
    writer.write_target({{"covered", "", "share", {2}, {0.75, 0.5}}, {"distance", "m", "to each organ", {2, 1}, {0.001, 0.002}}});
    const InjuryLawInfo law{"isotherm", "colder than", {"kidney = -20 degC"}, {"a source"}};
    writer.write_injury_field(law, 0, frame_at(info, 1));
    writer.write_injury_field(law, 1, frame_at(info, 2));
    const InjuryLawInfo other{"other", "warmer than", {"kidney = -10 degC"}, {"a source"}};
    writer.write_injury_field(other, 0, frame_at(info, 3));
    writer.write_disagreement(1, frame_at(info, 4));
    writer.write_injury({{law, other}, 2, {1e-6, 0, 2e-6, 0, 3e-6, 0, 4e-6, 0}, {0.25, 0.5, 0.75, 1}, {3e-6, 4e-6, 5e-6, 6e-6},
                         {0, 1e-6, 2e-6, 0, 0, 3e-6, 4e-6, 0}, {"vessel"}, {0.001, NAN, 0.003, 0.004}});
    writer.set_status(RunStatus::complete);
    writer.close();
}

}  // namespace iceball
