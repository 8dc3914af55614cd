// InjuryRewriter: replaces what a finished run file holds of injuries.
//
// It works on a copy beside the file, which takes its place when it is whole: whatever happens before, the file stays as
// it was. The disk must hold both for a while. What was removed leaves a gap in the file, so that it grows each time by
// the new fields; h5repack closes gaps. All members throw FileError.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "store/run_records.hpp"

namespace iceball {

class InjuryRewriter {
 public:
    // Copies the file and drops the injuries of the copy.
    explicit InjuryRewriter(const std::filesystem::path& run);
    // Removes the copy unless it has taken the file's place.
    ~InjuryRewriter();
    InjuryRewriter(const InjuryRewriter&) = delete;
    InjuryRewriter& operator=(const InjuryRewriter&) = delete;

    // As those of the RunWriter.
    void write_injury(const InjuryRecord& injury);
    void write_injury_field(const InjuryLawInfo& law, int cycle, std::span<const float> destroyed);
    void write_disagreement(int cycle, std::span<const float> difference);
    // Puts the copy in the file's place.
    void commit();

 private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace iceball
