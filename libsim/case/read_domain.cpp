// [domain]: the box and its grid, from sizes or from an image.
#include <fmt/format.h>

#include <cmath>

#include "case/labels.hpp"
#include "case/memory.hpp"
#include "case/sections.hpp"
#include "core/error.hpp"

namespace iceball {
namespace {

// Cells along each side; reports sizes that are not whole multiples of the spacing.
std::optional<std::array<double, 3>> count_cells(TableReader& domain, const Vector3& size, double spacing) {
    constexpr double tolerance = 1e-6;  // of a cell: rounding of decimal fractions, not a wish
    std::array<double, 3> cells{};
    bool good = true;
    for (int axis = 0; axis < 3; ++axis) {
        const double exact = size[axis] / spacing, whole = std::round(exact);
        cells[std::size_t(axis)] = std::max(whole, 1.0);
        if (whole >= 1 && std::abs(exact - whole) <= tolerance) continue;
        const double below = std::max(1.0, std::floor(exact));
        domain.problem("size", fmt::format("the size along {} ({:.10g} mm) is not a multiple of the spacing ({:.10g} mm); "
                                           "take {:.10g} mm or {:.10g} mm",
                                           "xyz"[axis], 1e3 * size[axis], 1e3 * spacing, 1e3 * below * spacing,
                                           1e3 * (below + 1) * spacing));
        good = false;
    }
    if (!good) return std::nullopt;
    return cells;
}

bool fits_memory(TableReader& domain, const std::array<double, 3>& cells) {
    const double count = cells[0] * cells[1] * cells[2];
    const double needed = memory_needed(count), available = memory_available();
    constexpr double longest_side = 1e6;  // keeps indices of planes within int
    if (needed <= available && cells[0] < longest_side && cells[1] < longest_side && cells[2] < longest_side)
        return true;
    const double coarser = std::cbrt(needed / available);
    domain.problem("spacing", fmt::format("{:.4g} cells ({:.4g} x {:.4g} x {:.4g}) need about {:.3g} GB of memory, this "
                                          "machine has {:.3g} GB free; take a spacing at least {:.2g} times as large or a "
                                          "smaller box",
                                          count, cells[0], cells[1], cells[2], 1e-9 * needed, 1e-9 * available, coarser));
    return false;
}

}  // namespace

void read_domain(TableReader& root, Case& c, Names& names) {
    auto domain = root.needed_table("domain");
    if (!domain) return;
    const std::size_t problems_before = domain->problems().count();
    const auto spacing = domain->needed_quantity("spacing", quantity::length, range::positive);
    const bool has_labels = domain->has("labels");
    if (has_labels) read_labels(*domain, c, names);
    const auto size = has_labels ? domain->vector("size", quantity::length, range::positive)
                                 : domain->needed_vector("size", quantity::length, range::positive);
    const auto centre = domain->vector("centre", quantity::length, range::any);
    std::optional<std::string> around;
    double margin = 0;
    if (has_labels) {
        around = domain->text("around");
        if (around) margin = domain->needed_quantity("margin", quantity::length, range::not_negative).value_or(0);
        if (around && (domain->has("size") || domain->has("centre")))
            domain->problem("around", "either around and margin, or centre and size, not both");
        if (domain->has("size") != domain->has("centre"))
            domain->problem(domain->has("size") ? "size" : "centre", "with labels, centre and size go together (they cut "
                                                                     "a box out of the image)");
    }
    domain->finish();
    if (!spacing || domain->problems().count() > problems_before) return;
    c.domain.spacing = *spacing;
    if (size) {
        const auto cells = count_cells(*domain, *size, *spacing);
        if (!cells || !fits_memory(*domain, *cells)) return;
        for (std::size_t axis = 0; axis < 3; ++axis) c.domain.cells[axis] = int((*cells)[axis]);
        c.domain.lower = centre.value_or(Vector3::Zero()) - 0.5 * *size;
    } else if (c.domain.labels) {
        try {
            const Grid grid = grid_of_labels(*c.domain.labels, around.value_or(""), margin, *spacing);
            const Index3& n = grid.cells();
            if (!fits_memory(*domain, {double(n[0]), double(n[1]), double(n[2])})) return;
            c.domain.cells = n;
            c.domain.lower = grid.lower();
        } catch (const Error& error) {
            domain->problem(around ? "around" : "labels", error.what());
        }
    }
}

}  // namespace iceball
