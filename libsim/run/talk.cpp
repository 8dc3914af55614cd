#include "run/talk.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace iceball {
namespace {

constexpr std::chrono::milliseconds terminal_interval{200};
constexpr std::chrono::seconds log_interval{10};

std::string clock_text(double seconds) {
    const long whole = long(seconds + 0.5);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

Talk::Talk(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0), started_(Clock::now()), last_(started_) {}

void Talk::line(const std::string& text) {
    finish();
    std::fprintf(stderr, "%s\n", text.c_str());
}

void Talk::note(const std::string& text) {
    if (!quiet_) line(text);
}

void Talk::warn(const std::string& text) { line("warning: " + text); }

void Talk::finish() {
    if (drawn_) std::fputc('\n', stderr);
    drawn_ = false;
}

void Talk::begin(const Model&, const State& state) {
    started_ = last_ = Clock::now();
    first_time_ = state.time;
}

void Talk::after_step(const Model& model, const State& state, const Ledger&, const StepReport& report) {
    if (quiet_) return;
    const Clock::time_point now = Clock::now();
    const bool last = state.time >= model.protocol.duration();
    if (!last && now - last_ < (terminal_ ? Clock::duration(terminal_interval) : Clock::duration(log_interval))) return;
    last_ = now;
    const double done = state.time - first_time_, left = model.protocol.duration() - state.time;
    const double spent = std::chrono::duration<double>(now - started_).count();
    const std::string text = fmt::format(
        "{:3.0f} %  cycle {} {} ({} of {})  {} of {} min  step {:.3g} s ({})  {}", 100 * state.time / model.protocol.duration(),
        report.stage->cycle, to_string(report.stage->kind), report.stage_number + 1, model.protocol.stages.size(),
        clock_text(state.time), clock_text(model.protocol.duration()), report.duration, report.limited_by,
        last ? fmt::format("took {:.1f} s", spent) : fmt::format("about {} min left", clock_text(spent * left / done)));
    if (terminal_) {
        std::fprintf(stderr, "\r\033[K%s", text.c_str());
        std::fflush(stderr);
        drawn_ = true;
    } else {
        std::fprintf(stderr, "%s\n", text.c_str());
    }
}

}  // namespace iceball
