// Checkpoints: all that a run needs to go on from a moment, in an HDF5 file of its own.
//
// Every part of the run (core/section.hpp) gets a group /sections/NAME with its values, exact to the bit. The file is
// written under a temporary name, synced and renamed, so that there is always a whole one. `identity` says which run
// it belongs to (the resolved case as text): another run refuses it. Numbers are little-endian doubles, chunks carry
// Fletcher32 checksums.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "core/section.hpp"

namespace iceball {

// "run.checkpoint.h5" beside "run.h5".
std::filesystem::path checkpoint_path(const std::filesystem::path& run_file);

// Throws FileError where the file cannot be written (the last checkpoint stays) or two sections share a name.
void save_checkpoint(const std::filesystem::path& path, const std::string& identity,
                     std::span<Section* const> sections);

// Throws FileError where the file is missing, damaged, no checkpoint, of a newer version, of another run, or lacks a
// section or value. Sections may have been changed in part then.
void restore_checkpoint(const std::filesystem::path& path, const std::string& identity,
                        std::span<Section* const> sections);

}  // namespace iceball
