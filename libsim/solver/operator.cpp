#include "solver/operator.hpp"

#include <fmt/format.h>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/parallel.hpp"

namespace iceball {
namespace {

constexpr double step_limit_band = 5;  // [K]
// Limits hold down to here in any case: longer steps while all is warm would blur the first seconds of a freeze (3 % of
// the ice after 4 minutes at 2 mm).
constexpr double always_allowed_for = -40;  // [degC]

double lowest_boundary_temperature(const Model& model) {
    double lowest = std::numeric_limits<double>::infinity();
    for (const Region& region : model.regions.regions)
        if (region.held_temperature) lowest = std::min(lowest, *region.held_temperature);
    for (const Boundary& face : model.boundaries) {
        if (const auto* fixed = std::get_if<FixedTemperature>(&face)) lowest = std::min(lowest, fixed->temperature);
        if (const auto* air = std::get_if<Convection>(&face)) lowest = std::min(lowest, air->air_temperature);
    }
    return lowest;
}

}  // namespace

struct Operator::Totals {
    double stored = 0, perfusion = 0, metabolism = 0, held = 0;
    OuterFaces::Filled outer;
    // fraction: of the cells that is tissue.
    void add(const kernel::Advanced& part, double fraction) {
        stored += fraction * part.stored;
        perfusion += fraction * part.perfusion;
        metabolism += fraction * part.metabolism;
    }
    Totals& operator+=(const Totals& other) {
        for (std::size_t face = 0; face < 6; ++face) outer.heat[face] += other.outer.heat[face];
        outer.ice = outer.ice || other.outer.ice;
        stored += other.stored;
        perfusion += other.perfusion;
        metabolism += other.metabolism;
        held += other.held;
        return *this;
    }
};

Operator::Operator(const Model& model, const CellRuns& runs, const Field<double>& tissue_fraction,
                   const Coupling& coupling)
    : model_(model),
      runs_(runs),
      tissue_fraction_(tissue_fraction),
      modified_(model, tissue_fraction, coupling.faces),
      outer_(model, tissue_fraction),
      lowest_boundary_(lowest_boundary_temperature(model)) {
    place_sources();
}

void Operator::place_sources() {
    const Grid& grid = model_.grid;
    for (std::size_t s = 0; s < model_.sources.size(); ++s) {
        const HeatSource& source = model_.sources[s];
        const double length = (source.to - source.from).norm();
        const int samples = std::max(1, int(std::ceil(8 * length / grid.spacing())));
        const std::size_t first = source_shares_.size();
        double placed = 0;
        for (int n = 0; n < samples; ++n) {
            const Vector3 point = source.from + (n + 0.5) / samples * (source.to - source.from);
            const Vector3 in_cells = (point - grid.lower()) / grid.spacing() - Vector3::Constant(0.5);
            for (int corner = 0; corner < 8; ++corner) {
                Index3 at;
                double weight = 1.0 / samples;
                for (int axis = 0; axis < 3; ++axis) {
                    const int low = int(std::floor(in_cells[axis]));
                    const double share = in_cells[axis] - low;
                    const int step = (corner >> axis) & 1;
                    weight *= step ? share : 1 - share;
                    // What falls outside the box belongs to the cell at its face.
                    at[axis] = std::clamp(low + step, 0, grid.cells()[axis] - 1);
                }
                const std::ptrdiff_t cell = grid.index(at[0], at[1], at[2]);
                if (weight <= 0 || tissue_fraction_[cell] == 0) continue;
                source_shares_.push_back({cell, s, weight});
                placed += weight;
            }
        }
        if (placed <= 0)
            throw InputError(fmt::format("source \"{}\" lies inside a needle; move it into tissue", source.name));
        for (std::size_t n = first; n < source_shares_.size(); ++n) source_shares_[n].weight /= placed;
    }
    std::stable_sort(source_shares_.begin(), source_shares_.end(),
                     [](const SourceShare& a, const SourceShare& b) { return a.cell < b.cell; });
}

Operator::Limit Operator::step_limit(bool ice_at_open_face, double lowest_temperature) {
    const double lowest = std::min({lowest_temperature, lowest_boundary_, always_allowed_for});
    const double band = step_limit_band * std::floor(lowest / step_limit_band);
    if (!(band == limits_hold_from_)) find_step_limits(band);
    return ice_at_open_face ? outer_limit_ : inner_limit_;
}

void Operator::find_step_limits(double lowest_temperature) {
    limits_hold_from_ = lowest_temperature;
    const double h2 = model_.grid.spacing() * model_.grid.spacing();
    Limit inner{std::numeric_limits<double>::infinity(), "conduction in the tissue"};
    Limit outer{std::numeric_limits<double>::infinity(), "conduction beside an outer face"};
    const ModifiedFaces::Stiffness laws(modified_, lowest_temperature);
    for (const Tissue& tissue : model_.tissues) {
        const double diffusivity = tissue.law.max_diffusivity(lowest_temperature) / h2;
        const double blood = tissue.perfusion * tissue.law.coefficients().temperature_unfrozen;
        inner.step = std::min(inner.step, 1 / (6 * diffusivity + blood));
        outer.step = std::min(outer.step, 1 / (std::max(6.0, outer_.largest_face_sum()) * diffusivity + blood));
    }
    for (const ModifiedFaces::Cell& cell : modified_.cells()) {
        const double fraction = tissue_fraction_[cell.cell];
        if (fraction == 0) continue;
        const Tissue& tissue = model_.tissue_at(cell.cell);
        const double blood = tissue.perfusion * tissue.law.coefficients().temperature_unfrozen;
        const double step = 1 / (modified_.stiffness(cell, laws) / (h2 * fraction) + blood);
        if (step < inner.step) inner = {step, "face factors beside a needle or between tissues"};
    }
    inner_limit_ = inner;
    outer_limit_ = outer.step < inner.step ? outer : inner;
}

void Operator::make_slabs() {
    const int planes = model_.grid.nz(), slabs = std::min(planes, omp_get_max_threads());
    if (int(slabs_.size()) == slabs) return;
    slabs_.clear();
    for (int s = 0; s < slabs; ++s) slabs_.emplace_back(model_, runs_, planes * s / slabs, planes * (s + 1) / slabs);
}

void Operator::sweep_plane(int k, ThetaSlab& slab, const std::vector<double>& powers, CellUpdate& update, double* rate,
                           Totals& totals, std::vector<double>& coldest) const {
    const Grid& grid = model_.grid;
    const double per_h2 = 1 / (grid.spacing() * grid.spacing());
    const double per_volume = 1 / grid.cell_volume();
    const auto by_cell = [](const auto& entry, std::ptrdiff_t cell) { return entry.cell < cell; };
    auto source = std::lower_bound(source_shares_.begin(), source_shares_.end(), grid.index(0, 0, k), by_cell);
    auto cut = std::lower_bound(runs_.cut_cells().begin(), runs_.cut_cells().end(), grid.index(0, 0, k), by_cell);
    const auto book = [&](int tissue, const kernel::Advanced& part, double fraction) {
        totals.add(part, fraction);
        coldest[std::size_t(tissue)] = std::min(coldest[std::size_t(tissue)], part.coldest);
    };
    for (int j = 0; j < grid.ny(); ++j) {
        const int row = j + grid.ny() * k;
        const std::ptrdiff_t start = grid.index(0, j, k);
        const kernel::Rows theta = slab.rows(j, k);
        outer_.fill_row(j, k, theta, totals.outer);
        kernel::laplacian(theta, per_h2, grid.nx(), rate);
        for (std::size_t n = modified_.row_begin(row); n < modified_.row_begin(row + 1); ++n)
            rate[modified_.cells()[n].cell - start] += per_h2 * modified_.gather(modified_.cells()[n]);
        for (; source != source_shares_.end() && source->cell < start + grid.nx(); ++source)
            rate[source->cell - start] += powers[source->source] * source->weight * per_volume;
        for (const CellRun* run = runs_.begin(row); run != runs_.end(row); ++run) {
            const int n = run->end - run->begin;
            double* run_rate = rate + run->begin;
            if (run->held) {
                for (int i = 0; i < n; ++i) totals.held -= run_rate[i];
                continue;
            }
            book(run->tissue, update.run(run->tissue, start + run->begin, n, run_rate), 1);
        }
        for (; cut != runs_.cut_cells().end() && cut->cell < start + grid.nx(); ++cut) {
            const double into_tissue = rate[cut->cell - start];
            if (cut->held) {
                totals.held -= into_tissue;
                continue;
            }
            const double cell_rate = into_tissue / cut->fraction;
            book(cut->tissue, update.run(cut->tissue, cut->cell, 1, &cell_rate), cut->fraction);
        }
    }
}

HeatFlows Operator::apply(const Field<double>& enthalpy, double from, double to, CellUpdate& update) {
    std::vector<double> powers;
    for (const HeatSource& source : model_.sources) powers.push_back(source.power.mean(from, to));
    make_slabs();

    std::vector<Totals> totals(static_cast<std::size_t>(model_.grid.nz()));
    std::vector<double> coldest(model_.tissues.size(), std::numeric_limits<double>::infinity());  // enthalpies
#pragma omp parallel
    {
        std::vector<double> coldest_here = coldest;
        std::vector<double, AlignedAllocator<double>> rate(std::size_t(model_.grid.row_stride()));
#pragma omp for schedule(static) nowait
        for (int block = 0; block < modified_.block_count(); ++block) modified_.compute_block(block, enthalpy);
#pragma omp for schedule(static)
        for (ThetaSlab& slab : slabs_) slab.read_neighbours(enthalpy);
        // All have read what others will overwrite.
#pragma omp for schedule(static)
        for (ThetaSlab& slab : slabs_)
            for (int k = slab.begin(); k < slab.end(); ++k) {
                slab.reach(k, enthalpy);
                sweep_plane(k, slab, powers, update, rate.data(), totals[std::size_t(k)], coldest_here);
            }
        // The least of all does not depend on their order.
#pragma omp critical
        for (std::size_t n = 0; n < coldest.size(); ++n) coldest[n] = std::min(coldest[n], coldest_here[n]);
    }

    Totals total;
    for (const Totals& part : totals) total += part;
    const double volume = model_.grid.cell_volume();
    HeatFlows flows;
    flows.stored = total.stored * volume;
    for (std::size_t face = 0; face < 6; ++face) flows.faces[face] = total.outer.heat[face] * model_.grid.spacing();
    flows.ice_at_open_face = total.outer.ice;
    flows.perfusion = total.perfusion * volume;
    flows.metabolism = total.metabolism * volume;
    flows.held_regions = total.held * volume;
    for (double power : powers) flows.sources += power;
    flows.lowest_temperature = std::numeric_limits<double>::infinity();
    for (std::size_t n = 0; n < coldest.size(); ++n)
        flows.lowest_temperature = std::min(flows.lowest_temperature, model_.tissues[n].law.temperature(coldest[n]));
    return flows;
}

}  // namespace iceball
