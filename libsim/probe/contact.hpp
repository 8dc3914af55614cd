// A contact probe: a cold plate pressed on a patch of an outer face of the box (cervix, eye, skin).
//
// The plate has one temperature T_p(t), which its exchange model gives while it acts. Into the tissue goes, per area,
//
//     perfect contact:             the face of the tissue is at T_p
//     through a contact layer:     h_c (T_p - T_s),  T_s the temperature of the tissue's face
//
// A plate that does not act stays where it is and lets no heat through: frozen to the tissue, with its gas off, it has
// nothing to give. Beside the patch the face is what the box says. A cell of the face takes part by the share of its area
// that the plate covers. Units: [m], [W/m2/K], [degC].
// Not modelled: the plate's own heat capacity, uneven pressure, a tip that bulges into the tissue.
#pragma once

#include <array>
#include <limits>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "grid/boundary.hpp"
#include "grid/grid.hpp"
#include "probe/exchange.hpp"

namespace iceball {

// In the two coordinates of the face, in the order x, y, z without the axis across it.
using FacePoint = std::array<double, 2>;

struct Disc {
    FacePoint centre;
    double radius;
};
struct FaceRectangle {
    FacePoint centre, size;
};
using Patch = std::variant<Disc, FaceRectangle>;

struct Contact {
    std::string name;
    Face face = Face::z_max;
    Patch patch;
    double conductance = std::numeric_limits<double>::infinity();  // h_c [W/m2/K]; infinite: perfect contact
    std::shared_ptr<const ExchangeModel> exchange;                 // gives temperatures
    // Further exchange models, which stages choose by number (ProbeAction::schedule).
    std::vector<std::shared_ptr<const ExchangeModel>> schedules = {};

    const ExchangeModel& exchange_of(int schedule) const {
        return schedule < 0 ? *exchange : *schedules.at(std::size_t(schedule));
    }
};

// Area that the patch and the rectangle from `low` to `high` have in common [m2], exact.
double common_area(const Patch& patch, const FacePoint& low, const FacePoint& high);

// The cells on the face that a contact touches, in the order of their indices.
struct CoveredCell {
    std::ptrdiff_t cell;  // padded index
    double share;         // of its face, in (0, 1]
};
std::vector<CoveredCell> covered_cells(const Grid& grid, const Contact& contact);

}  // namespace iceball
