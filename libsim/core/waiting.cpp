#include "core/waiting.hpp"

#include <unistd.h>

#include <cstdlib>

namespace iceball {

void wait_passively(char** argv) {
    if (std::getenv("OMP_WAIT_POLICY") != nullptr || std::getenv("GOMP_SPINCOUNT") != nullptr) return;
    if (setenv("OMP_WAIT_POLICY", "passive", 1) != 0) return;
    execv("/proc/self/exe", argv);  // returns only where it failed; the program then goes on as it is
}

}  // namespace iceball
