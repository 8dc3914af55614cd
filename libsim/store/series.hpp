// Series: datasets of one group that grow together by one sample at a time and share the group's dataset `time`.
// Internal to the run writer.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "store/hdf5.hpp"

namespace iceball {

class Series {
 public:
    struct Column {
        std::string name, units, long_name;
        std::vector<std::size_t> shape;           // of one sample; empty for a number
        std::vector<std::string> scales;          // paths of dimension scales, one an axis of `shape`
        bool whole_numbers = false;
    };

    Series(std::string group, std::vector<Column> columns) : group_(std::move(group)), columns_(std::move(columns)) {
        buffers_.resize(columns_.size());
    }

    // Makes the empty datasets; the group is made where it does not exist.
    void create(h5::File& file) const;
    // Goes on with the datasets of a file, without the samples after `time`. Throws FileError where their shapes are not
    // those of the columns.
    void resume(h5::File& file, double time);

    // values: one after the other for all columns, whole numbers included. Throws FileError where time is not later
    // than the last sample's or the number of values is wrong.
    void append(double time, std::vector<std::vector<double>> values);
    // Moves what is in memory to the file.
    void flush(h5::File& file);

 private:
    std::string path(const std::string& name) const { return group_ + "/" + name; }

    std::string group_;
    std::vector<Column> columns_;
    std::vector<double> times_;                 // in memory
    std::vector<std::vector<double>> buffers_;  // [column]
    std::size_t rows_ = 0;                      // in the file
    double last_ = -1e300;
};

}  // namespace iceball
