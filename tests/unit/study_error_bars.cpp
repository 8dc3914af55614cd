#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.hpp"
#include "store/error_bar_layout.hpp"
#include "store/run_reader.hpp"
#include "study/companion.hpp"
#include "study/error_bars.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_run.hpp"

using namespace iceball;

namespace {

// Two freezes of 60 s with 30 s of thaw between, one probe.
Protocol freeze_thaw_freeze() {
    Protocol protocol;
    for (const auto& [kind, duration] :
         {std::pair{StageKind::freeze, 60.0}, {StageKind::thaw, 30.0}, {StageKind::freeze, 60.0}})
        protocol.stages.push_back({kind, 0, duration, 0, {{kind == StageKind::freeze, 1.0}}});
    lay_out(protocol);
    return protocol;
}

// Samples every 10 s. One isotherm, one probe, a target and an organ; `shift` adds to every reading.
template <class Shift>
MeasuredRun run_of(double spacing, Shift&& shift) {
    MeasuredRun run;
    run.spacing = spacing;
    run.metrics.isotherms = run.target.isotherms = {-20};
    run.metrics.needles = 1;
    for (int n = 0; n <= 15; ++n) {
        const double t = 10.0 * n, s = shift(t), size = t > 60 && t <= 90 ? 120 - t : t;  // melts from 60 to 90 s
        run.metrics.times.push_back(t);
        run.target.times.push_back(t);
        run.metrics.volume.push_back(1e-6 * (size + s));
        for (int axis = 0; axis < 3; ++axis) run.metrics.extent.push_back(1e-3 * (size + s));
        run.metrics.extent_along_needle.push_back(1e-3 * (size + s));
        run.target.minimum_margin.push_back(t < 20 ? NAN : 1e-3 * s);
        run.target.distance_to_risk.push_back(0.05);
        run.front_area.push_back(1e-4);
    }
    run.margin = {1e-3};
    run.distance_to_risk = {0.05};
    return run;
}

double at(const ErrorBarRecord& bars, const std::string& name, std::size_t index) {
    return bars.find(name)->values.at(index);
}

Case box_of(const std::string& size, const std::string& extra = "") {
    return load_case_text(
        "[domain]\nsize = " + size + "\nspacing = \"2 mm\"\n" + extra +
        "[tissue]\nbackground = \"kidney\"\n[[protocol.stage]]\nkind = \"thaw\"\nduration = \"1 min\"\n");
}

}  // namespace

TEST_CASE("Error bars: the largest difference over the second half of the freeze, and a share of a cell") {
    // Off by 2 in the second half of the first freeze, by 5 in its first half, by 1 at its end; right in the second.
    const auto off = [](double t) { return t < 30 ? 5.0 : t < 60 ? 2.0 : t == 60 ? -1.0 : 0.0; };
    const MeasuredRun fine = run_of(0.002, [](double) { return 0.0; }), companion = run_of(0.004, off);
    const ErrorBarRecord bars = judge_error(fine, companion, freeze_thaw_freeze(), {"A"}, {"organ"});
    CHECK(bars.moments == std::vector<std::string>{"freeze 1", "freeze 2", "largest"});
    CHECK(bars.ratio == 2);
    CHECK(bars.find("time")->values == std::vector<double>{60, 150, 150});
    CHECK(at(bars, "volume", 0) == Approx(60e-6));
    CHECK(at(bars, "volume_companion", 0) == Approx(59e-6));
    // 1.25 / (2 - 1) x 2, and 0.02 of a cell of the front's area.
    CHECK(at(bars, "volume_bar", 0) == Approx(2.5e-6 + 0.02 * 0.002 * 1e-4));
    CHECK(at(bars, "volume_bar", 1) == Approx(0.02 * 0.002 * 1e-4));
    CHECK(bars.find("extent_bar")->shape == std::vector<std::size_t>{3, 1, 3});
    CHECK(at(bars, "extent_bar", 2) == Approx(2.5e-3 + 0.25 * 0.002));
    CHECK(at(bars, "extent_along_needle_bar", 1) == Approx(0.25 * 0.002));
    CHECK(at(bars, "minimum_margin_bar", 0) == Approx(2.5e-3 + 0.25 * 0.002));
    CHECK(at(bars, "run_minimum_margin_bar", 0) == Approx(0.25 * 0.002));
    CHECK(at(bars, "distance_to_risk_bar", 0) == Approx(0.25 * 0.002));
    // At one and a half times the spacing the same difference says twice as much.
    const MeasuredRun nearer = run_of(0.003, off);
    CHECK(at(judge_error(fine, nearer, freeze_thaw_freeze(), {"A"}, {"organ"}), "volume_bar", 0) ==
          Approx(5e-6 + 0.02 * 0.002 * 1e-4));
}

TEST_CASE("Error bars: none where there is no isotherm, and a moment that the companion lacks is an error") {
    MeasuredRun fine = run_of(0.002, [](double) { return 0.0; }), companion = fine;
    companion.spacing = 0.004;
    companion.metrics.extent[3 * 6] = 0;
    companion.target.minimum_margin[15] = NAN;
    const ErrorBarRecord bars = judge_error(fine, companion, freeze_thaw_freeze(), {"A"}, {"organ"});
    CHECK(std::isnan(at(bars, "extent_bar", 0)));
    CHECK(at(bars, "extent_bar", 1) == Approx(0.25 * 0.002));
    CHECK(at(bars, "minimum_margin_bar", 0) == Approx(0.25 * 0.002));
    CHECK(std::isnan(at(bars, "minimum_margin_bar", 1)));
    companion.metrics.times[6] = 61;
    CHECK_THROWS_AS(judge_error(fine, companion, freeze_thaw_freeze(), {"A"}, {"organ"}), NumericsError);
}

TEST_CASE("A companion keeps the box, at the ratio nearest to two that divides it") {
    const auto companion = [](const std::string& size, const std::string& extra = "") {
        return companion_of(box_of(size, extra));
    };
    const Companion even = companion(R"(["48 mm", "44 mm", "40 mm"])");
    CHECK(even.ratio == 2);
    CHECK(even.c.domain.cells == Index3{12, 11, 10});
    CHECK(even.c.domain.spacing == Approx(0.004));
    CHECK_FALSE(even.c.output.frames);
    CHECK_FALSE(even.box_grew);
    // 27 x 9 x 9 cells: by 9/5 (1.5 to 3; 9/4 is farther from 2).
    const Companion ninths = companion(R"(["54 mm", "18 mm", "18 mm"])");
    CHECK(ninths.ratio == Approx(9.0 / 5));
    CHECK(ninths.c.domain.cells == Index3{15, 5, 5});
    // 25 x 24 x 24: the box grows at the upper face.
    const Companion odd = companion(R"(["50 mm", "48 mm", "48 mm"])");
    CHECK(odd.box_grew);
    CHECK(odd.c.domain.cells == Index3{13, 12, 12});
    CHECK(odd.c.domain.lower.x() == Approx(-0.025));
    // At the lower one where the upper is a plane of symmetry.
    const Companion mirrored =
        companion(R"(["50 mm", "48 mm", "48 mm"])", "[boundary]\nx_max = { insulated = true }\n");
    CHECK(mirrored.c.domain.lower.x() == Approx(-0.027));
    CHECK_THROWS_AS(companion(R"(["50 mm", "48 mm", "48 mm"])", "[boundary]\ndefault = { insulated = true }\n"),
                    InputError);
    CHECK_THROWS_AS(companion(R"(["2 mm", "48 mm", "48 mm"])"), InputError);
    Case silent = box_of(R"(["48 mm", "48 mm", "48 mm"])");
    silent.output.isotherms.clear();
    CHECK_THROWS_AS(companion_of(silent), InputError);
}

TEST_CASE("Error bars go into a run file and come back, and replace those that were there") {
    const ScratchFolder folder;
    const auto path = folder.path() / "run.h5";
    write_complete_run(path, small_run());
    CHECK_FALSE(RunReader(path).error_bars());
    const MeasuredRun fine = run_of(0.002, [](double) { return 0.0; });
    for (const double off : {3.0, 1.0}) {
        const ErrorBarRecord bars =
            judge_error(fine, run_of(0.004, [&](double) { return off; }), freeze_thaw_freeze(), {"A"}, {"organ"});
        add_error_bars(path, bars);
        const ErrorBarRecord read = RunReader(path).error_bars().value();
        CHECK(read.moments == bars.moments);
        CHECK(read.isotherms == bars.isotherms);
        CHECK(read.probes == bars.probes);
        CHECK(read.organs == bars.organs);
        CHECK(read.method == bars.method);
        CHECK(read.safety_factor == 1.25);
        REQUIRE(read.arrays.size() == bars.arrays.size());
        for (std::size_t n = 0; n < read.arrays.size(); ++n) {
            CHECK(read.arrays[n].name == bars.arrays[n].name);
            CHECK(read.arrays[n].shape == bars.arrays[n].shape);
            CHECK(read.arrays[n].units == bars.arrays[n].units);
        }
        CHECK(read.find("volume_bar")->values == bars.find("volume_bar")->values);
    }
    CHECK(RunReader(path).status() == "complete");
}
