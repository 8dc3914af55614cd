// The groups that the list of verification cases is made of, one file each.
#pragma once

#include <vector>

#include "verify/verification_case.hpp"

namespace iceball::verify {

std::vector<VerificationCase> front_cases();        // moving fronts against exact solutions
std::vector<VerificationCase> tissue_cases();       // perfusion, metabolism, melting back
std::vector<VerificationCase> perfused_cases();     // perfusion around points, spheres and cylinders
std::vector<VerificationCase> face_cases();         // each kind of outer face
std::vector<VerificationCase> tissue_pair_cases();  // two tissues against an independent solution
std::vector<VerificationCase> smooth_cases();       // manufactured solutions: order in space
std::vector<VerificationCase> time_step_cases();    // the same: order in time

}  // namespace iceball::verify
