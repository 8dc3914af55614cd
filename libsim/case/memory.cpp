#include "case/memory.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

namespace iceball {
namespace {

// Bytes a cell: enthalpy, theta and work arrays (8 doubles), region, and history fields over the run and two cycles
// (about 10 floats each, and two that it works with), with room for the frame that is being written.
constexpr double bytes_per_cell = 8 * 8 + 1 + (3 * 10 + 2) * 4 + 8;

// A number at the beginning of a file; infinity if there is none (cgroup: "max").
double number_in_file(const char* path) {
    std::ifstream file(path);
    double value = 0;
    return file >> value ? value : std::numeric_limits<double>::infinity();
}

}  // namespace

double memory_needed(double cells) { return bytes_per_cell * cells; }

double memory_available() {
    double available = double(sysconf(_SC_PHYS_PAGES)) * double(sysconf(_SC_PAGE_SIZE));
    std::ifstream meminfo("/proc/meminfo");
    for (std::string key, unit; meminfo >> key;) {
        double value = 0;
        if (!(meminfo >> value)) break;
        if (key == "MemAvailable:") available = std::min(available, 1024 * value);
        std::getline(meminfo, unit);
    }
    return std::min({available, number_in_file("/sys/fs/cgroup/memory.max"),
                     number_in_file("/sys/fs/cgroup/memory/memory.limit_in_bytes")});
}

}  // namespace iceball
