// Temperature at named points: virtual thermocouples.
//
// Within one tissue theta is interpolated between the eight cell centres around the point and mapped back to T (in
// steady conduction theta is smooth where k changes, T is not); where tissues meet, T itself. A cell inside a needle
// counts with the temperature of the wall beside it. Beyond the outermost centres the values are continued linearly.
//
// Units: [m], [degC], [s]. Not modelled: the sensor's own size, heat capacity and conduction along its wires.
#pragma once

#include <array>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "solver/wall_cells.hpp"
#include "solver/observer.hpp"

namespace iceball {

class PointReader {
 public:
    // Throws InputError where the point lies outside the box.
    PointReader(const Model& model, const Field<double>& tissue_fraction, const Vector3& point);
    double temperature(const State& state) const;

 private:
    // Of the tissue that all corners outside needles have at this moment; null where tissues meet.
    const ThermalLaw* common_law() const;

    struct Corner {
        std::ptrdiff_t cell;
        double weight;
        int wall;  // index into walls_, -1 for active cells
    };
    const Model* model_;
    std::vector<Corner> corners_;  // of weight other than 0
    std::vector<WallCell> walls_;
};

// Tells the temperatures of all points after every step.
class SensorRecorder : public Observer {
 public:
    using Sink = std::function<void(double time, std::span<const double> temperatures)>;
    SensorRecorder(std::vector<PointReader> points, Sink sink) : points_(std::move(points)), sink_(std::move(sink)) {}

    // Tells the initial temperatures of a run that starts.
    void begin(const Model& model, const State& state) override;
    void after_step(const Model& model, const State& state, const Ledger& ledger, const StepReport& report) override;

 private:
    void tell(const State& state);
    std::vector<PointReader> points_;
    Sink sink_;
    std::vector<double> temperatures_;
};

}  // namespace iceball
