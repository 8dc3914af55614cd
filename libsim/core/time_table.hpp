// TimeTable: a quantity that changes with time, such as a wall temperature or the power of a source.
#pragma once

#include <vector>

namespace iceball {

// A quantity given at increasing times, linear between them, constant before the first and after the last.
class TimeTable {
 public:
    // One value for all times.
    explicit TimeTable(double value) : TimeTable(std::vector<double>{0.0}, std::vector<double>{value}) {}
    // times [s] strictly increasing, as many as values, at least one. Throws InputError otherwise.
    TimeTable(std::vector<double> times, std::vector<double> values);

    double at(double time) const;
    // Exact mean over [from, to], from < to.
    double mean(double from, double to) const;

 private:
    double integral_to(double time) const;  // from the first time; negative before it

    std::vector<double> times_, values_, integrals_;
};

}  // namespace iceball
