// A study: one case, run once for every combination of values that a study file gives.
//
//     case = "case.toml"            # beside the study file
//     design = "grid"               # every combination; "paired": the n-th values together
//     frames = "none"               # "all": as often as the case says
//     [vary]
//     "tissue.define.my kidney.perfusion" = ["0.001 1/s", "0.0035 1/s"]
//     "protocol.cycles" = [1, 2, 3]
//
// Keys of [vary] are what `--set` takes (case/overrides.hpp), values what stands in a case file: texts, numbers,
// true or false, and arrays of them. In a grid the last key varies fastest.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace iceball {

struct Variation {
    std::string path;                // as `--set` takes it
    std::vector<std::string> values; // TOML
    std::vector<std::string> texts;  // the same for people: texts without their quotes
};

struct Study {
    std::filesystem::path path, case_file;
    bool paired = false;
    bool frames = false;
    std::vector<Variation> variations;
};

// One run of a study.
struct Member {
    int number;                          // from 1
    std::vector<std::size_t> choice;     // number of the value, one a variation
    std::vector<std::string> overrides;  // for load_case, from the study alone
};

// Throws FileError if the file cannot be read and InputError with all errors of meaning otherwise.
Study load_study(const std::filesystem::path& path);

std::vector<Member> members_of(const Study& study);

// "tissue.define.my kidney.perfusion = 0.001 1/s, protocol.cycles = 2"
std::string describe(const Study& study, const Member& member);

}  // namespace iceball
