// The spatial operator: dH/dt of every cell from theta and H.
//
//     dH/dt = [ sum over faces of flux + sources / h ] / (h^2 tissue fraction) + s(T) [ perfusion (T_b - T) + q_m ]
//
// The operator works on one box. It walks the grid row by row, computes theta on the way (theta_slab.hpp) and hands every
// row's rates to a CellUpdate while they are in cache; integrators are CellUpdates and see neither faces nor boundaries.
// Exchange through needle walls is not in the rates: it is implicit (wall_exchange.hpp).
#pragma once

#include <array>
#include <limits>
#include <memory>
#include <vector>

#include "probe/coupling.hpp"
#include "solver/backend/row_kernels.hpp"
#include "solver/cell_runs.hpp"
#include "solver/model.hpp"
#include "solver/modified_faces.hpp"
#include "solver/outer_faces.hpp"
#include "solver/theta_slab.hpp"

namespace iceball {

// What an integrator does with the rates. Called from several threads, for different cells.
class CellUpdate {
 public:
    virtual ~CellUpdate() = default;
    // `count` cells of one tissue from `first` on; rate[0] belongs to `first` [W/m3]: conduction and sources, to which
    // the update adds blood and metabolism while it has the enthalpy at hand. Returns sums over the cells.
    virtual kernel::Advanced run(int tissue, std::ptrdiff_t first, int count, const double* rate) = 0;
};

// Heat flows of one application of the operator [W].
struct HeatFlows {
    double stored = 0;  // sum of what CellUpdate returned, times the cell volume [J]
    std::array<double, 6> faces{};
    double perfusion = 0, metabolism = 0, held_regions = 0, sources = 0;
    bool ice_at_open_face = false;  // whether the given theta had ice at an outer face that is not insulated
    double lowest_temperature = 0;  // of the cells that were updated, as the update left them [degC]
};

class Operator {
 public:
    // coupling: of the stage kind; tissue_fraction as in cell_runs.hpp. All must outlive the operator.
    Operator(const Model& model, const CellRuns& runs, const Field<double>& tissue_fraction, const Coupling& coupling);

    // Updates every cell that is neither held nor inside a needle. The update may write into the very enthalpy it is
    // computed from. Source powers are means over [from, to].
    HeatFlows apply(const Field<double>& enthalpy, double from, double to, CellUpdate& update);

    // The longest explicit Euler step that keeps the maximum principle, and what sets it. Ice conducts the better the
    // colder it is, so that the limit follows the lowest temperature of the tissue [degC], in steps of 5 K below -40. Cells at outer
    // faces that are not insulated have a stricter limit while there is ice.
    struct Limit {
        double step;  // [s]
        const char* by;
    };
    Limit step_limit(bool ice_at_open_face, double lowest_temperature);

 private:
    struct Totals;
    struct SourceShare {
        std::ptrdiff_t cell;
        std::size_t source;
        double weight;
    };
    void place_sources();
    void find_step_limits(double lowest_temperature);
    void make_slabs();
    void sweep_plane(int k, ThetaSlab& slab, const std::vector<double>& powers, CellUpdate& update, double* rate,
                     Totals& totals, std::vector<double>& coldest) const;

    const Model& model_;
    const CellRuns& runs_;
    const Field<double>& tissue_fraction_;
    ModifiedFaces modified_;
    OuterFaces outer_;
    std::vector<SourceShare> source_shares_;  // sorted by cell
    std::vector<ThetaSlab> slabs_;            // one a thread; what is computed does not depend on their number
    double lowest_boundary_;  // lowest temperature of outer faces and held regions [degC]
    double limits_hold_from_ = std::numeric_limits<double>::quiet_NaN();  // what the limits were found for [degC]
    Limit inner_limit_{}, outer_limit_{};
};

}  // namespace iceball
