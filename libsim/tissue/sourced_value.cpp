#include "tissue/sourced_value.hpp"

namespace iceball {

std::string_view to_string(Standing standing) {
    switch (standing) {
        case Standing::read: return "read";
        case Standing::derived: return "derived";
        case Standing::definition: return "definition";
        case Standing::unverified: break;
    }
    return "unverified";
}

void SourceTally::add(Standing standing) {
    switch (standing) {
        case Standing::read: ++read; break;
        case Standing::derived: ++derived; break;
        case Standing::definition: ++definition; break;
        case Standing::unverified: ++unverified; break;
    }
}

void SourceTally::add(std::span<const NamedValue> numbers) {
    for (const NamedValue& named : numbers) add(named.number.standing);
}

void SourceTally::add(const SourceTally& other) {
    read += other.read;
    derived += other.derived;
    definition += other.definition;
    unverified += other.unverified;
}

}  // namespace iceball
