// Creates the fixed part of a run file: everything that is known before the first step. Internal to the run writer.
#pragma once

#include "store/hdf5.hpp"
#include "store/run_writer.hpp"

namespace iceball {

constexpr std::int64_t run_format_version = 1;
constexpr const char* run_format = "iceball run";
constexpr const char* temperature_dataset = "/VTKHDF/CellData/temperature";
constexpr const char* target_over_time = "/target/over_time";

// Throws InputError where a name cannot be kept as the name of a group.
void create_run_layout(h5::File& file, const RunInfo& info);

// Whether the target is followed over time: there is one, and there are isotherms.
bool with_target_series(const RunInfo& info);

// Names of the arrays over the whole run in /target, sorted.
std::vector<std::string> written_target_arrays(const h5::File& file);

// Layout of a field over the cells: chunks are whole fields or slabs of at most 8 MiB, so that one frame or one slice
// is read without the others.
h5::Layout cell_layout(const Grid& grid, bool with_frames);

// Creates a field over the cells with its coordinates.
template <class T>
void create_cell_field(h5::File& file, const Grid& grid, const std::string& dataset, const std::string& units,
                       const std::string& long_name) {
    file.create<T>(dataset, {std::size_t(grid.nz()), std::size_t(grid.ny()), std::size_t(grid.nx())},
                   cell_layout(grid, false));
    file.set_attribute(dataset, "units", units);
    file.set_attribute(dataset, "long_name", long_name);
    file.attach_scale(dataset, 0, "/z");
    file.attach_scale(dataset, 1, "/y");
    file.attach_scale(dataset, 2, "/x");
}

// A small dataset written once.
void write_array(h5::File& file, const std::string& dataset, const h5::Shape& shape, std::span<const double> values,
                 const std::string& units, const std::string& long_name);

}  // namespace iceball
