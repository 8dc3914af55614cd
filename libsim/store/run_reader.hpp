// RunReader: reads a run file (docs/file_format.md), finished or not.
//
// The constructor reads the fixed part and the frame times; everything else is read when asked for. A file that a run
// is still writing, or whose writer was killed, shows what was committed. Throws FileError where the file is missing,
// not a run file, of a newer version or damaged. One thread a reader.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "grid/grid.hpp"
#include "grid/region_map.hpp"
#include "store/run_records.hpp"

namespace iceball {

class RunReader {
 public:
    explicit RunReader(const std::filesystem::path& path);
    ~RunReader();
    RunReader(RunReader&&) noexcept;
    RunReader& operator=(RunReader&&) noexcept;

    const std::filesystem::path& path() const;
    const std::string& title() const;
    const std::string& status() const;  // "running", "complete", "interrupted" or "failed"
    const std::string& iceball_version() const;
    const Grid& grid() const;
    const std::vector<double>& times() const;  // of the frames [s]
    std::size_t frame_count() const { return times().size(); }
    // The frame nearest to a time; the earlier of two equally near. Throws FileError where there are no frames.
    std::size_t frame_at(double time) const;

    // Fields over the cells, packed: x fastest, then y, then z. store/pack.hpp turns them into Fields.
    std::vector<float> frame(std::size_t number) const;  // [degC]
    std::vector<std::uint8_t> labels() const;            // region of every cell
    std::vector<HistoryInfo> history_list() const;       // whole run first, then cycle by cycle, by name
    bool has_history(const std::string& name, int cycle = 0) const;
    std::vector<float> history(const std::string& name, int cycle = 0) const;

    const std::vector<RegionRecord>& regions() const;
    std::vector<std::string> probe_names() const;
    std::vector<ProbeRecord> probes() const;  // in the order of the case
    std::vector<ContactRecord> contacts() const;
    Protocol protocol() const;
    MetricsRecord metrics() const;  // empty where the run has none
    LedgerRecord ledger() const;
    std::vector<SensorRecord> sensors() const;
    std::optional<TargetRecord> target() const;
    // Empty where the run has not ended.
    std::optional<InjuryRecord> injury() const;
    // Share of destroyed tissue in every cell, packed; cycle 0: the whole run.
    std::vector<float> injury_field(const std::string& law, int cycle = 0) const;
    // Empty where the run was not asked for them.
    std::optional<ErrorBarRecord> error_bars() const;
    std::string case_source() const;
    std::string case_resolved() const;  // JSON text
    Provenance provenance() const;

 private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace iceball
