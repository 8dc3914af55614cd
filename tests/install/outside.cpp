// Uses the installed library as a stranger would: how much heat a millilitre of tissue gives off when it freezes.
#include <cmath>
#include <cstdio>

#include "grid/grid.hpp"
#include "tissue/thermal_law.hpp"

int main() {
    using namespace iceball;
    const ThermalLaw law = ThermalLaw::linear_release({2.0, 1.8e6}, {0.5, 3.6e6}, 250e6, -8, -1);
    const Grid grid({10, 10, 10}, 1e-3, {0, 0, 0});
    const double joules = (law.enthalpy(37) - law.enthalpy(-40)) * grid.cell_volume() * double(grid.cell_count());
    // 38 K unfrozen, 7 K in the mush at the mean heat capacity, 32 K frozen, latent heat.
    const double expected = 38 * 3.6 + 7 * 2.7 + 32 * 1.8 + 250;
    std::printf("%.6f J, expected %.6f J\n", joules, expected);
    return std::abs(joules - expected) < 1e-9 * expected ? 0 : 1;
}
