#include "view/output_file.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "store/atomic_file.hpp"

namespace iceball {

OutputFile::OutputFile(std::filesystem::path final_path)
    : final_(std::move(final_path)), temporary_(temporary_name(final_)) {}

OutputFile::~OutputFile() {
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
}

void OutputFile::commit() {
    std::error_code error;
    std::filesystem::rename(temporary_, final_, error);
    if (error) throw FileError(fmt::format("cannot write {}: {}", final_.string(), error.message()));
}

}  // namespace iceball
