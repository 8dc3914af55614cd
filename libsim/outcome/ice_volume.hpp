// Volume of tissue below an isotherm, from the enthalpy state.
//
// In every cell near the isotherm the surface is a plane of the depth below it (isotherm_reader.hpp, cell_share.hpp).
// Where a tissue freezes isothermally at the isotherm the share is 1 - f_l. A share counts by the tissue that the cell
// holds (needles are cut out).
//
// Units: volumes [m3]. Limits: ice thinner than a cell is counted only where it covers a cell centre.
#pragma once

#include "outcome/isotherm_reader.hpp"

namespace iceball {

struct IceVolume {
    double tissue = 0;        // below the isotherm
    double with_needles = 0;  // plus the needles' own volume where their wall is below it
};

// isotherm [degC]; tissue_fraction: see solver/tissue_fraction.hpp. The same bits for any number of threads.
IceVolume ice_volume(const Model& model, const State& state, const Field<double>& tissue_fraction, double isotherm);

// Share of the cube of an active cell that lies below the isotherm, 0 to 1.
double ice_fraction(const IsothermReader& reader, const Index3& cell);

// Volume of all needles where their wall is below the isotherm [m3].
double cold_needle_volume(const Model& model, const State& state, double isotherm);

}  // namespace iceball
