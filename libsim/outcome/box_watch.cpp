#include "outcome/box_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "outcome/front.hpp"

namespace iceball {
namespace {

constexpr double heat_share = 0.01;     // of the probes' power
constexpr double ice_distance = 5e-3;   // [m]
constexpr std::array<const char*, 6> face_names{"x_min", "x_max", "y_min", "y_max", "z_min", "z_max"};

// Heat through a face into the box [W].
double face_power(const Model& model, const State& state, int face, double temperature) {
    const Grid& grid = model.grid;
    const int axis = face / 2, u = (axis + 1) % 3, v = (axis + 2) % 3;
    Index3 cell{};
    cell[axis] = face % 2 == 0 ? 0 : grid.cells()[axis] - 1;
    double power = 0;
    for (cell[u] = 0; cell[u] < grid.cells()[u]; ++cell[u])
        for (cell[v] = 0; cell[v] < grid.cells()[v]; ++cell[v]) {
            const std::ptrdiff_t index = grid.index(cell[0], cell[1], cell[2]);
            power += 2 * grid.spacing() * (model.tissue_at(index).law.theta_at(temperature) - state.theta[index]);
        }
    return power;
}

}  // namespace

void BoxWatch::at_output(const Model& model, const State& state, const Ledger&) {
    double probe_power = 0;
    for (const NeedleState& needle : state.needles) probe_power += needle.power;
    for (const ContactState& contact : state.contacts) probe_power += contact.power;
    if (std::abs(probe_power) > std::abs(largest_power_)) largest_power_ = probe_power;
    const std::vector<FrontPoint> front = front_points(IsothermReader(model, state, tissue_fraction_, 0));
    const Vector3 lower = model.grid.lower(), upper = model.grid.upper();
    for (int face = 0; face < 6; ++face) {
        const auto* held = std::get_if<FixedTemperature>(&model.boundaries[std::size_t(face)]);
        // Ice under a contact probe has to reach its face.
        const bool pressed_on = std::any_of(model.contacts.begin(), model.contacts.end(),
                                            [&](const Contact& contact) { return int(contact.face) == face; });
        if (!held || pressed_on) continue;
        const int axis = face / 2;
        const char* name = face_names[std::size_t(face)];
        if (const double power = face_power(model, state, face, held->temperature);
            !told_heat_[std::size_t(face)] && power * probe_power < 0 && std::abs(power) > heat_share * std::abs(largest_power_)) {
            told_heat_[std::size_t(face)] = true;
            sink_(fmt::format("at {:.0f} s the face {} of the box carries {:.2g} W, {:.1f} % of the probes' power: the box "
                              "is too small, results depend on its size; enlarge [domain] size",
                              state.time, name, power, 100 * std::abs(power / largest_power_)));
        }
        double nearest = ice_distance;
        for (const FrontPoint& point : front) {
            const double position = point.position[axis];
            nearest = std::min(nearest, face % 2 == 0 ? position - lower[axis] : upper[axis] - position);
        }
        if (!told_ice_[std::size_t(face)] && nearest < ice_distance) {
            told_ice_[std::size_t(face)] = true;
            sink_(fmt::format("at {:.0f} s the 0 degC isotherm is {:.1f} mm from the face {} of the box (5 mm allowed): the "
                              "box is too small, results depend on its size; enlarge [domain] size",
                              state.time, 1e3 * nearest, name));
        }
    }
}

}  // namespace iceball
