// RunWriter: writes a run file (docs/file_format.md) while the run goes on.
//
// The file appears under its name when its fixed part (grid, regions, probes, protocol, case) is whole; a failure before
// that leaves nothing, and an existing file stays as it was. After that every commit leaves a file that opens with all
// frames so far, whatever happens to the process: a writer that is killed costs the frames since the last commit only
// (not proof against loss of power: nothing is synced to the disk). Time series are kept in memory between commits.
// A frame commits. All members throw FileError where the file cannot be written.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>

#include "state/state.hpp"
#include "store/run_records.hpp"

namespace iceball {

// The fixed part of a run file.
struct RunInfo {
    std::string title;
    Grid grid;
    RegionMap regions;
    std::vector<std::string> tissue_names;  // indexed by Region::tissue
    std::vector<Needle> needles;
    Protocol protocol;
    std::vector<Sensor> sensors;
    std::vector<double> isotherms;          // [degC], of the metrics and of the target
    std::vector<std::string> ledger_terms;  // names of LedgerSample::heat; spaces become '_'
    std::string case_source;                // the case file as given
    std::string case_resolved;              // JSON text
    std::string iceball_version;
    Provenance provenance;                  // may differ between equal runs
    bool xdmf = true;                       // keep run.xmf beside the file, once there are frames
    std::optional<TargetInfo> target = {};
    std::vector<Contact> contacts = {};
};

enum class RunStatus { running, complete, interrupted, failed };
std::string to_string(RunStatus status);

class RunWriter {
 public:
    // Creates the file. Throws FileError if it exists and replace is false.
    RunWriter(const std::filesystem::path& path, const RunInfo& info, bool replace);
    // Goes on with the file of a run that was interrupted: drops frames and samples after `time`, and all that
    // the end of the run writes anew: history fields, the target over the whole run, injuries. Throws FileError where the file is not that of this run
    // (grid, probes or resolved case differ) or is complete.
    static RunWriter open_for_resume(const std::filesystem::path& path, const RunInfo& info, double time);
    ~RunWriter();
    RunWriter(RunWriter&&) noexcept;
    RunWriter& operator=(RunWriter&&) noexcept;

    // Times of the frames in the file.
    const std::vector<double>& frame_times() const;

    // temperature: of every cell, packed (store/pack.hpp) [degC]. Frames and samples must come later than the last.
    void append_frame(double time, std::span<const float> temperature);
    void append_metrics(const MetricsSample& sample);
    void append_needles(double time, std::span<const NeedleState> needles);
    void append_contacts(double time, std::span<const ContactState> contacts);
    void append_sensors(double time, std::span<const double> temperatures);
    void append_target(const TargetSample& sample);
    void append_ledger(const LedgerSample& sample);
    // Writes what is in memory and flushes. For runs without frames; append_frame() does it too.
    void commit();

    // Written at once, replaced where written before; they are safe after the next commit.
    void write_history(const HistoryInfo& info, std::span<const float> values);
    // Over the whole run; the first dimension of every array is the isotherm, a second the organ at risk.
    void write_target(const std::vector<NamedArray>& arrays);
    void write_injury(const InjuryRecord& injury);
    // The share of destroyed tissue in every cell by one of its laws, packed; cycle 0: the whole run.
    void write_injury_field(const InjuryLawInfo& law, int cycle, std::span<const float> destroyed);
    // How far the laws are apart in every cell, packed.
    void write_disagreement(int cycle, std::span<const float> difference);

    // Commits too.
    void set_status(RunStatus status);
    // Closes; the destructor does it as well but cannot tell of a failure.
    void close();

 private:
    struct Parts;
    explicit RunWriter(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace iceball
