#include "tissue/thermal_law.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr double enthalpy_zero = 37;  // [degC]
constexpr double coldest = -200;      // [degC], below every cryogen
constexpr double absolute_zero = -273.15;
constexpr int frozen_pieces = 128, dilute_pieces = 128;
constexpr double infinity = std::numeric_limits<double>::infinity();

void require_positive(double value, const char* what) {
    if (!(value > 0) || !std::isfinite(value))
        throw InputError(fmt::format("thermal law: {} must be positive and finite, given {}", what, value));
}

void check(const PhaseProperties& phase) {
    require_positive(phase.conductivity, "the conductivity [W/m/K]");
    require_positive(phase.heat_capacity, "the heat capacity [J/m3/K]");
}

// The number of the last start that is not above a value; `start` picks the start of a piece.
template <class Pieces, class Start>
auto last_not_above(const Pieces& pieces, double value, Start&& start) {
    const auto after = std::upper_bound(pieces.begin() + 1, pieces.end(), value,
                                        [&](double v, const auto& piece) { return v < start(piece); });
    return after - 1;
}

// The root d of a d + b d^2 = c on the side of zero where c lies.
double quadratic_root(double a, double b, double c) {
    return c >= 0 ? monotone_quadratic_root(a, b, c) : -monotone_quadratic_root(a, -b, -c);
}

}  // namespace

double monotone_quadratic_root(double a, double b, double c) {
    if (c <= 0) return 0;
    return 2 * c / (a + std::sqrt(std::max(a * a + 4 * b * c, 0.0)));
}

struct ThermalLaw::Release {
    double latent_heat, solidus, liquidus;
    bool dilute = false;
    const PhaseProperties* mush = nullptr;  // constant within the range; else between the phases
};

ThermalLaw ThermalLaw::linear_release(const FrozenMedium& frozen, PhaseProperties unfrozen, double latent_heat,
                                      double solidus, double liquidus) {
    return make(frozen, unfrozen, {latent_heat, solidus, liquidus});
}

ThermalLaw ThermalLaw::constant_mush(const FrozenMedium& frozen, PhaseProperties mush, PhaseProperties unfrozen,
                                     double latent_heat, double solidus, double liquidus) {
    check(mush);
    return make(frozen, unfrozen, {latent_heat, solidus, liquidus, false, &mush});
}

ThermalLaw ThermalLaw::dilute_release(const FrozenMedium& frozen, PhaseProperties unfrozen, double latent_heat,
                                      double solidus, double liquidus) {
    if (!(solidus < liquidus && liquidus < 0))
        throw InputError(fmt::format("thermal law: dilute freezing needs solidus < liquidus < 0 degC, given {} and {} degC",
                                     solidus, liquidus));
    return make(frozen, unfrozen, {latent_heat, solidus, liquidus, true});
}

ThermalLaw ThermalLaw::never_freezing(PhaseProperties properties) {
    check(properties);
    ThermalLaw law;
    law.freezes_ = false;
    law.add_unfrozen(properties);
    law.finish();
    law.c_.liquidus_enthalpy = -infinity;
    return law;
}

ThermalLaw ThermalLaw::make(const FrozenMedium& frozen, PhaseProperties unfrozen, const Release& release) {
    const auto& [latent_heat, solidus, liquidus, dilute, mush] = release;
    if (!(latent_heat >= 0) || !std::isfinite(latent_heat))
        throw InputError(fmt::format("thermal law: the latent heat must not be negative, given {} J/m3", latent_heat));
    if (!(solidus <= liquidus) || !std::isfinite(solidus) || !std::isfinite(liquidus))
        throw InputError(fmt::format("thermal law: the solidus ({} degC) must not lie above the liquidus ({} degC)",
                                     solidus, liquidus));
    const PhaseProperties at_solidus = frozen.at(solidus);
    check(unfrozen);
    check(at_solidus);
    check(frozen.at(coldest));
    ThermalLaw law;
    law.solidus_ = solidus;
    law.liquidus_ = liquidus;
    law.latent_heat_ = latent_heat;
    const double capacity =
        mush ? mush->heat_capacity : 0.5 * (at_solidus.heat_capacity + unfrozen.heat_capacity);
    law.c_.width = latent_heat + capacity * (liquidus - solidus);
    law.add_frozen(frozen);
    law.add_mush(release, mush ? mush->conductivity : at_solidus.conductivity,
                 mush ? mush->conductivity : unfrozen.conductivity);
    law.add_unfrozen(unfrozen);
    law.finish();
    return law;
}

// Enthalpies count from the solidus until finish().
void ThermalLaw::add_frozen(const FrozenMedium& frozen) {
    if (frozen.is_constant() || solidus_ <= coldest) {
        const PhaseProperties phase = frozen.at(solidus_);
        pieces_.push_back({-infinity, -infinity, -infinity, 0, solidus_, 0, 1 / phase.heat_capacity, phase.conductivity, 0, 0});
        return;
    }
    // The curve H(T) by the trapezoidal rule, fine enough to count as exact, from the solidus downwards.
    constexpr int samples = 32 * frozen_pieces;
    const double step = (solidus_ - coldest) / samples;
    const auto temperature = [&](int n) { return solidus_ - n * step; };
    std::vector<double> enthalpy(samples + 1, 0.0);
    for (int n = 1; n <= samples; ++n)
        enthalpy[std::size_t(n)] = enthalpy[std::size_t(n) - 1] - 0.5 * step *
                                                                      (frozen.at(temperature(n - 1)).heat_capacity +
                                                                       frozen.at(temperature(n)).heat_capacity);
    std::vector<Piece> downwards;
    const double length = -enthalpy.back() / frozen_pieces;
    double upper = solidus_, theta = 0;
    for (int p = 1, n = 0; p <= frozen_pieces; ++p) {
        const double target = -p * length;
        while (n < samples && enthalpy[std::size_t(n)] > target) ++n;
        const double lower =
            p == frozen_pieces ? coldest
                               : temperature(n) + (target - enthalpy[std::size_t(n)]) / frozen.at(temperature(n)).heat_capacity;
        const double k = frozen.at(upper).conductivity, k_lower = frozen.at(lower).conductivity;
        const double next_theta = theta - 0.5 * (k + k_lower) * (upper - lower);
        downwards.push_back({target, lower, next_theta, target + length, upper, theta, (upper - lower) / length, k,
                             0.5 * (k - k_lower) / (upper - lower), 0});
        upper = lower;
        theta = next_theta;
    }
    pieces_.assign(downwards.rbegin(), downwards.rend());
    pieces_.front().start_enthalpy = pieces_.front().start_temperature = pieces_.front().start_theta = -infinity;
    c_.coldest_enthalpy = -frozen_pieces * length;
    c_.frozen_per_enthalpy = 1 / length;
    c_.last_frozen = frozen_pieces - 1;
}

void ThermalLaw::add_mush(const Release& release, double k_at_solidus, double k_at_liquidus) {
    c_.first_mush = int(pieces_.size());
    if (c_.width <= 0) return;
    const int count = release.dilute ? dilute_pieces : 1;
    c_.straight_mush = !release.dilute;
    c_.last_mush = count - 1;
    c_.mush_per_enthalpy = count > 1 ? count / c_.width : 0;
    const double inverse_solidus = 1 / solidus_, range_of_inverse = 1 / liquidus_ - 1 / solidus_;
    const auto temperature = [&](int n) {
        if (n == 0) return solidus_;
        return n == count ? liquidus_ : 1 / (inverse_solidus + range_of_inverse * n / count);
    };
    const auto conductivity = [&](int n) { return k_at_solidus + (k_at_liquidus - k_at_solidus) * n / count; };
    double theta = 0;
    for (int n = 0; n < count; ++n) {
        const double start = c_.width * n / count, t = temperature(n), range = temperature(n + 1) - t;
        const double rise = conductivity(n + 1) - conductivity(n);
        pieces_.push_back({start, t, theta, start, t, theta, range / (c_.width / count), conductivity(n),
                           range > 0 ? 0.5 * rise / range : 0, 0});
        theta += 0.5 * (conductivity(n) + conductivity(n + 1)) * range;
    }
}

void ThermalLaw::add_unfrozen(PhaseProperties unfrozen) {
    c_.liquid = int(pieces_.size());
    double theta = 0;
    if (!pieces_.empty()) {
        const Piece& before = pieces_.back();
        const double range = liquidus_ - before.temperature;
        theta = before.theta + range * (before.conductivity + before.half_conductivity_slope * range);
        pieces_.push_back({c_.width, liquidus_, theta, c_.width, liquidus_, theta, 1 / unfrozen.heat_capacity,
                           unfrozen.conductivity, 0, 0});
    } else {
        pieces_.push_back({-infinity, -infinity, -infinity, 0, 0, 0, 1 / unfrozen.heat_capacity, unfrozen.conductivity, 0, 0});
    }
}

void ThermalLaw::finish() {
    const Piece& warm = piece_at(enthalpy_zero);
    const double zero = warm.enthalpy + (enthalpy_zero - warm.temperature) / warm.temperature_slope;
    for (Piece& piece : pieces_) {
        piece.start_enthalpy -= zero;
        piece.enthalpy -= zero;
        const double slope = piece.temperature_slope;
        theta_pieces_.push_back({piece.enthalpy, piece.theta, piece.conductivity * slope,
                                 piece.half_conductivity_slope * slope * slope});
    }
    c_.solidus_enthalpy = -zero;
    c_.liquidus_enthalpy = pieces_.back().enthalpy;
    c_.coldest_enthalpy -= zero;
    c_.solidus = solidus_;
    c_.temperature_mush = c_.width > 0 ? (liquidus_ - solidus_) / c_.width : 0;
    c_.temperature_unfrozen = pieces_.back().temperature_slope;

    double warmer = 0;
    for (std::size_t n = pieces_.size(); n-- > 0;) {
        Piece& piece = pieces_[n];
        const double end = n + 1 < pieces_.size() ? pieces_[n + 1].start_temperature : piece.temperature;
        const auto diffusivity_at = [&](double t) {
            return piece.temperature_slope *
                   (piece.conductivity + 2 * piece.half_conductivity_slope * (t - piece.temperature));
        };
        piece.max_diffusivity = std::max(warmer, diffusivity_at(end));
        warmer = std::max(piece.max_diffusivity, diffusivity_at(std::max(piece.start_temperature, absolute_zero)));
    }
}

const ThermalLaw::Piece& ThermalLaw::piece_at(double temperature) const {
    return *last_not_above(pieces_, temperature, [](const Piece& piece) { return piece.start_temperature; });
}

double ThermalLaw::temperature(double enthalpy) const {
    const Piece& piece = piece_of(enthalpy);
    return piece.temperature + piece.temperature_slope * (enthalpy - piece.enthalpy);
}

double ThermalLaw::enthalpy(double temperature) const {
    const Piece& piece = piece_at(temperature);
    return piece.enthalpy + (temperature - piece.temperature) / piece.temperature_slope;
}

double ThermalLaw::theta(double enthalpy) const {
    const ThetaPiece& piece = theta_pieces_[std::size_t(c_.piece(enthalpy))];
    const double d = enthalpy - piece.enthalpy;
    return piece.theta + d * (piece.slope + piece.curvature * d);
}

double ThermalLaw::theta_at(double temperature) const {
    const Piece& piece = piece_at(temperature);
    const double u = temperature - piece.temperature;
    return piece.theta + u * (piece.conductivity + piece.half_conductivity_slope * u);
}

double ThermalLaw::conductivity_above(double temperature) const {
    const Piece& piece = piece_at(temperature);
    return piece.conductivity + 2 * piece.half_conductivity_slope * (temperature - piece.temperature);
}

double ThermalLaw::half_conductivity_slope_above(double temperature) const {
    return piece_at(temperature).half_conductivity_slope;
}

double ThermalLaw::diffusivity(double enthalpy) const {
    const ThetaPiece& piece = theta_pieces_[std::size_t(c_.piece(enthalpy))];
    return piece.slope + 2 * piece.curvature * (enthalpy - piece.enthalpy);
}

double ThermalLaw::liquid_fraction(double enthalpy) const {
    if (!freezes_) return 1;
    const double y = enthalpy - c_.solidus_enthalpy;
    if (c_.width <= 0) return y >= 0 ? 1 : 0;
    return std::clamp(y / c_.width, 0.0, 1.0);
}

double ThermalLaw::max_diffusivity(double lowest_temperature) const {
    const Piece& piece = piece_at(lowest_temperature);
    return std::max(piece.max_diffusivity, piece.temperature_slope * conductivity_above(lowest_temperature));
}

std::vector<double> ThermalLaw::break_points() const {
    std::vector<double> points;
    for (std::size_t n = 1; n < pieces_.size(); ++n) points.push_back(pieces_[n].start_temperature);
    return points;
}

double ThermalLaw::enthalpy_where(double a, double rhs) const {
    const auto found = last_not_above(pieces_, rhs,
                                      [a](const Piece& piece) { return piece.start_enthalpy + a * piece.start_theta; });
    const ThetaPiece& piece = theta_pieces_[std::size_t(found - pieces_.begin())];
    return piece.enthalpy +
           quadratic_root(1 + a * piece.slope, a * piece.curvature, rhs - piece.enthalpy - a * piece.theta);
}

double ThermalLaw::temperature_where(double a, double rhs) const {
    const Piece& piece = *last_not_above(
        pieces_, rhs, [a](const Piece& p) { return a * p.start_temperature + p.start_theta; });
    return piece.temperature + quadratic_root(a + piece.conductivity, piece.half_conductivity_slope,
                                              rhs - a * piece.temperature - piece.theta);
}

}  // namespace iceball
