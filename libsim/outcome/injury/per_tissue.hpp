// Numbers that an injury law goes by, tissue by tissue.
//
// Rows of the program name tissues of the library; they hold for a tissue that a case has made from one as well
// (Tissue::base), and not for one that merely bears its name. Rows of a user's own law may also name a tissue of the case
// itself, which then goes before the tissue it was made from.
#pragma once

#include <string>
#include <vector>

#include "tissue/tissue.hpp"

namespace iceball {

template <class Numbers>
struct PerTissue {
    struct Row {
        std::string tissue;
        Numbers numbers;
        std::string source;
    };
    std::vector<Row> rows;
    Numbers other;  // of tissues that have no row
    std::string other_source;
    bool names_first = false;  // a user's own rows

    const Numbers& of(const Tissue& tissue) const {
        const std::string& kind = tissue.base.empty() ? tissue.name : tissue.base;
        if (const Row* row = names_first ? find(tissue.name) : nullptr) return row->numbers;
        const Row* row = find(kind);
        return row ? row->numbers : other;
    }

 private:
    const Row* find(const std::string& name) const {
        for (const Row& row : rows)
            if (row.tissue == name) return &row;
        return nullptr;
    }
};

}  // namespace iceball
