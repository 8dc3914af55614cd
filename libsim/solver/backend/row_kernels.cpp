#include "solver/backend/row_kernels.hpp"

#include <algorithm>

// The baseline instruction set, and a second version for processors with AVX-512, chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define ICEBALL_CLONES __attribute__((target_clones("arch=x86-64-v4", "default")))
#else
#define ICEBALL_CLONES
#endif

namespace iceball::kernel {

ICEBALL_CLONES void laplacian(const double* theta, std::ptrdiff_t row_stride, std::ptrdiff_t plane_stride, double scale,
                              int n, double* rate) {
#pragma omp simd
    for (int i = 0; i < n; ++i) {
        const double x = theta[i - 1] + theta[i + 1];
        const double y = theta[i - row_stride] + theta[i + row_stride];
        const double z = theta[i - plane_stride] + theta[i + plane_stride];
        rate[i] = scale * (((x + y) + z) - 6.0 * theta[i]);
    }
}

ICEBALL_CLONES BloodTotals add_blood(const Tissue& tissue, const double* enthalpy, int n, double* rate) {
    const ThermalLaw::Coefficients c = tissue.law.coefficients();
    // Where the law has no range, the switch is at the liquidus itself; a medium that never freezes has no switch.
    const bool switched = tissue.law.freezes();
    const double per_width = c.width > 0 ? 1 / c.width : 0;
    const double step_at_solidus = c.width > 0 ? 0 : 1;
    const double perfusion = tissue.perfusion, blood = tissue.blood_temperature, metabolism = tissue.metabolic_heat;
    double perfused = 0, liquid = 0;
#pragma omp simd reduction(+ : perfused, liquid)
    for (int i = 0; i < n; ++i) {
        const double h = enthalpy[i] - c.solidus_enthalpy;
        const double mush = std::min(std::max(h, 0.0), c.width);
        // Below the solidus s is 0 and any temperature will do.
        const double temperature =
            c.solidus + mush * c.temperature_mush + std::max(h - c.width, 0.0) * c.temperature_unfrozen;
        const double s = switched ? mush * per_width + (h >= 0 ? step_at_solidus : 0.0) : 1.0;
        const double blood_heat = s * (perfusion * (blood - temperature));
        rate[i] += blood_heat + s * metabolism;
        perfused += blood_heat;
        liquid += s;
    }
    return {perfused, liquid * metabolism};
}

ICEBALL_CLONES double advance(const ThermalLaw::Coefficients& law, double duration, const double* rate, int n,
                              double* enthalpy, double* theta) {
    const ThermalLaw::Coefficients c = law;
    double change = 0;
#pragma omp simd reduction(+ : change)
    for (int i = 0; i < n; ++i) {
        const double before = enthalpy[i];
        const double after = before + duration * rate[i];
        change += after - before;
        enthalpy[i] = after;
        const double h = after - c.solidus_enthalpy;
        const double mush = std::min(std::max(h, 0.0), c.width);
        theta[i] = std::min(h, 0.0) * c.theta_frozen + mush * (c.theta_mush + c.theta_mush_quadratic * mush) +
                   std::max(h - c.width, 0.0) * c.theta_unfrozen;
    }
    return change;
}

}  // namespace iceball::kernel
