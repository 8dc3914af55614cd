#include "store/injury_rewriter.hpp"

#include <fmt/format.h>

#include "core/error.hpp"
#include "store/atomic_file.hpp"
#include "store/injury_layout.hpp"
#include "store/run_reader.hpp"

namespace iceball {
namespace {

namespace fs = std::filesystem;

// Closed after the removal: HDF5 loses count where space that it has just freed is used again.
void copy_without_injury(const fs::path& run, const fs::path& copy) {
    std::error_code error;
    fs::copy_file(run, copy, fs::copy_options::overwrite_existing, error);
    if (error) throw FileError(fmt::format("{}: cannot be copied to {}: {}", run.string(), copy.string(), error.message()));
    h5::File file(copy, h5::Mode::write, run);
    if (file.exists("/injury")) file.remove("/injury");
    file.flush();
    file.close();
}

}  // namespace

struct InjuryRewriter::Parts {
    fs::path run, copy;
    Grid grid;
    h5::File file;
};

InjuryRewriter::InjuryRewriter(const fs::path& run) {
    const fs::path copy = temporary_name(run);
    try {
        const Grid grid = RunReader(run).grid();
        copy_without_injury(run, copy);
        parts_ = std::make_unique<Parts>(Parts{run, copy, grid, h5::File(copy, h5::Mode::write, run)});
    } catch (...) {
        std::error_code ignored;
        fs::remove(copy, ignored);
        throw;
    }
}

InjuryRewriter::~InjuryRewriter() {
    if (!parts_) return;
    const fs::path copy = parts_->copy;
    parts_.reset();
    std::error_code ignored;
    fs::remove(copy, ignored);
}

void InjuryRewriter::write_injury(const InjuryRecord& injury) { write_injury_tables(parts_->file, injury); }

void InjuryRewriter::write_injury_field(const InjuryLawInfo& law, int cycle, std::span<const float> destroyed) {
    iceball::write_injury_field(parts_->file, parts_->grid, law, cycle, destroyed);
}

void InjuryRewriter::write_disagreement(int cycle, std::span<const float> difference) {
    write_disagreement_field(parts_->file, parts_->grid, cycle, difference);
}

void InjuryRewriter::commit() {
    parts_->file.flush();
    parts_->file.close();
    sync_and_rename(parts_->copy, parts_->run);
    parts_.reset();
}

}  // namespace iceball
