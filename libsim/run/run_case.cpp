#include "run/run_case.hpp"

#include <fmt/format.h>

#include <chrono>

#include "case/output_times.hpp"
#include "core/error.hpp"
#include "run/run_recorder.hpp"
#include "store/checkpoint.hpp"

namespace iceball {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds checkpoint_interval{60};
// A compressed temperature field takes about a third of its floats; less than this cannot be expected.
constexpr double least_compressed_share = 0.1;

void check_output(const CaseRunOptions& options) {
    const fs::path folder = options.output.has_parent_path() ? options.output.parent_path() : fs::path(".");
    if (!fs::is_directory(folder))
        throw FileError(fmt::format("{}: the folder for the output does not exist; make it or choose another with -o",
                                    folder.string()));
    if (fs::is_directory(options.output))
        throw FileError(fmt::format("{}: the output is a folder; name a file with -o", options.output.string()));
    const bool exists = fs::exists(options.output);
    if (options.resume && !exists)
        throw FileError(fmt::format("{}: nothing to resume; the file does not exist", options.output.string()));
    if (exists && !options.resume && !options.replace)
        throw FileError(fmt::format("{}: the output exists and is kept; --force replaces it, --resume goes on with an "
                                    "interrupted run, -o names another file",
                                    options.output.string()));
}

void check_space(const Case& c, const Model& model, const CaseRunOptions& options) {
    const double needed = least_compressed_share * 4.0 * double(model.grid.cell_count()) * double(frame_count(c));
    std::error_code failed;
    const fs::space_info space = fs::space(fs::absolute(options.output).parent_path(), failed);
    if (!failed && needed > double(space.available))
        throw FileError(fmt::format("{}: not enough space; the frames need at least {:.3g} MB and {:.3g} MB are free. Choose "
                                    "another disk with -o, fewer frames (output.every) or none (output.frames = \"none\")",
                                    options.output.string(), needed / 1e6, double(space.available) / 1e6));
}

// Keeps a checkpoint once a minute at output times, after the frame of that time is safe in the file.
class Checkpointer : public Observer {
 public:
    Checkpointer(fs::path path, std::string identity, std::vector<Section*> sections)
        : path_(std::move(path)), identity_(std::move(identity)), sections_(std::move(sections)), last_(Clock::now()) {}

    void save() {
        save_checkpoint(path_, identity_, sections_);
        last_ = Clock::now();
    }
    void restore() { restore_checkpoint(path_, identity_, sections_); }
    void remove() const {
        std::error_code ignored;  // a checkpoint that stays costs space only
        fs::remove(path_, ignored);
    }
    void at_output(const Model&, const State&, const Ledger&) override {
        if (Clock::now() - last_ >= checkpoint_interval) save();
    }

 private:
    fs::path path_;
    std::string identity_;
    std::vector<Section*> sections_;
    Clock::time_point last_;
};

class StepCounter : public Observer {
 public:
    explicit StepCounter(RunSummary& summary) : summary_(summary) {}
    void after_step(const Model&, const State&, const Ledger&, const StepReport& report) override {
        summary_.steps = report.step_number;
    }

 private:
    RunSummary& summary_;
};

// A disk that fills up later keeps the frames that were committed; one that was full from the start keeps nothing.
void remove_if_worthless(RunRecorder& recorder, const CaseRunOptions& options) {
    if (options.resume || recorder.has_results()) return;
    recorder.abandon();
    std::error_code ignored;  // the error that brought us here is the one to tell
    fs::remove(options.output, ignored);
    fs::remove(fs::path(options.output).replace_extension(".xmf"), ignored);
}

}  // namespace

fs::path default_output(const fs::path& case_file) { return fs::path(case_file).replace_extension(".h5"); }

RunSummary run_case(const Case& c, const CaseRunOptions& options, Talk& talk) {
    const Clock::time_point started = Clock::now();
    check_output(options);
    std::vector<std::string> notes;
    const Model model = build_model(c, &notes);
    for (const std::string& note : notes) talk.note(note);
    check_space(c, model, options);

    RunSummary summary;
    Simulation simulation(model);
    RunRecorder recorder(c, model, simulation, talk, summary);
    Checkpointer checkpoint(checkpoint_path(options.output), c.resolved.dump(), recorder.sections());
    StepCounter counter(summary);
    if (options.resume) checkpoint.restore();
    recorder.open(options);
    simulation.add_observer(checkpoint);
    simulation.add_observer(counter);
    simulation.add_observer(talk);
    simulation.set_output_times(output_times(c));
    if (options.stop_signal != nullptr)
        simulation.set_stop_request([signal = options.stop_signal] { return signal->load() != 0; });

    try {
        summary.complete = simulation.run();
    } catch (const FileError&) {
        talk.finish();
        remove_if_worthless(recorder, options);
        throw;
    } catch (const NumericsError&) {
        talk.finish();
        recorder.close(RunStatus::failed);
        throw;
    }
    talk.finish();
    if (!summary.complete) checkpoint.save();
    recorder.close(summary.complete ? RunStatus::complete : RunStatus::interrupted);
    if (summary.complete) checkpoint.remove();
    summary.time = simulation.state().time;
    summary.ledger_residual = simulation.ledger().residual();
    summary.wall_time = std::chrono::duration<double>(Clock::now() - started).count();
    return summary;
}

}  // namespace iceball
