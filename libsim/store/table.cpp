#include "store/table.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <set>

#include "core/error.hpp"
#include "store/atomic_file.hpp"
#include "store/hdf5.hpp"

namespace iceball {

namespace {

constexpr const char* table_format = "iceball table";

void validate(const Table& table) {
    std::set<std::string> names;
    for (const TableColumn& column : table.columns) {
        if (column.name.empty() || column.name == "row" || column.name.find('/') != std::string::npos)
            throw InputError(fmt::format("a table cannot have a column called '{}'", column.name));
        if (!names.insert(column.name).second)
            throw InputError(fmt::format("a table has two columns called '{}'", column.name));
        if (column.size() != table.rows())
            throw InputError(fmt::format("column '{}' of a table has {} rows, the first one {}", column.name,
                                         column.size(), table.rows()));
    }
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += c;
        out += c;
    }
    out += '"';
    return out;
}

std::string cell(const TableColumn& column, std::size_t row) {
    if (const auto* numbers = std::get_if<std::vector<double>>(&column.values))
        return std::isnan((*numbers)[row]) ? "" : fmt::format("{}", (*numbers)[row]);
    if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.values)) return fmt::format("{}", (*whole)[row]);
    return quoted(std::get<std::vector<std::string>>(column.values)[row]);
}

void write_column(h5::File& file, const TableColumn& column) {
    const std::string dataset = fmt::format("/{}", column.name);
    if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
        file.create<double>(dataset, {numbers->size()});
        file.write<double>(dataset, *numbers);
    } else if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.values)) {
        file.create<std::int64_t>(dataset, {whole->size()});
        file.write<std::int64_t>(dataset, *whole);
    } else {
        file.write_texts(dataset, std::get<std::vector<std::string>>(column.values));
    }
    file.set_attribute(dataset, "units", column.units.empty() ? std::string("1") : column.units);
    file.attach_scale(dataset, 0, "/row");
}

}  // namespace

std::size_t TableColumn::size() const {
    return std::visit([](const auto& list) { return list.size(); }, values);
}

const TableColumn* Table::find(const std::string& name) const {
    for (const TableColumn& column : columns)
        if (column.name == name) return &column;
    return nullptr;
}

std::string to_csv(const Table& table) {
    validate(table);
    std::string text;
    for (std::size_t n = 0; n < table.columns.size(); ++n) {
        const TableColumn& column = table.columns[n];
        text += n == 0 ? "" : ",";
        text += quoted(column.units.empty() ? column.name : fmt::format("{} [{}]", column.name, column.units));
    }
    text += '\n';
    for (std::size_t row = 0; row < table.rows(); ++row) {
        for (std::size_t n = 0; n < table.columns.size(); ++n) {
            text += n == 0 ? "" : ",";
            text += cell(table.columns[n], row);
        }
        text += '\n';
    }
    return text;
}

void write_csv(const std::filesystem::path& path, const Table& table) { write_text_file(path, to_csv(table)); }

void write_table(const std::filesystem::path& path, const Table& table) {
    validate(table);
    const std::filesystem::path temporary = temporary_name(path);
    try {
        h5::File file(temporary, h5::Mode::create, path);
        std::vector<std::string> names;
        for (const TableColumn& column : table.columns) names.push_back(column.name);
        file.set_attribute("/", "format", std::string(table_format));
        file.set_attribute("/", "format_version", std::int64_t(1));
        file.set_attribute("/", "columns", names);
        std::vector<std::int64_t> rows(table.rows());
        std::iota(rows.begin(), rows.end(), 0);
        file.create<std::int64_t>("/row", {rows.size()});
        file.write<std::int64_t>("/row", rows);
        file.make_scale("/row");
        for (const TableColumn& column : table.columns) write_column(file, column);
        file.close();
        sync_and_rename(temporary, path);
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throw;
    }
}

Table read_table(const std::filesystem::path& path) {
    const h5::File file(path, h5::Mode::read);
    if (!file.has_attribute("/", "format") || file.text_attribute("/", "format") != table_format)
        throw FileError(fmt::format("{} is not a table of Iceball", path.string()));
    Table table;
    for (const std::string& name : file.texts_attribute("/", "columns")) {
        const std::string dataset = fmt::format("/{}", name);
        TableColumn column{name, file.text_attribute(dataset, "units"), {}};
        if (column.units == "1") column.units.clear();
        if (file.holds<double>(dataset))
            column.values = file.read<double>(dataset);
        else if (file.holds<std::int64_t>(dataset))
            column.values = file.read<std::int64_t>(dataset);
        else
            column.values = file.read_texts(dataset);
        table.columns.push_back(std::move(column));
    }
    return table;
}

}  // namespace iceball
