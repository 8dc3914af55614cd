// How OpenMP threads wait for each other.
//
// A run meets several thousand barriers a second. By default threads spin there, which on a shared core lets a run wait
// for time slices: measured 8 times the processor time and 20 times the wall time (docs/performance.md). OpenMP reads
// its wait policy when the program is loaded, so a program that wants another starts itself again.
#pragma once

namespace iceball {

// Call first in main(): unless the user has chosen OMP_WAIT_POLICY, restarts the program with "passive". Returns where
// there is nothing to do or the system cannot.
void wait_passively(char** argv);

}  // namespace iceball
