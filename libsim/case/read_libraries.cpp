// library = ["my_tissues.toml"]: rows of the user's own beside those of the built-in libraries.
//
// A library file holds [tissue.NAME] and [probe.NAME] tables: the keys of [tissue.define.NAME], and those of a case's
// [probe.NAME] without its place. Rows may build on built-in ones and on those above them. What a case uses of them
// stands in its resolved form with all numbers, so that the file is not needed to read a run.
#include <fmt/format.h>

#include <algorithm>

#include "case/document.hpp"
#include "case/sections.hpp"
#include "core/error.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

template <class Row>
bool is_new(const std::vector<Row>& rows, const std::string& name, TableReader& table) {
    const bool known = std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
    if (known) table.problem_here(fmt::format("a second row named {} in the library files of the case", quote(name)));
    return !known;
}

void read_library(const Document& document, Problems& problems, Names& names) {
    Case file;  // files named in it are looked for beside it
    file.path = document.path;
    TableReader root(document.root, "", problems);
    auto tissues = root.named_tables("tissue");
    std::vector<NamedTissue> rows;
    for (auto& [name, table] : tissues) {
        const bool fresh = is_new(names.library_tissues, name, table);
        NamedTissue row = read_tissue_row(name, table, names);
        rows.push_back(row);
        if (fresh) names.library_tissues.push_back(std::move(row));
    }
    for (std::size_t n = 0; n < rows.size(); ++n) check_flooding(tissues[n].second, rows[n], names);
    for (auto& [name, table] : root.named_tables("probe")) {
        const bool fresh = is_new(names.library_probes, name, table);
        auto row = read_probe_row(name, table, file, names);
        if (fresh && row) names.library_probes.push_back(std::move(*row));
    }
    root.finish();
}

}  // namespace

void read_libraries(TableReader& root, const Case& c, Names& names) {
    const auto files = root.texts("library");
    if (!files) return;
    for (const std::string& name : *files) {
        const auto path = existing_file(root, "library", name, c);
        if (!path) continue;
        try {
            read_library(read_document(*path), root.problems(), names);
        } catch (const InputError& error) {
            root.problem("library", error.what());
        }
    }
}

}  // namespace iceball
