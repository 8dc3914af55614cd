// What a run tells while it goes on: progress, notes and warnings, on standard error.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

#include "solver/observer.hpp"

namespace iceball {

class Talk : public Observer {
 public:
    // quiet: warnings only.
    explicit Talk(bool quiet);

    void note(const std::string& text);
    void warn(const std::string& text);
    // Ends the line that progress is drawn on.
    void finish();

    // Stage, simulated time, step and what limits it, time left: redrawn in place on a terminal, else a line every ten
    // seconds.
    void after_step(const Model& model, const State& state, const Ledger& ledger, const StepReport& report) override;
    void begin(const Model& model, const State& state) override;

 private:
    using Clock = std::chrono::steady_clock;
    void line(const std::string& text);

    bool quiet_, terminal_, drawn_ = false;
    Clock::time_point started_, last_;
    double first_time_ = 0;
};

}  // namespace iceball
