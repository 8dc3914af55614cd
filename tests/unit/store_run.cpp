// The run file: written, read back, cut short and gone on with.
#include <unistd.h>

#include <catch2/catch.hpp>

#include "core/error.hpp"
#include "store/hdf5.hpp"
#include "store/pack.hpp"
#include "store/injury_rewriter.hpp"
#include "store/run_reader.hpp"
#include "store/run_tables.hpp"
#include "store/xdmf.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_run.hpp"

using namespace iceball;

TEST_CASE("a run file gives back what was written", "[store]") {
    const ScratchFolder folder;
    const auto path = folder / "run.h5";
    const RunInfo info = small_run();
    write_complete_run(path, info);
    const RunReader run(path);

    CHECK(run.title() == info.title);
    CHECK(run.status() == "complete");
    CHECK(run.iceball_version() == "0.1.0");
    CHECK(run.grid().cells() == info.grid.cells());
    CHECK(run.grid().spacing() == info.grid.spacing());
    CHECK(run.grid().lower() == info.grid.lower());
    CHECK(run.times() == std::vector<double>{15, 30, 45});
    CHECK(run.frame(1) == frame_at(info, 30));
    CHECK_THROWS_AS(run.frame(3), FileError);
    CHECK(run.frame_at(0) == 0);
    CHECK(run.frame_at(22.5) == 0);
    CHECK(run.frame_at(23) == 1);
    CHECK(run.frame_at(1e9) == 2);
    CHECK(run.labels() == pack<std::uint8_t>(info.grid, info.regions.region));
    CHECK(run.labels().back() == 1);
    REQUIRE(run.regions().size() == 2);
    CHECK(run.regions()[1].tissue == "blood");
    CHECK(run.regions()[1].held_temperature == 37.0);
    CHECK_FALSE(run.regions()[0].held_temperature);
    CHECK(run.case_source() == info.case_source);
    CHECK(run.case_resolved() == info.case_resolved);
    CHECK(run.provenance() == info.provenance);

    const auto history = run.history_list();
    REQUIRE(history.size() == 2);
    CHECK(history[0].name == "minimum_temperature");
    CHECK(history[0].units == "degC");
    CHECK(history[1].cycle == 1);
    CHECK(run.history("minimum_temperature") == frame_at(info, 60));
    CHECK(run.history("freeze_count", 1) == frame_at(info, 0));
    CHECK_THROWS_WITH(run.history("time_frozen"), Catch::Contains("minimum_temperature"));

    const Protocol protocol = run.protocol();
    REQUIRE(protocol.stages.size() == 3);
    CHECK(protocol.stages[1].kind == StageKind::thaw);
    CHECK(protocol.stages[2].cycle == 2);
    CHECK(protocol.duration() == 150);
    CHECK(protocol.stages[0].probes.at(0).on);
    CHECK(protocol.stages[0].probes.at(0).duty == 0.5);
    CHECK_FALSE(protocol.stages[1].probes.at(0).on);

    const MetricsRecord metrics = run.metrics();
    CHECK(metrics.times == run.times());
    CHECK(metrics.isotherms == info.isotherms);
    CHECK(metrics.volume == std::vector<double>{1e-6 * 15, 5e-7 * 15, 1e-6 * 30, 5e-7 * 30, 1e-6 * 45, 5e-7 * 45});
    CHECK(metrics.volume_with_needles[1] == 6e-7 * 15);
    CHECK(metrics.extent.size() == 18);
    CHECK(metrics.extent_along_needle[0] == 2e-3 * 15);
    CHECK(metrics.parts == std::vector<std::int32_t>{1, 2, 1, 2, 1, 2});

    const auto probes = run.probes();
    REQUIRE(probes.size() == 1);
    CHECK(probes[0].geometry.tip == info.needles[0].geometry.tip);
    CHECK(probes[0].geometry.active_length == 0.003);
    CHECK(probes[0].metal_heat_capacity == 3.5);
    CHECK(probes[0].power == std::vector<double>{-7.5, -15, -22.5});
    CHECK(probes[0].heat == std::vector<double>{-30, -60, -90});
    CHECK(probes[0].wall_temperature.size() == 3 * probes[0].nodes);
    CHECK(probes[0].wall_temperature.back() == -45);

    const LedgerRecord ledger = run.ledger();
    CHECK(ledger.terms == std::vector<std::string>{"held_regions", "needles"});
    CHECK(ledger.heat[1] == std::vector<double>{-15, -30, -45});
    REQUIRE(run.sensors().size() == 1);
    CHECK(run.sensors()[0].temperature == std::vector<double>{22, 7, -8});
    REQUIRE(run.target());
    CHECK(run.target()->info.region == "tumour");
    CHECK(run.target()->info.at_risk == std::vector<std::string>{"vessel"});
    REQUIRE(run.target()->arrays.size() == 2);
    CHECK(run.target()->arrays[0].name == "covered");
    CHECK(run.target()->arrays[0].values == std::vector<double>{0.75, 0.5});
    CHECK(run.target()->arrays[1].shape == std::vector<std::size_t>{2, 1});
    CHECK(run.target()->arrays[1].values == std::vector<double>{0.001, 0.002});
    const TargetSeries over_time = run.target()->over_time;
    CHECK(over_time.times == run.times());
    CHECK(over_time.isotherms == info.isotherms);
    CHECK(over_time.fraction_inside == std::vector<double>{0.01 * 15, 0.005 * 15, 0.01 * 30, 0.005 * 30, 0.01 * 45, 0.005 * 45});
    CHECK(over_time.minimum_margin[2] == -1e-4 * 30);
    CHECK(std::isnan(over_time.minimum_margin[3]));
    CHECK(over_time.healthy_tissue_lost[4] == 1e-7 * 45);
    CHECK(over_time.distance_to_risk[4] == 0.01);
    const Table table = target_table(run);
    REQUIRE(table.find("distance to vessel 0 degC") != nullptr);
    CHECK(table.columns.size() == 1 + 2 * 4);
    CHECK(table.rows() == 3);

    REQUIRE(run.injury());
    CHECK(run.injury()->laws.at(0).criterion == "colder than");
    CHECK(run.injury()->laws[0].parameters == std::vector<std::string>{"kidney = -20 degC"});
    CHECK(run.injury()->laws[0].sources == std::vector<std::string>{"a source"});
    CHECK(run.injury()->cycles == 2);
    CHECK(run.injury()->volume == std::vector<double>{1e-6, 0, 2e-6, 0, 3e-6, 0, 4e-6, 0});
    CHECK(run.injury()->target_fraction == std::vector<double>{0.25, 0.5, 0.75, 1});
    CHECK(run.injury()->healthy_volume == std::vector<double>{3e-6, 4e-6, 5e-6, 6e-6});
    CHECK(run.injury()->disagreement == std::vector<double>{0, 1e-6, 2e-6, 0, 0, 3e-6, 4e-6, 0});
    CHECK(run.injury()->organs == std::vector<std::string>{"vessel"});
    CHECK(run.injury()->distance_to_risk.at(0) == 0.001);
    CHECK(std::isnan(run.injury()->distance_to_risk.at(1)));
    CHECK(run.injury_field("disagreement", 1) == frame_at(info, 4));
    CHECK(run.injury_field("isotherm") == frame_at(info, 1));
    CHECK(run.injury_field("isotherm", 1) == frame_at(info, 2));
    CHECK_THROWS_WITH(run.injury_field("colour"), Catch::Contains("isotherm"));

    // Each frame is also a dataset of its own, and the XDMF file names all of them.
    h5::File file(path, h5::Mode::read);
    CHECK(file.read<float>("/frames/000002") == frame_at(info, 45));
    CHECK(file.read<float>("/temperature").size() == 3 * info.grid.cell_count());
    CHECK(file.number_attribute("/VTKHDF/Steps", "NSteps") == 3);
    const std::string xdmf = bytes(xdmf_path(path));
    CHECK(xdmf.find("run.h5:/frames/000002") != std::string::npos);
    CHECK(xdmf.find("Dimensions=\"4 5 6\"") != std::string::npos);
    CHECK(xdmf.find("0.02 0.001 -0.005") != std::string::npos);
}

TEST_CASE("equal runs give equal files, bit by bit", "[store]") {
    const ScratchFolder folder;
    write_complete_run(folder / "one.h5", small_run());
    ::sleep(1);  // a time stamp would show
    write_complete_run(folder / "two.h5", small_run());
    const std::string one = bytes(folder / "one.h5");
    CHECK(one.size() > 10000);
    const bool equal = one == bytes(folder / "two.h5");  // not printed
    CHECK(equal);
}

TEST_CASE("a run without probes, sensors, metrics and frames is a run file too", "[store]") {
    const ScratchFolder folder;
    RunInfo info = small_run();
    info.needles.clear();
    info.sensors.clear();
    info.isotherms.clear();  // and so no target over time
    for (Stage& stage : info.protocol.stages) stage.probes.clear();
    RunWriter writer(folder / "run.h5", info, false);
    writer.append_ledger({1.0, 0, 0, {0, 0}});
    writer.set_status(RunStatus::complete);
    writer.close();
    const RunReader run(folder / "run.h5");
    CHECK(run.frame_count() == 0);
    CHECK_THROWS_AS(run.frame_at(0), FileError);
    CHECK(run.probes().empty());
    CHECK(run.sensors().empty());
    CHECK(run.metrics().times.empty());
    CHECK(run.protocol().stages.size() == 3);
    CHECK(run.history_list().empty());
    CHECK_FALSE(run.injury());
    CHECK_THROWS_WITH(run.injury_field("isotherm"), Catch::Contains("has not ended"));
    REQUIRE(run.target());
    CHECK(run.target()->over_time.times.empty());
    CHECK_THROWS_AS(RunWriter::open_for_resume(folder / "run.h5", info, 0), FileError);  // complete
    CHECK_FALSE(std::filesystem::exists(folder / "run.xmf"));
}

TEST_CASE("a resumed run goes on after the checkpoint and ends in the same file content", "[store]") {
    const ScratchFolder folder;
    const RunInfo info = small_run();
    write_complete_run(folder / "whole.h5", info);
    {
        RunWriter writer(folder / "run.h5", info, false);
        for (const double time : {15.0, 30.0, 40.0}) append_moment(writer, info, time);
        writer.write_history({"minimum_temperature", 0, "degC", "lowest temperature"}, frame_at(info, 1));
        writer.write_target({{"covered", "", "share", {2}, {0.75, 0.5}}});
        writer.write_injury_field({"isotherm", "", {}, {}}, 0, frame_at(info, 1));
        writer.set_status(RunStatus::interrupted);
    }
    { RunWriter::open_for_resume(folder / "run.h5", info, 40.0); }
    {
        const RunReader run(folder / "run.h5");
        CHECK(run.status() == "running");
        CHECK(run.frame_count() == 3);
        CHECK_FALSE(run.has_history("minimum_temperature"));
        CHECK_THROWS_AS(run.injury_field("isotherm"), FileError);
        CHECK(run.target()->arrays.empty());
        CHECK(run.target()->over_time.times == std::vector<double>{15, 30, 40});
    }
    {
        RunWriter writer = RunWriter::open_for_resume(folder / "run.h5", info, 30.0);
        CHECK(writer.frame_times() == std::vector<double>{15, 30});
        CHECK(bytes(folder / "run.xmf").find("000002") == std::string::npos);
        CHECK_THROWS_AS(writer.append_frame(30.0, frame_at(info, 30)), FileError);
        append_moment(writer, info, 45);
        writer.write_history({"minimum_temperature", 0, "degC", "lowest temperature"}, frame_at(info, 60));
        writer.write_history({"freeze_count", 1, "", "number of freezes"}, frame_at(info, 0));
        writer.write_target({{"covered", "", "share", {2}, {0.25, 0.5}}});
        writer.set_status(RunStatus::complete);
        writer.close();
    }
    const RunReader run(folder / "run.h5"), whole(folder / "whole.h5");
    CHECK(run.times() == whole.times());
    for (std::size_t n = 0; n < 3; ++n) CHECK(run.frame(n) == whole.frame(n));
    CHECK(run.metrics().times == whole.metrics().times);
    CHECK(run.metrics().volume == whole.metrics().volume);
    CHECK(run.metrics().parts == whole.metrics().parts);
    CHECK(run.target()->over_time.healthy_tissue_lost == whole.target()->over_time.healthy_tissue_lost);
    CHECK(run.target()->arrays.at(0).values == std::vector<double>{0.25, 0.5});
    CHECK(run.ledger().heat == whole.ledger().heat);
    CHECK(run.probes()[0].wall_temperature == whole.probes()[0].wall_temperature);
    CHECK(run.sensors()[0].temperature == whole.sensors()[0].temperature);
    CHECK(run.history("minimum_temperature") == whole.history("minimum_temperature"));
    h5::File file(folder / "run.h5", h5::Mode::read);
    CHECK(file.members("/frames").size() == 3);
    CHECK(file.read<float>("/frames/000002") == frame_at(info, 45));
}

TEST_CASE("resuming refuses what is not the same unfinished run", "[store]") {
    const ScratchFolder folder;
    const RunInfo info = small_run();
    const auto path = folder / "run.h5";
    CHECK_THROWS_WITH(RunWriter::open_for_resume(path, info, 0), Catch::Contains("No such file"));
    { RunWriter(path, info, false).set_status(RunStatus::interrupted); }
    RunInfo other = info;
    other.case_resolved = "{}";
    CHECK_THROWS_WITH(RunWriter::open_for_resume(path, other, 0), Catch::Contains("another case"));
    other = info;
    other.grid = Grid({5, 4, 3}, 0.001, info.grid.lower());
    CHECK_THROWS_WITH(RunWriter::open_for_resume(path, other, 0), Catch::Contains("grid"));
    { RunWriter::open_for_resume(path, info, 0).set_status(RunStatus::complete); }
    CHECK_THROWS_WITH(RunWriter::open_for_resume(path, info, 0), Catch::Contains("complete"));
}

TEST_CASE("the injuries of a run file are replaced as a whole or not at all", "[store]") {
    const ScratchFolder folder;
    const auto path = folder / "run.h5";
    write_complete_run(path, small_run());
    const std::string before = bytes(path);
    const RunInfo info = small_run();
    const InjuryLawInfo mine{"mine", "destroyed is", {"other tissues = -30 degC"}, {""}};
    {
        InjuryRewriter given_up(path);
        given_up.write_injury_field(mine, 0, frame_at(info, 7));
    }
    CHECK((bytes(path) == before));
    InjuryRewriter rewriter(path);
    rewriter.write_injury_field(mine, 0, frame_at(info, 7));
    rewriter.write_disagreement(0, frame_at(info, 8));
    rewriter.write_injury({{mine}, 1, {1e-6, 2e-6}, {0.5}, {1e-6}, {0}, {"vessel"}, {0.002}});
    CHECK((bytes(path) == before));
    rewriter.commit();
    const RunReader run(path);
    REQUIRE(run.injury());
    REQUIRE(run.injury()->laws.size() == 1);
    CHECK(run.injury()->laws[0].name == "mine");
    CHECK(run.injury()->volume == std::vector<double>{1e-6, 2e-6});
    CHECK(run.injury_field("mine") == frame_at(info, 7));
    CHECK(run.injury_field("disagreement") == frame_at(info, 8));
    CHECK_THROWS_AS(run.injury_field("isotherm"), FileError);
    CHECK(run.frame(2) == frame_at(info, 45));
    CHECK(run.history("minimum_temperature") == frame_at(info, 60));
    CHECK(run.target()->arrays.size() == 2);
    // Nothing is left beside the file but its pictures' index.
    for (const auto& entry : std::filesystem::directory_iterator(folder / ""))
        CHECK(entry.path().filename().string().find("part") == std::string::npos);
    CHECK_THROWS_AS(InjuryRewriter(folder / "none.h5"), FileError);
}
