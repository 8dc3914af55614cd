// Injury laws of a user's own: [injury.NAME] of a case, and the same tables in a file of their own.
#pragma once

#include <filesystem>
#include <vector>

#include "case/case.hpp"
#include "outcome/injury/law_settings.hpp"

namespace iceball {

// Reads a file of laws, [injury.NAME] tables and nothing else, in the order of their names. They may name the tissues of
// the case as well as those of the library, and must not be called like the case's own. Throws FileError if the file cannot
// be read, InputError with all errors of meaning.
std::vector<InjuryLawSettings> load_injury_laws(const std::filesystem::path& file, const Case& c);

}  // namespace iceball
