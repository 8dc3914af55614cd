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

// Parts of an enthalpy above the solidus; their sum is h.
struct Parts {
    double frozen, mush, unfrozen;
    Parts(double h, double width)
        : frozen(std::min(h, 0.0)), mush(std::min(std::max(h, 0.0), width)), unfrozen(std::max(h - width, 0.0)) {}
};

// What blood and metabolism give per volume: s (at_solidus - (mush per_mush + unfrozen per_unfrozen)) [W/m3].
struct Blood {
    double at_solidus, per_mush, per_unfrozen;
    double per_width;   // of s in the range
    double sharp_from;  // h from which s is 1 where the law has no range; a medium that never freezes has no switch
    explicit Blood(const Tissue& tissue) {
        const ThermalLaw::Coefficients& c = tissue.law.coefficients();
        at_solidus = tissue.perfusion * (tissue.blood_temperature - c.solidus) + tissue.metabolic_heat;
        per_mush = tissue.perfusion * c.temperature_mush;
        per_unfrozen = tissue.perfusion * c.temperature_unfrozen;
        per_width = 1 / c.width;
        sharp_from = tissue.law.freezes() ? 0 : -std::numeric_limits<double>::infinity();
    }
};

// has_range: from solidus to liquidus; else freezing is isothermal, or there is none.
template <bool has_range>
[[gnu::always_inline]] inline Advanced advance_with(const Tissue& tissue, double duration, const double* rate, int n,
                                                   double* enthalpy) {
    const ThermalLaw::Coefficients c = tissue.law.coefficients();
    const Blood blood(tissue);
    double stored = 0, gained = 0, switched_on = 0;
#pragma omp simd reduction(+ : stored, gained, switched_on)
    for (int i = 0; i < n; ++i) {
        const double before = enthalpy[i];
        const double h = before - c.solidus_enthalpy;
        const Parts parts(h, c.width);
        const double s = has_range ? parts.mush * blood.per_width : (h >= blood.sharp_from ? 1.0 : 0.0);
        const double gain =
            s * (blood.at_solidus - (parts.mush * blood.per_mush + parts.unfrozen * blood.per_unfrozen));
        const double after = before + duration * (rate[i] + gain);
        gained += gain;
        switched_on += s;
        stored += after - before;
        enthalpy[i] = after;
    }
    const double metabolism = switched_on * tissue.metabolic_heat;
    return {stored, gained - metabolism, metabolism};
}

}  // namespace

ICEBALL_CLONES void theta_of(const ThermalLaw& law, const double* enthalpy, int n, double* theta) {
    const ThermalLaw::Coefficients c = law.coefficients();
    // The enthalpy comes from far away; asking for it two rows early saves a tenth of the step.
    for (int i = 0; i < n; i += cache_line) __builtin_prefetch(enthalpy + i + prefetch_distance);
#pragma omp simd
    for (int i = 0; i < n; ++i) {
        const Parts parts(enthalpy[i] - c.solidus_enthalpy, c.width);
        theta[i] = parts.frozen * c.theta_frozen + parts.mush * (c.theta_mush + c.theta_mush_quadratic * parts.mush) +
                   parts.unfrozen * c.theta_unfrozen;
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
    if (tissue.law.coefficients().width > 0) return advance_with<true>(tissue, duration, rate, n, enthalpy);
    return advance_with<false>(tissue, duration, rate, n, enthalpy);
}

ICEBALL_CLONES bool all_within(double low, double high, const double* values, int n) {
    std::int64_t others = 0;  // as wide as the numbers, or it would not vectorise
#pragma omp simd reduction(+ : others)
    for (int i = 0; i < n; ++i) others += (values[i] >= low ? 0 : 1) + (values[i] <= high ? 0 : 1);
    return others == 0;
}

}  // namespace iceball::kernel
