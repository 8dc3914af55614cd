// run.xmf: an XDMF temporal collection over the frames of a run file, for ParaView (tried with 5.11) and VisIt.
//
// Each frame points at its own virtual dataset /frames/NNNNNN and at /labels, which both generations of XDMF readers
// open. The file lies beside the run file and names it without a folder, so that the two can be moved together. Tell
// ParaView 5.11 its absolute path: its Xdmf3 reader ends the process on a relative one.
#pragma once

#include <filesystem>
#include <span>

#include "grid/grid.hpp"

namespace iceball {

// "run.xmf" for "run.h5".
std::filesystem::path xdmf_path(const std::filesystem::path& run_file);

// Name of a frame's dataset, /frames/000012.
std::string frame_dataset(std::size_t frame);

// Replaces the XDMF file of a run file by one with these frame times [s]. Throws FileError.
void write_xdmf(const std::filesystem::path& run_file, const Grid& grid, std::span<const double> times);

}  // namespace iceball
