#include "verify/slab_reference.hpp"

#include <algorithm>
#include <cmath>

namespace iceball::verify {
namespace {

using exact::RangeMaterial;

double range_width(const RangeMaterial& m) { return m.latent_heat + m.mush.heat_capacity * (m.liquidus - m.solidus); }

// H counts from the solidus.
double temperature_from(const RangeMaterial& m, double H) {
    const double width = range_width(m);
    if (H < 0) return m.solidus + H / m.frozen.heat_capacity;
    if (H > width) return m.liquidus + (H - width) / m.unfrozen.heat_capacity;
    return width > 0 ? m.solidus + (m.liquidus - m.solidus) * (H / width) : m.solidus;
}

double enthalpy_from(const RangeMaterial& m, double T) {
    if (T < m.solidus) return m.frozen.heat_capacity * (T - m.solidus);
    if (T > m.liquidus || m.liquidus == m.solidus) return range_width(m) + m.unfrozen.heat_capacity * (T - m.liquidus);
    return range_width(m) * (T - m.solidus) / (m.liquidus - m.solidus);
}

// Integral of k dT from `from` to `to`.
double conducted(const RangeMaterial& m, double from, double to) {
    const auto from_solidus = [&](double T) {
        return m.frozen.conductivity * std::min(T - m.solidus, 0.0) +
               m.mush.conductivity * (std::clamp(T, m.solidus, m.liquidus) - m.solidus) +
               m.unfrozen.conductivity * std::max(T - m.liquidus, 0.0);
    };
    return from_solidus(to) - from_solidus(from);
}

// Temperature between cells of two materials, half a cell from each.
double interface_temperature(const RangeMaterial& a, double T_a, const RangeMaterial& b, double T_b) {
    double low = std::min(T_a, T_b), high = std::max(T_a, T_b);
    for (int n = 0; n < 55; ++n) {
        const double T = 0.5 * (low + high);
        (conducted(a, T_a, T) + conducted(b, T_b, T) > 0 ? high : low) = T;
    }
    return 0.5 * (low + high);
}

}  // namespace

SlabReference::SlabReference(const std::vector<Layer>& layers, double cell_width) : width_(cell_width) {
    double fastest = 0;
    for (const Layer& layer : layers) {
        const RangeMaterial& m = layer.material;
        materials_.push_back(m);
        const std::size_t cells = material_of_.size() + std::size_t(std::lround(layer.thickness / cell_width));
        material_of_.resize(cells, materials_.size() - 1);
        enthalpy_.resize(cells, enthalpy_from(m, layer.temperature));
        fastest = std::max({fastest, m.frozen.diffusivity(), m.unfrozen.diffusivity(),
                            m.liquidus > m.solidus ? m.mush_diffusivity() : 0.0});
    }
    temperature_.resize(enthalpy_.size());
    flux_.resize(enthalpy_.size() + 1);
    // Beside the wall a cell exchanges with 1 + 2 shares of k / h^2.
    limit_ = cell_width * cell_width / (3.1 * fastest);
}

void SlabReference::set_wall(double temperature) {
    wall_ = temperature;
    has_wall_ = true;
}

double SlabReference::step(double longest) {
    const std::size_t n = enthalpy_.size();
    const double dt = std::min(limit_, longest);
    for (std::size_t i = 0; i < n; ++i) temperature_[i] = temperature_from(materials_[material_of_[i]], enthalpy_[i]);
    flux_.front() = has_wall_ ? 2 * conducted(materials_.front(), wall_, temperature_.front()) / width_ : 0;
    flux_.back() = 0;
    for (std::size_t i = 0; i + 1 < n; ++i) {
        const RangeMaterial& a = materials_[material_of_[i]];
        if (material_of_[i] == material_of_[i + 1]) {
            flux_[i + 1] = conducted(a, temperature_[i], temperature_[i + 1]) / width_;
            continue;
        }
        const RangeMaterial& b = materials_[material_of_[i + 1]];
        const double between = interface_temperature(a, temperature_[i], b, temperature_[i + 1]);
        flux_[i + 1] = 2 * conducted(a, temperature_[i], between) / width_;
        if (material_of_[i] == 0) heat_into_first_ += dt * flux_[i + 1];
    }
    // Positive flux goes towards the wall.
    for (std::size_t i = 0; i < n; ++i) enthalpy_[i] += dt / width_ * (flux_[i + 1] - flux_[i]);
    return dt;
}

void SlabReference::advance(double time) {
    while (time_ < time * (1 - 1e-14)) time_ += step(time - time_);
}

double SlabReference::frozen_length() const {
    double cells = 0;
    for (std::size_t i = 0; i < enthalpy_.size(); ++i) {
        const double width = range_width(materials_[material_of_[i]]);
        if (width > 0) cells += 1 - std::clamp(enthalpy_[i] / width, 0.0, 1.0);
    }
    return cells * width_;
}

}  // namespace iceball::verify
