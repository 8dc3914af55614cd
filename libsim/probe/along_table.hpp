// AlongTable: a quantity that varies along the active zone of a needle, such as the conductance of its gas side.
//
// Given at places between 0 (the end of the active zone nearer the tip) and 1 (the end nearer the entry), linear between
// them, constant before the first and after the last.
#pragma once

#include <vector>

namespace iceball {

class AlongTable {
 public:
    // The same everywhere.
    AlongTable(double value) : places_{0.0}, values_{value} {}
    // places strictly increasing from 0 to 1 at most, as many as values, at least one. Throws InputError otherwise.
    AlongTable(std::vector<double> places, std::vector<double> values);

    double at(double place) const;
    double smallest() const;
    double largest() const;
    // Mean over the active zone.
    double mean() const;
    bool uniform() const { return values_.size() == 1; }
    const std::vector<double>& places() const { return places_; }
    const std::vector<double>& values() const { return values_; }
    bool operator==(const AlongTable&) const = default;

 private:
    std::vector<double> places_, values_;
};

}  // namespace iceball
