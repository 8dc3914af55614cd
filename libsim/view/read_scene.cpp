#include "view/read_scene.hpp"

#include <memory>

#include "store/run_reader.hpp"

namespace iceball {

SceneData read_scene(const std::filesystem::path& run_file) {
    const auto reader = std::make_shared<RunReader>(run_file);
    SceneData scene;
    scene.title = reader->title().empty() ? run_file.stem().string() : reader->title();
    scene.status = reader->status();
    scene.grid = reader->grid();
    scene.frame_times = reader->times();
    scene.read_frame = [reader](int frame) { return reader->frame(std::size_t(frame)); };
    scene.labels = reader->labels();
    if (reader->has_history("minimum_temperature")) scene.minimum_temperature = reader->history("minimum_temperature");
    for (const RegionRecord& region : reader->regions())
        scene.regions.push_back({region.name, region.held_temperature});
    if (const auto target = reader->target()) scene.target_region = target->info.region;
    for (const ProbeRecord& probe : reader->probes()) {
        const NeedleGeometry& shape = probe.geometry;
        scene.needles.push_back(
            {probe.name, shape.tip, shape.direction, shape.radius, shape.active_start, shape.active_length});
        scene.power.push_back({probe.name, probe.times, probe.power});
    }
    for (const Stage& stage : reader->protocol().stages)
        scene.stages.push_back({to_string(stage.kind), stage.start, stage.duration, stage.cycle});
    MetricsRecord metrics = reader->metrics();
    scene.metrics = {std::move(metrics.times), std::move(metrics.isotherms), std::move(metrics.volume),
                     std::move(metrics.extent), std::move(metrics.extent_along_needle)};
    for (SensorRecord& sensor : reader->sensors())
        scene.sensors.push_back({sensor.sensor.name, std::move(sensor.times), std::move(sensor.temperature)});
    return scene;
}

}  // namespace iceball
