#include "solver/contact_exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr double temperature_tolerance = 1e-11;  // [K]
constexpr int most_iterations = 100;
constexpr double overlap_tolerance = 1e-6;  // of a cell's face

// What a plate does to one cell in a step.
struct UnderPlate {
    const ThermalLaw& law;
    double before;       // H* [J/m3]
    double per_volume;   // step / tissue volume [s/m3]
    double to_surface;   // G = 2 h s, times duty [m]
    double to_plate;     // h_c h^2 s, times duty [W/K]; infinite for perfect contact
    double temperature;  // of the plate [degC]

    double enthalpy(double surface) const {
        const double a = per_volume * to_surface;
        return law.enthalpy_where(a, before + a * law.theta_at(surface));
    }
    // Newton's method inside a bracket: the balance falls with the surface's temperature.
    double surface() const {
        if (std::isinf(to_plate)) return temperature;
        const double cell = law.temperature(before);
        double low = std::min(cell, temperature), high = std::max(cell, temperature);
        double at = 0.5 * (low + high);
        for (int n = 0; n < most_iterations && high - low > temperature_tolerance; ++n) {
            const double after = enthalpy(at);
            const double heat = to_plate * (temperature - at) - to_surface * (law.theta_at(at) - law.theta(after));
            const double response = per_volume * to_surface * law.diffusivity(after);
            const double slope = -to_plate - to_surface * law.conductivity_above(at) / (1 + response);
            (heat > 0 ? low : high) = at;
            double next = at - heat / slope;
            if (!(next > low && next < high)) next = 0.5 * (low + high);
            const double change = std::abs(next - at);
            at = next;
            if (change <= temperature_tolerance) break;
        }
        return at;
    }
};

}  // namespace

ContactExchange::ContactExchange(const Model& model, const Field<double>& tissue_fraction) : model_(model) {
    open_shares(model);  // throws where plates overlap
    for (const Contact& contact : model.contacts) {
        std::vector<Cell>& cells = cells_.emplace_back();
        for (const CoveredCell& covered : covered_cells(model.grid, contact)) {
            if (tissue_fraction[covered.cell] == 0 || model.regions.at(covered.cell).held_temperature) continue;
            cells.push_back({covered.cell, covered.share, tissue_fraction[covered.cell] * model.grid.cell_volume()});
        }
    }
}

double ContactExchange::mean_temperature(const std::vector<Cell>& cells, const Field<double>& enthalpy) const {
    double sum = 0, area = 0;
    for (const Cell& cell : cells) {
        sum += cell.share * model_.tissue_at(cell.index).law.temperature(enthalpy[cell.index]);
        area += cell.share;
    }
    return area > 0 ? sum / area : model_.initial_temperature;
}

std::vector<ContactState> ContactExchange::initial_state(const Field<double>& enthalpy) const {
    std::vector<ContactState> contacts;
    for (const std::vector<Cell>& cells : cells_) {
        const double temperature = mean_temperature(cells, enthalpy);
        contacts.push_back({temperature, temperature, 0, 0});
    }
    return contacts;
}

double ContactExchange::advance(const Stage& stage, double step, double end_time, State& state) {
    const double h = model_.grid.spacing();
    double total = 0;
    lowest_temperature_ = std::numeric_limits<double>::infinity();
    for (std::size_t n = 0; n < cells_.size(); ++n) {
        ContactState& plate = state.contacts[n];
        plate.power = 0;
        const Contact& contact = model_.contacts[n];
        const ProbeAction action = n < stage.contacts.size() ? stage.contacts[n] : ProbeAction{};
        if (!action.on) {
            plate.temperature = mean_temperature(cells_[n], state.enthalpy);
            continue;
        }
        const WallDrive drive =
            contact.exchange_of(action.schedule)
                .drive({stage.kind == StageKind::warm, end_time - stage.start, end_time, action.duty,
                        plate.temperature_at_stage_start, 0.5});
        if (drive.kind != WallDrive::Kind::temperature)
            throw InputError(fmt::format("contact {}: its exchange model must give the temperature of the plate", contact.name));
        plate.temperature = drive.temperature;
        for (const Cell& cell : cells_[n]) {
            const ThermalLaw& law = model_.tissue_at(cell.index).law;
            double& enthalpy = state.enthalpy[cell.index];
            const UnderPlate under{law,
                                   enthalpy,
                                   step / cell.volume,
                                   2 * h * cell.share * drive.duty,
                                   contact.conductance * h * h * cell.share * drive.duty,
                                   plate.temperature};
            const double surface = under.surface(), after = under.enthalpy(surface);
            plate.power += under.to_surface * (law.theta_at(surface) - law.theta(after));
            total += (after - enthalpy) * cell.volume;
            enthalpy = after;
            lowest_temperature_ = std::min(lowest_temperature_, law.temperature(after));
        }
        plate.heat += step * plate.power;
    }
    return total;
}

std::array<std::vector<double>, 6> open_shares(const Model& model) {
    const Grid& grid = model.grid;
    std::array<std::vector<double>, 6> shares;
    for (const Contact& contact : model.contacts) {
        const auto [axis, fast, slow] = axes_of(contact.face);
        std::vector<double>& open = shares[std::size_t(contact.face)];
        if (open.empty()) open.assign(std::size_t(grid.cells()[fast]) * std::size_t(grid.cells()[slow]), 1.0);
        for (const CoveredCell& covered : covered_cells(grid, contact)) {
            const Index3 at = grid.cell_at(covered.cell);
            double& share = open[std::size_t(at[fast]) + std::size_t(grid.cells()[fast]) * std::size_t(at[slow])];
            share -= covered.share;
            if (share < -overlap_tolerance)
                throw InputError(fmt::format("contact {} lies over another one; move them apart", contact.name));
            share = std::max(share, 0.0);
        }
    }
    return shares;
}

}  // namespace iceball
