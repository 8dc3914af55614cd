// How the walls of a model's needles meet the tissue in a stage: without heat, with one temperature, or behind a film.
//
// The coupling asks for the film's conductance over the conductivity of the tissue. Convection has one of its own, UA'.
// Limited power and heaters have the mean slope of their curve, from rest to the wall temperature at which they give most, at
// least 50 K from rest. The conductivity is that of the tissue on the needle's axis, half way between the medium (or the wall
// at rest) and 0 degC. Both need not be exact: volumes of a needle of 1.2 x 30 mm change by less than 0.1 % where the ratio is
// off by 40 %. Needles with metal count as walls of one temperature, which their metal evens out.
#pragma once

#include <vector>

#include "probe/coupling.hpp"
#include "solver/model.hpp"

namespace iceball {

std::vector<WallContact> wall_contacts(const Model& model, const Stage& stage);

// Every wall exchanges heat and has one temperature.
std::vector<WallContact> all_in_contact(const Model& model);

}  // namespace iceball
