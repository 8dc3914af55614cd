#include "laplacian.hpp"

#include "core/parallel.hpp"

namespace iceball {

void laplacian_sweep(const Grid& grid, const Field<double>& before, Field<double>& after, double a) {
    const std::ptrdiff_t row = grid.row_stride(), plane = grid.plane_stride();
    parallel_blocks(grid.nz(), [&](int k) {
        for (int j = 0; j < grid.ny(); ++j) {
            const double* const in = before.data() + grid.index(0, j, k);
            double* const out = after.data() + grid.index(0, j, k);
            const int nx = grid.nx();
#pragma omp simd
            for (int i = 0; i < nx; ++i)
                out[i] = in[i] + a * (in[i - 1] + in[i + 1] + in[i - row] + in[i + row] + in[i - plane] +
                                      in[i + plane] - 6 * in[i]);
        }
    });
}

}  // namespace iceball
