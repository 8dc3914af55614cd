#include "solver/wall_network.hpp"

#include <algorithm>
#include <cmath>

namespace iceball {
namespace {

constexpr double closest = 0.25;  // joined rings, over their distance by number

// All of a needle's links to a cell: one link, or two that were solved one after the other would add a spurious product of
// their conductances.
struct MergedLink {
    double conductance = 0;
    double length = 0;
    double charge = 0;
    double charge_node = 0;             // times the number of the node
    std::map<int, double> node_charge;  // what each node sends

    void add(const WallLink& link) {
        conductance += link.conductance;
        length += link.length;
        charge += link.charge;
        charge_node += link.charge * link.node;
        node_charge[link.node] += link.charge;
    }
    // In the mean; where two nodes take part alike the upper has it, whatever the round-off.
    int node() const { return int(std::lround(charge_node / charge + 1e-6)); }
};

}  // namespace

struct WallNetwork::NeedleLinks {
    int needle, count;  // of wall nodes
    std::map<std::ptrdiff_t, MergedLink> of_cell;
};

WallNetwork::WallNetwork(const Model& model, const Field<double>& tissue_fraction, const Coupling& coupling,
                         const std::vector<WallContact>& contacts)
    : model_(model) {
    std::vector<NeedleLinks> needles;
    needles.reserve(model.needles.size());
    for (int n = 0; n < int(model.needles.size()); ++n)
        needles.push_back({n, wall_node_count(model.needles[std::size_t(n)].geometry, model.grid.spacing()), {}});
    for (const WallLink& link : coupling.links)
        if (link.conductance > 0 && tissue_fraction[link.cell] != 0)
            needles[std::size_t(link.needle)].of_cell[link.cell].add(link);
    for (const NeedleLinks& needle : needles) {
        if (!contacts[std::size_t(needle.needle)].charged) continue;
        if (model.needles[std::size_t(needle.needle)].has_metal())
            add_rings(needle, tissue_fraction);
        else
            add_pieces(needle, tissue_fraction);
    }
}

int WallNetwork::cell_at(std::ptrdiff_t index, const Field<double>& tissue_fraction) {
    const auto [entry, fresh] = cell_numbers_.try_emplace(index, int(cells.size()));
    if (fresh) {
        const double volume = tissue_fraction[index] * model_.grid.cell_volume();
        cells.push_back({index, &model_.tissue_at(index).law, 1 / volume, -1, 0});
    } else {
        shared_cells = true;
    }
    return entry->second;
}

// Links are added to it from here on until the next one is.
WallNetwork::Part& WallNetwork::add_part(int needle, int node) {
    Part part{};
    part.needle = needle;
    part.node = node;
    part.first_link = part.last_link = int(links.size());
    part.below = part.above = -1;
    parts.push_back(part);
    return parts.back();
}

void WallNetwork::add_link(std::ptrdiff_t cell, double conductance, const Field<double>& tissue_fraction) {
    const int number = cell_at(cell, tissue_fraction);
    links.push_back({int(parts.size()) - 1, conductance, cells[std::size_t(number)].first_link, number});
    cells[std::size_t(number)].first_link = int(links.size()) - 1;
    parts.back().last_link = int(links.size());
}

void WallNetwork::add_pieces(const NeedleLinks& needle, const Field<double>& tissue_fraction) {
    Row row{needle.needle, {}, false, {}};
    row.reports.resize(std::size_t(needle.count));
    for (const auto& [cell, link] : needle.of_cell) {
        const int number = int(parts.size());
        Part& piece = add_part(needle.needle, link.node());
        piece.length = link.length;
        piece.along = (link.charge_node / link.charge + 0.5) / needle.count;
        add_link(cell, link.conductance, tissue_fraction);
        row.parts.push_back(number);
        for (const auto& [node, charge] : link.node_charge) row.reports[std::size_t(node)].push_back({number, charge});
    }
    finish(std::move(row));
}

void WallNetwork::add_rings(const NeedleLinks& needle, const Field<double>& tissue_fraction) {
    const bool joined = model_.needles[std::size_t(needle.needle)].metal_conductance > 0;
    Row row{needle.needle, {}, joined, {}};
    row.reports.resize(std::size_t(needle.count));
    for (int node = 0; node < needle.count; ++node) {
        std::vector<std::pair<std::ptrdiff_t, const MergedLink*>> beside;
        for (const auto& [cell, link] : needle.of_cell)
            if (link.node() == node) beside.emplace_back(cell, &link);
        if (beside.empty()) continue;
        const int number = int(parts.size());
        Part& ring = add_part(needle.needle, node);
        double moment = 0;
        for (const auto& [cell, link] : beside) {
            ring.length += link->length;
            moment += link->length * (link->charge_node / link->charge + 0.5) / needle.count;
            add_link(cell, link->conductance, tissue_fraction);
        }
        parts.back().along = moment / parts.back().length;
        row.parts.push_back(number);
        row.reports[std::size_t(node)].push_back({number, 1});
    }
    if (joined) join_rings(row);
    finish(std::move(row));
}

void WallNetwork::join_rings(const Row& row) {
    const Needle& needle = model_.needles[std::size_t(row.needle)];
    const double spacing = needle.geometry.active_length / double(row.reports.size());
    for (std::size_t n = 1; n < row.parts.size(); ++n) {
        Part& lower = parts[std::size_t(row.parts[n - 1])];
        Part& upper = parts[std::size_t(row.parts[n])];
        // From middle to middle of the stretches that they stand for; those never lie much closer than the nodes.
        const double distance = std::max(needle.geometry.active_length * (upper.along - lower.along),
                                         closest * spacing * (upper.node - lower.node));
        upper.below = row.parts[n - 1];
        lower.above = row.parts[n];
        lower.to_above = upper.to_below = needle.metal_conductance / distance;
    }
}

// A wall node that no part stands for reports what the nearest one does.
void WallNetwork::finish(Row row) {
    if (row.parts.empty()) return;
    const std::vector<std::vector<Report>> given = row.reports;
    const auto known = [&](std::ptrdiff_t node) {
        return node >= 0 && node < std::ptrdiff_t(given.size()) && !given[std::size_t(node)].empty();
    };
    for (std::ptrdiff_t node = 0; node < std::ptrdiff_t(given.size()); ++node)
        for (std::ptrdiff_t distance = 1; row.reports[std::size_t(node)].empty(); ++distance) {
            if (known(node - distance)) row.reports[std::size_t(node)] = given[std::size_t(node - distance)];
            else if (known(node + distance)) row.reports[std::size_t(node)] = given[std::size_t(node + distance)];
        }
    rows.push_back(std::move(row));
}

}  // namespace iceball
