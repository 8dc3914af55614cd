#include "compare/segmentation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "image/resample.hpp"
#include "store/pack.hpp"

namespace iceball {

SegmentationComparison compare_segmentation(const RunReader& run, const LabelImage& image, const SegmentationSettings& settings) {
    SegmentationComparison comparison;
    const Grid& grid = run.grid();
    std::vector<float> temperature;
    if (settings.coldest) {
        if (!run.has_history("minimum_temperature"))
            throw FileError(fmt::format("run {}: it holds no minimum temperature (was it interrupted?); compare a frame",
                                        run.path().string()));
        temperature = run.history("minimum_temperature");
    } else {
        if (run.frame_count() == 0)
            throw FileError(fmt::format("run {}: it holds no frames (output.frames = \"none\"?); compare with the coldest "
                                        "temperature of the run",
                                        run.path().string()));
        const std::size_t frame = settings.time ? run.frame_at(*settings.time) : run.frame_count() - 1;
        temperature = run.frame(frame);
        comparison.time = run.times()[frame];
    }

    comparison.label_volume = label_figures(image, settings.label).volume;
    const GridLabels labels = resample(image, grid);
    comparison.notes = labels.notes;
    const std::vector<std::int32_t> label = pack<std::int32_t>(grid, labels.labels);
    std::vector<std::uint8_t> ice(grid.cell_count()), wanted(grid.cell_count());
    for (std::size_t n = 0; n < ice.size(); ++n) {
        ice[n] = double(temperature[n]) < settings.isotherm;
        wanted[n] = label[n] == settings.label;
    }
    if (std::find(wanted.begin(), wanted.end(), std::uint8_t(1)) == wanted.end())
        throw InputError(fmt::format("segmentation {}: label {} lies outside the box of the run", image.source, settings.label));
    comparison.masks = compare_masks(grid, ice, wanted);
    return comparison;
}

}  // namespace iceball
