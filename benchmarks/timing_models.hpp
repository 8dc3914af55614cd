// Models that the benchmarks run.
#pragma once

#include <memory>

#include "grid/shape.hpp"
#include "solver/model.hpp"

namespace iceball {

class ColdWall : public ExchangeModel {
 public:
    explicit ColdWall(double temperature) : temperature_(temperature) {}
    WallDrive drive(const WallMoment& moment) const override {
        WallDrive drive;
        drive.kind = WallDrive::Kind::temperature;
        drive.temperature = temperature_;
        drive.duty = moment.duty;
        return drive;
    }
    std::string name() const override { return "cold wall"; }

 private:
    double temperature_;
};

// The tissue of the finite needle reference: rho 1050 kg/m3, c 1800 / 3600 J/kg/K, k 2.0 / 0.5 W/m/K, 250 kJ/kg over
// -8..-1 degC, perfusion 0.0005 1/s x 3.8e6 J/m3/K.
inline Tissue reference_tissue(double perfusion_factor = 1) {
    Tissue tissue{"reference", ThermalLaw::linear_release({2.0, 1050 * 1800.0}, {0.5, 1050 * 3600.0}, 250e3 * 1050, -8, -1)};
    tissue.perfusion = perfusion_factor * 0.0005 * 3.8e6;
    return tissue;
}

// A cube of n^3 cells at body temperature with one needle of radius 1.2 mm and 30 mm length in its middle, along z,
// freezing for `duration`. two_tissues: a sphere of 20 mm radius around the needle's middle is another tissue.
inline Model needle_model(int n, double spacing, double duration, bool two_tissues) {
    const double half = 0.5 * n * spacing;
    Model model{Grid({n, n, n}, spacing, Vector3(-half, -half, -half)), {}, {}, {}, {}, {}, {}};
    model.tissues.push_back(reference_tissue());
    model.regions.region = Field<std::uint8_t>(model.grid, 0);
    model.regions.regions.push_back(Region{.name = "background", .tissue = 0, .held_temperature = {}});
    if (two_tissues) {
        model.tissues.push_back(reference_tissue(2));
        model.tissues.back().law =
            ThermalLaw::linear_release({1.9, 1050 * 1850.0}, {0.45, 1050 * 3750.0}, 250e3 * 1050, -8, -1);
        model.regions.regions.push_back(Region{.name = "tumour", .tissue = 1, .held_temperature = {}});
        const Shape tumour = Sphere{Vector3::Zero(), 20e-3};
        for_each_cell(model.grid, [&](Index3 cell, std::ptrdiff_t index) {
            if (contains(tumour, model.grid.cell_centre(cell[0], cell[1], cell[2]))) model.regions.region[index] = 1;
        });
    }
    model.boundaries.fill(FixedTemperature{37});
    Needle needle;
    needle.name = "A";
    needle.geometry = {.tip = Vector3(0, 0, -15e-3), .direction = Vector3::UnitZ(), .radius = 1.2e-3,
                       .active_start = 0, .active_length = 30e-3};
    needle.exchange = std::make_shared<ColdWall>(-140);
    model.needles.push_back(needle);
    model.protocol.stages.push_back(
        Stage{.kind = StageKind::freeze, .start = 0, .duration = duration, .cycle = 1, .probes = {{.on = true, .duty = 1}}});
    lay_out(model.protocol);
    return model;
}

}  // namespace iceball
