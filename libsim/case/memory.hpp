// What a run needs of memory, and what the machine has.
#pragma once

namespace iceball {

// Memory that a run of so many cells needs [bytes].
double memory_needed(double cells);
// Free memory of the machine, or the limit of the control group if that is less [bytes].
double memory_available();

}  // namespace iceball
