#include "case/labels.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "core/text.hpp"
#include "image/label_image.hpp"
#include "image/resample.hpp"

namespace iceball {
namespace {

ImageOptions options_of(const LabelSettings& labels) {
    ImageOptions options;
    if (labels.form == "sform") options.form = NiftiForm::sform;
    if (labels.form == "qform") options.form = NiftiForm::qform;
    if (labels.coordinates == "RAS") options.coordinates = ImageCoordinates::ras;
    if (labels.coordinates == "LPS") options.coordinates = ImageCoordinates::lps;
    return options;
}

}  // namespace

Grid grid_of_labels(const LabelSettings& labels, const std::string& around, double margin, double spacing) {
    const LabelImage image = read_label_image(labels.file, options_of(labels));
    if (around.empty()) return grid_over(image.geometry, spacing);
    // One label for all that make up the region, so that the image's own function finds the box around them.
    LabelImage merged = image;
    int first = -1;
    for (const auto& [label, region] : labels.labels) {
        if (region.name != around) continue;
        if (first < 0) first = label;
        std::replace(merged.values.begin(), merged.values.end(), std::int16_t(label), std::int16_t(first));
    }
    if (first < 0) {
        std::vector<std::string> known;
        for (const auto& [label, region] : labels.labels) known.push_back(region.name);
        throw InputError(fmt::format("no label of labels_map is called {}; there are {}", quote(around), list_names(known)));
    }
    return grid_around_label(merged, first, margin, spacing);
}

Field<std::int32_t> labels_on_grid(const LabelSettings& labels, const Grid& grid, std::vector<std::string>* notes) {
    const auto note = [&](const std::vector<std::string>& lines) {
        if (notes) notes->insert(notes->end(), lines.begin(), lines.end());
    };
    GridLabels on_grid = resample(read_label_image(labels.file, options_of(labels)), grid);
    note(on_grid.notes);
    if (labels.ct_file) {
        const GridIntensities ct = resample(read_intensity_image(*labels.ct_file, options_of(labels)), grid);
        note(ct.notes);
        relabel_below(grid, on_grid.labels, ct, labels.air_below, 0, air_label);
    }
    return std::move(on_grid.labels);
}

}  // namespace iceball
