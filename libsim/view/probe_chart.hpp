// Ice-ball sizes of probes, to scale: the width and length of every isotherm around the active zone after a given time.
//
// The drawn outline is a rounded shape of the stated width and length, centred on the active zone, not the true shape;
// the numbers are the run's own extents, which interpolate theta.
#pragma once

#include <string>
#include <vector>

#include "view/canvas.hpp"
#include "view/scene_data.hpp"

namespace iceball {

struct ProbeChartEntry {
    std::string name;
    double time;           // [s]
    double active_length;  // [m]
    double radius;         // [m]
    struct Size {
        double isotherm;       // [degC]
        double width, length;  // [m]; 0 where nothing is that cold
    };
    std::vector<Size> sizes;  // from the warmest
};

// Sizes from the metrics of a run with one probe along a coordinate axis, linear between samples; the width is the mean
// of both extents across. Throws InputError for several probes, an oblique one, a run without metrics or too short.
ProbeChartEntry probe_chart_entry(const SceneData& scene, double time);

// Probes side by side at one scale. Throws InputError for an empty list.
Canvas probe_chart_picture(const std::vector<ProbeChartEntry>& entries, const std::string& title);

}  // namespace iceball
