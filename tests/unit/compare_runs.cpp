// Run files made of given fields, compared with each other and with a label image.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>

#include "compare/runs.hpp"
#include "compare/segmentation.hpp"
#include "core/error.hpp"
#include "image/write_nifti.hpp"
#include "store/run_reader.hpp"
#include "store/run_writer.hpp"
#include "support/scratch_folder.hpp"

using namespace iceball;

namespace {

using TemperatureAt = std::function<double(double time, const Vector3& position)>;

// A run without probes whose frames at 10 and 20 s hold the given temperatures, and whose volumes are 1 and 2 ml plus
// `more` at 0 degC.
void write_run(const std::filesystem::path& path, const Grid& grid, const TemperatureAt& temperature, double more = 0,
               std::vector<double> times = {10, 20}) {
    Protocol protocol{{{StageKind::freeze, 0, 20, 1, {}}}};
    const RunInfo info{"a run", grid, {Field<std::uint8_t>(grid), {{"background", 0, {}}}}, {"kidney"}, {}, protocol, {}, {0},
                       {"needles"}, "", "{}", "0.1.0", {}};
    RunWriter writer(path, info, true);
    std::vector<float> coldest(grid.cell_count(), 1000);
    for (const double time : times) {
        std::vector<float> frame;
        for_each_cell(grid, [&](const Index3& c, std::ptrdiff_t) {
            frame.push_back(float(temperature(time, grid.cell_centre(c[0], c[1], c[2]))));
            coldest[frame.size() - 1] = std::min(coldest[frame.size() - 1], frame.back());
        });
        writer.append_metrics({time, {0.1e-6 * time + more}, {0.1e-6 * time + more}, {0, 0, 0}, {}, {1}});
        writer.append_frame(time, frame);
    }
    writer.write_history({"minimum_temperature", 0, "degC", "lowest temperature"}, coldest);
    writer.set_status(RunStatus::complete);
    writer.close();
}

double linear(double time, const Vector3& p) { return -40 + time + 1000 * p.x() + 500 * p.y() - 250 * p.z(); }

}  // namespace

TEST_CASE("Compare: two runs on one grid", "[compare]") {
    const ScratchFolder folder;
    const Grid grid({6, 5, 4}, 2e-3, Vector3(0.001, 0.002, 0.003));
    write_run(folder / "a.h5", grid, linear);
    write_run(folder / "b.h5", grid,
              [&](double time, const Vector3& p) {
                  const bool there = (p - grid.cell_centre(4, 3, 2)).norm() < 1e-6 && time == 20;
                  return linear(time, p) - (there ? 3 : 0);
              },
              0.05e-6);
    const RunComparison same = compare_runs(RunReader(folder / "a.h5"), RunReader(folder / "a.h5"));
    CHECK(same.same_grid);
    CHECK(same.worst() == 0);
    CHECK(same.frames.size() == 2);
    const RunComparison c = compare_runs(RunReader(folder / "a.h5"), RunReader(folder / "b.h5"));
    REQUIRE(c.frames.size() == 2);
    CHECK(c.frames[0].worst == 0);
    CHECK(c.frames[1].worst == Approx(-3));
    CHECK((c.frames[1].worst_at - grid.cell_centre(4, 3, 2)).norm() < 1e-9);
    CHECK(c.frames[1].rms == Approx(3 / std::sqrt(120.0)));
    CHECK(c.rms() == Approx(3 / std::sqrt(240.0)));
    CHECK(c.worst() == Approx(3));
    REQUIRE(c.volumes.size() == 1);
    CHECK(c.volumes[0].first == Approx(2e-6));
    CHECK(c.volumes[0].second == Approx(2.05e-6));
    CHECK(c.volumes[0].worst == Approx(0.05e-6));
}

TEST_CASE("Compare: runs on different grids, interpolated", "[compare]") {
    const ScratchFolder folder;
    write_run(folder / "coarse.h5", Grid({6, 5, 4}, 2e-3, Vector3::Zero()), linear);
    write_run(folder / "fine.h5", Grid({14, 11, 13}, 1e-3, Vector3(0.0007, -0.0003, -0.001)), linear, 0, {20, 30});
    const RunComparison c = compare_runs(RunReader(folder / "coarse.h5"), RunReader(folder / "fine.h5"));
    CHECK_FALSE(c.same_grid);
    REQUIRE(c.frames.size() == 1);
    CHECK(c.frames[0].time == 20);
    // A linear field is interpolated exactly; the files hold floats.
    CHECK(c.worst() < 1e-5);
    CHECK(c.cells > 40);
    const RunComparison back = compare_runs(RunReader(folder / "fine.h5"), RunReader(folder / "coarse.h5"));
    CHECK(back.worst() < 1e-5);

    write_run(folder / "away.h5", Grid({6, 5, 4}, 2e-3, Vector3(1, 0, 0)), linear);
    CHECK_THROWS_AS(compare_runs(RunReader(folder / "coarse.h5"), RunReader(folder / "away.h5")), InputError);
    write_run(folder / "later.h5", Grid({6, 5, 4}, 2e-3, Vector3::Zero()), linear, 0, {40, 50});
    CHECK_THROWS_AS(compare_runs(RunReader(folder / "coarse.h5"), RunReader(folder / "later.h5")), InputError);
}

TEST_CASE("Compare: the ice of a run against a label", "[compare]") {
    const ScratchFolder folder;
    const Grid grid({40, 36, 32}, 1e-3, Vector3(-0.02, -0.018, -0.016));
    // A ball of ice that has grown to 10 mm at 10 s and thawed to 8 mm at 20 s.
    write_run(folder / "run.h5", grid, [](double time, const Vector3& p) { return 1000 * (p.norm() - (time < 15 ? 0.010 : 0.008)); });
    // The label: a ball of 8 mm, 3 mm off, on mirrored voxels of another size.
    LabelImage image;
    image.source = "label";
    image.geometry.dims = {60, 60, 60};
    image.geometry.affine.diagonal() << -0.8e-3, 0.8e-3, 0.8e-3, 1;
    image.geometry.affine.topRightCorner<3, 1>() = Vector3(0.024, -0.024, -0.024);
    for (int k = 0; k < 60; ++k)
        for (int j = 0; j < 60; ++j)
            for (int i = 0; i < 60; ++i)
                image.values.push_back((image.geometry.position(Vector3(i, j, k)) - Vector3(0.003, 0, 0)).norm() < 0.008 ? 5 : 0);
    const RunReader run(folder / "run.h5");
    SegmentationSettings settings;
    // Numbers of cells in a ball of 10 and of 5 cells radius stray from its volume by 2 and 8 %.
    settings.label = 5;
    const SegmentationComparison last = compare_segmentation(run, image, settings);
    CHECK(last.time == 20);
    CHECK(last.label_volume == Approx(4.0 / 3 * M_PI * std::pow(0.008, 3)).epsilon(0.02));
    CHECK(last.masks.volume_a == Approx(last.masks.volume_b).epsilon(0.02));
    const double d = 3.0 / 8;
    CHECK(last.masks.dice == Approx(1 - 0.75 * d + d * d * d / 16).margin(0.02));
    CHECK(last.masks.centroid_distance == Approx(0.003).margin(0.3e-3));
    settings.time = 9.0;
    CHECK(compare_segmentation(run, image, settings).masks.volume_a == Approx(4.0 / 3 * M_PI * 1e-6).epsilon(0.02));
    settings.time.reset();
    settings.coldest = true;
    CHECK(compare_segmentation(run, image, settings).masks.volume_a == Approx(4.0 / 3 * M_PI * 1e-6).epsilon(0.02));
    settings.isotherm = -5;
    CHECK(compare_segmentation(run, image, settings).masks.volume_a == Approx(4.0 / 3 * M_PI * 0.125e-6).epsilon(0.08));
    settings.label = 6;
    CHECK_THROWS_AS(compare_segmentation(run, image, settings), InputError);
    settings.label = 5;
    image.geometry.affine(0, 3) += 1;
    CHECK_THROWS_AS(compare_segmentation(run, image, settings), InputError);
}
