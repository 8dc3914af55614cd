#include "solver/temperature_field.hpp"

#include "core/parallel.hpp"

namespace iceball {

void temperature_field(const Model& model, const State& state, const std::vector<WallCell>& inside,
                       std::vector<float>& values) {
    const Grid& grid = model.grid;
    values.resize(grid.cell_count());
    const auto position = [&](const Index3& at) {
        return (std::size_t(at[2]) * std::size_t(grid.ny()) + std::size_t(at[1])) * std::size_t(grid.nx()) +
               std::size_t(at[0]);
    };
    parallel_blocks(grid.nz(), [&](int k) {
        for (int j = 0; j < grid.ny(); ++j)
            for (int i = 0; i < grid.nx(); ++i) {
                const std::ptrdiff_t cell = grid.index(i, j, k);
                values[position({i, j, k})] = float(model.tissue_at(cell).law.temperature(state.enthalpy[cell]));
            }
    });
    for (const WallCell& cell : inside)
        values[position(grid.cell_at(cell.cell))] = float(wall_temperature(model, state, cell));
}

}  // namespace iceball
