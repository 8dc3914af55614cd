#include "store/series.hpp"

#include <fmt/format.h>

#include "core/error.hpp"

namespace iceball {

namespace {

std::size_t sample_size(const Series::Column& column) {
    std::size_t size = 1;
    for (const std::size_t extent : column.shape) size *= extent;
    return size;
}

}  // namespace

void Series::create(h5::File& file) const {
    const std::size_t rows = 256;
    file.make_group(group_);
    file.create<double>(path("time"), {0}, {.growing = true, .chunk = {rows}});
    file.set_attribute(path("time"), "units", std::string("s"));
    file.set_attribute(path("time"), "long_name", std::string("time since the start of the run"));
    file.make_scale(path("time"));
    for (const Column& column : columns_) {
        h5::Shape shape{0}, chunk{rows};
        shape.insert(shape.end(), column.shape.begin(), column.shape.end());
        chunk.insert(chunk.end(), column.shape.begin(), column.shape.end());
        const h5::Layout layout{.growing = true, .chunk = chunk};
        if (column.whole_numbers)
            file.create<std::int32_t>(path(column.name), shape, layout);
        else
            file.create<double>(path(column.name), shape, layout);
        file.set_attribute(path(column.name), "units", column.units);
        file.set_attribute(path(column.name), "long_name", column.long_name);
        file.attach_scale(path(column.name), 0, path("time"));
        for (std::size_t axis = 0; axis < column.scales.size(); ++axis)
            file.attach_scale(path(column.name), axis + 1, column.scales[axis]);
    }
}

void Series::resume(h5::File& file, double time) {
    const std::vector<double> times = file.read<double>(path("time"));
    // A writer killed within a flush can leave zeros at the end: only increasing times count.
    for (rows_ = 0; rows_ < times.size() && times[rows_] <= time && times[rows_] > last_; ++rows_) last_ = times[rows_];
    for (const Column& column : columns_) {
        h5::Shape shape = file.shape(path(column.name));
        if (shape.empty() || h5::Shape(shape.begin() + 1, shape.end()) != column.shape)
            throw FileError(fmt::format("cannot go on with '{}' of {}: its shape is not that of this run",
                                        path(column.name), file.path().string()));
        file.set_rows(path(column.name), rows_);
    }
    file.set_rows(path("time"), rows_);
}

void Series::append(double time, std::vector<std::vector<double>> values) {
    if (!(time > last_))
        throw FileError(fmt::format("a sample of '{}' at {} s comes after one at {} s", group_, time, last_));
    if (values.size() != columns_.size())
        throw FileError(fmt::format("a sample of '{}' has {} columns, not {}", group_, values.size(), columns_.size()));
    for (std::size_t n = 0; n < columns_.size(); ++n)
        if (values[n].size() != sample_size(columns_[n]))
            throw FileError(fmt::format("a sample of '{}' has {} values, not {}", path(columns_[n].name),
                                        values[n].size(), sample_size(columns_[n])));
    for (std::size_t n = 0; n < columns_.size(); ++n)
        buffers_[n].insert(buffers_[n].end(), values[n].begin(), values[n].end());
    times_.push_back(time);
    last_ = time;
}

void Series::flush(h5::File& file) {
    if (times_.empty()) return;
    for (std::size_t n = 0; n < columns_.size(); ++n) {
        const std::vector<double>& buffer = buffers_[n];
        if (columns_[n].whole_numbers) {
            const std::vector<std::int32_t> whole(buffer.begin(), buffer.end());
            file.write_rows<std::int32_t>(path(columns_[n].name), rows_, whole);
        } else {
            file.write_rows<double>(path(columns_[n].name), rows_, buffer);
        }
    }
    file.write_rows<double>(path("time"), rows_, times_);
    rows_ += times_.size();
    times_.clear();
    for (auto& buffer : buffers_) buffer.clear();
}

}  // namespace iceball
