#include "solver/theta_slab.hpp"

namespace iceball {
namespace {

constexpr int lead = 8;  // room for the first row's ghost; keeps rows aligned to 64 bytes

}  // namespace

ThetaSlab::ThetaSlab(const Model& model, const CellRuns& runs, int begin, int end)
    : model_(model),
      runs_(runs),
      begin_(begin),
      end_(end),
      plane_size_(std::size_t(model.grid.ny() + 2) * std::size_t(model.grid.row_stride()) + 2 * lead),
      planes_(4 * plane_size_, 0.0) {}

double* ThetaSlab::row(int j, int k) {
    const int plane = k == end_ ? 3 : (k - begin_ + 1) % 3;
    return planes_.data() + std::size_t(plane) * plane_size_ + lead +
           std::size_t(j + 1) * std::size_t(model_.grid.row_stride());
}

void ThetaSlab::read_plane(int k, const Field<double>& enthalpy) {
    const Grid& grid = model_.grid;
    double* const theta = row(0, k);  // laid out as the field's plane is
    const std::ptrdiff_t start = grid.index(0, 0, k);
    runs_.for_each_tissue_run(grid, k, [&](const TissueRun& run, std::ptrdiff_t first) {
        kernel::theta_of(model_.tissues[std::size_t(run.tissue)].law, enthalpy.data() + first, run.end - run.begin,
                         theta + (first - start));
    });
}

void ThetaSlab::read_neighbours(const Field<double>& enthalpy) {
    if (begin_ > 0) read_plane(begin_ - 1, enthalpy);
    if (end_ < model_.grid.nz()) read_plane(end_, enthalpy);
}

void ThetaSlab::reach(int k, const Field<double>& enthalpy) {
    if (k == begin_) read_plane(k, enthalpy);
    if (k + 1 < end_) read_plane(k + 1, enthalpy);
}

kernel::Rows ThetaSlab::rows(int j, int k) {
    return {row(j, k), row(j - 1, k), row(j + 1, k), row(j, k - 1), row(j, k + 1)};
}

}  // namespace iceball
