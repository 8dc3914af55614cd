#include "solver/backend/row_kernels.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

// The baseline instruction set, and a second version for processors with AVX-512, chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define ICEBALL_CLONES __attribute__((target_clones("arch=x86-64-v4", "default")))
#else
#define ICEBALL_CLONES
#endif

namespace iceball::kernel {
namespace {

constexpr int cache_line = 8;           // [doubles]
constexpr int prefetch_distance = 416;  // [doubles]
// Cells that take the short way together where all of them can: long enough to vectorise, short enough to follow a front.
constexpr int block = 64;

// What blood gives per volume where it flows: s (at_solidus - (mush per_mush + unfrozen per_unfrozen)) [W/m3].
struct Blood {
    double at_solidus, per_mush, per_unfrozen;
    double per_width;   // of s in the range
    double sharp_from;  // h from which s is 1 where the law has no range; a medium that never freezes has no switch
    explicit Blood(const Tissue& tissue) {
        const ThermalLaw::Coefficients& c = tissue.law.coefficients();
        at_solidus = tissue.perfusion * (tissue.blood_temperature - c.solidus);
        per_mush = tissue.perfusion * c.temperature_mush;
        per_unfrozen = tissue.perfusion * c.temperature_unfrozen;
        per_width = 1 / c.width;
        sharp_from = tissue.law.freezes() ? 0 : -std::numeric_limits<double>::infinity();
    }
};

// Cells of a law with a straight mush, or none of which is in the mush. has_range: from solidus to liquidus; else
// freezing is isothermal, or there is none. has_stasis: there is no blood where stasis[i] is 1.
template <bool has_range, bool has_stasis>
[[gnu::always_inline]] inline Advanced advance_with(const Tissue& tissue, double duration, const double* rate, int n,
                                                   double* enthalpy, const std::uint8_t* stasis) {
    const ThermalLaw::Coefficients c = tissue.law.coefficients();
    const Blood blood(tissue);
    const double metabolic_heat = tissue.metabolic_heat;
    double stored = 0, perfused = 0, switched_on = 0, coldest = std::numeric_limits<double>::infinity();
#pragma omp simd reduction(+ : stored, perfused, switched_on) reduction(min : coldest)
    for (int i = 0; i < n; ++i) {
        const double before = enthalpy[i];
        const double h = before - c.solidus_enthalpy;
        // What lies above the solidus; without a range, where only the liquid has blood, all of it.
        const double mush = has_range ? std::min(std::max(h, 0.0), c.width) : 0.0;
        const double unfrozen = has_range ? std::max(h - c.width, 0.0) : h;
        const double s = has_range ? mush * blood.per_width : (h >= blood.sharp_from ? 1.0 : 0.0);
        double perfusion = s * (blood.at_solidus - (mush * blood.per_mush + unfrozen * blood.per_unfrozen));
        if constexpr (has_stasis) perfusion *= 1.0 - double(stasis[i]);
        const double after = before + duration * (rate[i] + (perfusion + s * metabolic_heat));
        perfused += perfusion;
        switched_on += s;
        stored += after - before;
        coldest = std::min(coldest, after);
        enthalpy[i] = after;
    }
    return {stored, perfused, switched_on * metabolic_heat, coldest};
}

// Cells of any law, one by one.
template <bool has_stasis>
Advanced advance_each(const Tissue& tissue, double duration, const double* rate, int n, double* enthalpy,
                      const std::uint8_t* stasis) {
    Advanced sum;
    for (int i = 0; i < n; ++i) {
        const double before = enthalpy[i], s = tissue.law.liquid_fraction(before);
        double blood = s * tissue.perfusion * (tissue.blood_temperature - tissue.law.temperature(before));
        if (has_stasis && stasis[i]) blood = 0;
        const double metabolism = s * tissue.metabolic_heat;
        enthalpy[i] = before + duration * (rate[i] + (blood + metabolism));
        sum.stored += enthalpy[i] - before;
        sum.perfusion += blood;
        sum.metabolism += metabolism;
        sum.coldest = std::min(sum.coldest, enthalpy[i]);
    }
    return sum;
}

[[gnu::always_inline]] inline bool any_between(double low, double high, const double* values, int n) {
    std::int64_t between = 0;
#pragma omp simd reduction(+ : between)
    for (int i = 0; i < n; ++i) between += (values[i] > low ? 1 : 0) & (values[i] < high ? 1 : 0);
    return between > 0;
}

// Where the mush is curved, blocks that have part in it go the long way: they are few.
template <bool has_stasis>
[[gnu::always_inline]] inline Advanced advance_curved(const Tissue& tissue, double duration, const double* rate, int n,
                                                      double* enthalpy, const std::uint8_t* stasis) {
    const ThermalLaw::Coefficients& c = tissue.law.coefficients();
    if (!any_between(c.solidus_enthalpy, c.liquidus_enthalpy, enthalpy, n))
        return advance_with<true, has_stasis>(tissue, duration, rate, n, enthalpy, stasis);
    Advanced sum;
    for (int i = 0; i < n; i += block) {
        const int count = std::min(block, n - i);
        const bool mush = any_between(c.solidus_enthalpy, c.liquidus_enthalpy, enthalpy + i, count);
        const std::uint8_t* const here = has_stasis ? stasis + i : nullptr;
        const Advanced part =
            mush ? advance_each<has_stasis>(tissue, duration, rate + i, count, enthalpy + i, here)
                 : advance_with<true, has_stasis>(tissue, duration, rate + i, count, enthalpy + i, here);
        sum.stored += part.stored;
        sum.perfusion += part.perfusion;
        sum.metabolism += part.metabolism;
        sum.coldest = std::min(sum.coldest, part.coldest);
    }
    return sum;
}

template <bool has_stasis>
[[gnu::always_inline]] inline Advanced advance_any(const Tissue& tissue, double duration, const double* rate, int n,
                                                   double* enthalpy, const std::uint8_t* stasis) {
    const ThermalLaw::Coefficients& c = tissue.law.coefficients();
    if (!c.straight_mush) return advance_curved<has_stasis>(tissue, duration, rate, n, enthalpy, stasis);
    if (c.width > 0) return advance_with<true, has_stasis>(tissue, duration, rate, n, enthalpy, stasis);
    return advance_with<false, has_stasis>(tissue, duration, rate, n, enthalpy, stasis);
}

}  // namespace

ICEBALL_CLONES void theta_of(const ThermalLaw& law, const double* enthalpy, int n, double* theta) {
    const ThermalLaw::Coefficients c = law.coefficients();
    const ThermalLaw::ThetaPiece* const pieces = law.theta_pieces();
    const ThermalLaw::ThetaPiece liquid = pieces[c.liquid];
    // The enthalpy comes from far away; asking for it two rows early saves a tenth of the step.
    for (int i = 0; i < n; i += cache_line) __builtin_prefetch(enthalpy + i + prefetch_distance);
    for (int first = 0; first < n; first += block) {
        const int count = std::min(block, n - first);
        const double* const h = enthalpy + first;
        double* const out = theta + first;
        // Most blocks are liquid throughout; only the others pay for the table.
        std::int64_t others = 0;
#pragma omp simd reduction(+ : others)
        for (int i = 0; i < count; ++i) {
            others += h[i] >= c.liquidus_enthalpy ? 0 : 1;
            out[i] = liquid.theta + (h[i] - liquid.enthalpy) * liquid.slope;
        }
        if (others == 0) continue;
        for (int i = 0; i < count; ++i) {
            const ThermalLaw::ThetaPiece& piece = pieces[c.piece(h[i])];
            const double d = h[i] - piece.enthalpy;
            out[i] = piece.theta + d * (piece.slope + piece.curvature * d);
        }
    }
}

ICEBALL_CLONES void laplacian(const Rows& theta, double scale, int n, double* rate) {
    const double *const middle = theta.middle, *const y_low = theta.y_low, *const y_high = theta.y_high;
    const double *const z_low = theta.z_low, *const z_high = theta.z_high;
#pragma omp simd
    for (int i = 0; i < n; ++i) {
        const double x = middle[i - 1] + middle[i + 1];
        const double y = y_low[i] + y_high[i];
        const double z = z_low[i] + z_high[i];
        rate[i] = scale * (((x + y) + z) - 6.0 * middle[i]);
    }
}

ICEBALL_CLONES Advanced advance(const Tissue& tissue, double duration, const double* rate, int n, double* enthalpy) {
    return advance_any<false>(tissue, duration, rate, n, enthalpy, nullptr);
}

ICEBALL_CLONES Advanced advance_with_stasis(const Tissue& tissue, double duration, const double* rate, int n, double* enthalpy,
                                            std::uint8_t* stasis) {
    const double threshold = tissue.law.enthalpy(tissue.stasis_temperature.value());
    for (int i = 0; i < n; ++i) stasis[i] = std::uint8_t(stasis[i] | (enthalpy[i] < threshold ? 1 : 0));
    return advance_any<true>(tissue, duration, rate, n, enthalpy, stasis);
}

ICEBALL_CLONES bool all_within(double low, double high, const double* values, int n) {
    std::int64_t others = 0;  // as wide as the numbers, or it would not vectorise
#pragma omp simd reduction(+ : others)
    for (int i = 0; i < n; ++i) others += (values[i] >= low ? 0 : 1) + (values[i] <= high ? 0 : 1);
    return others == 0;
}

}  // namespace iceball::kernel
