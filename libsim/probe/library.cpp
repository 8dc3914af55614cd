#include "probe/library.hpp"

#include <array>

namespace iceball {
namespace {

constexpr std::string_view calibrated_17g =
    "calibrated: volume below -40 degC about 6 % of the ice after 10 min in gel for one 1.47 mm probe "
    "(Shitzer 2010, doi:10.1115/1.4002302, read)";
constexpr std::string_view calibrated_24 =
    "calibrated: 12 mm diameter at -30 degC after 15 min in agar at 39 degC for one 2.4 mm probe "
    "(Littrup 2009, J Vasc Interv Radiol 20:1343, PMC2762356, read)";
constexpr std::string_view gas = "argon after Joule-Thomson expansion; assumed in the calibration";
constexpr std::string_view from_tip = "assumed: the active zone begins at the tip";
constexpr std::string_view active_thaw = "288 K in Go-Smart's protocol (github.com/go-smart, read)";

constexpr std::array presets{
    ProbePreset{"argon 17G", "IceROD class",
                {1.47e-3, "17G, 1.47 mm: Magalov 2008, doi:10.1115/1.2804943, read"},
                {0, from_tip},
                {45e-3, "Galil IceROD in Go-Smart (GalilCombinationSeeder.php), read"},
                {7, calibrated_17g},
                {-150, gas},
                {15, active_thaw}},
    ProbePreset{"argon 2.4 mm", "Endocare class",
                {2.4e-3, "Littrup 2009, PMC2762356, read"},
                {0, from_tip},
                {40e-3, "assumed in the calibration; not found in print"},
                {7, calibrated_24},
                {-150, gas},
                {15, active_thaw}},
};

}  // namespace

std::span<const ProbePreset> probe_library() { return presets; }

const ProbePreset* find_probe_preset(std::string_view name) {
    for (const ProbePreset& preset : presets)
        if (preset.name == name) return &preset;
    return nullptr;
}

}  // namespace iceball
