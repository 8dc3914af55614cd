// Tables with named, typed columns and units, as CSV (RFC 4180, UTF-8) and as HDF5. For sweeps and `iceball export`.
//
// CSV: one header line of "name [units]", numbers in their shortest form that reads back to the same bits, missing
// numbers empty. HDF5: one dataset a column at the root with the attribute `units`; the attribute `columns` of the root
// keeps their order, and the dimension scale `row` lets xarray open it. Missing numbers are NaN.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace iceball {

struct TableColumn {
    std::string name;
    std::string units;  // empty where there are none
    std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>> values;

    std::size_t size() const;
};

struct Table {
    std::vector<TableColumn> columns;

    std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
    const TableColumn* find(const std::string& name) const;
};

// The whole CSV text. Throws InputError where columns differ in length or share a name.
std::string to_csv(const Table& table);

// Both replace the file when the new one is whole; throw FileError where it cannot be written.
void write_csv(const std::filesystem::path& path, const Table& table);
void write_table(const std::filesystem::path& path, const Table& table);

// What write_table() wrote. Throws FileError where it is no such file.
Table read_table(const std::filesystem::path& path);

}  // namespace iceball
