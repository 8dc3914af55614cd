#include "probe/wall_links.hpp"

#include <algorithm>
#include <cmath>

namespace iceball {
namespace {

// Of the drop from medium to cell: a wall that is not less than this warmer or colder than a cell that nearly touches it.
constexpr double least_drop = 0.01;

// Calls visit(node, share) for the nodes of a needle that a face lies beside, with the share of its area. In strips along the
// face's edge that goes most along the needle, each spread evenly.
template <class Visit>
void for_nodes_beside(const Square& face, const PlacedNeedle& needle, Visit&& visit) {
    constexpr int strips = 8;
    const Vector3& axis = needle.body().axis();
    int across = (face.axis + 1) % 3, along = (face.axis + 2) % 3;
    if (std::abs(axis[across]) > std::abs(axis[along])) std::swap(across, along);
    const double per_length = needle.nodes / needle.body().length();
    const double middle = needle.body().local(face.middle()).z * per_length;
    const double half = std::max(0.5 * face.edge * std::abs(axis[along]) * per_length, 1e-3);
    for (int strip = 0; strip < strips; ++strip) {
        // In nodes from the end nearer the tip. What lies at the border of two is the upper's, whatever the round-off.
        const double at = middle + ((strip + 0.5) / strips - 0.5) * face.edge * axis[across] * per_length + 1e-6;
        const auto node_at = [&](double place) { return std::clamp(int(std::floor(place)), 0, needle.nodes - 1); };
        const int first = node_at(at - half), last = node_at(at + half);
        for (int node = first; node <= last; ++node) {
            const double from = node == first ? at - half : node, to = node == last ? at + half : node + 1;
            visit(node, (to - from) / (2 * half * strips));
        }
    }
}

// Of the active zone, what the box holds and a medium cools [m].
double cooled_length(const PlacedNeedle& needle, const std::vector<WallPanel>& panels) {
    const NeedleBody& body = needle.body();
    const double in_box = body.length() * needle.volume_in_box.value_or(body.volume()) / body.volume();
    if (!needle.charged.has_film()) return in_box;
    double cooled = 0;
    for (const WallPanel& panel : panels)
        if (panel.film > 0) cooled += panel.area();
    return in_box * cooled / active_area(panels);
}

}  // namespace

WallLinks::WallLinks(const Grid& grid, const std::vector<PlacedNeedle>& needles, const std::vector<int>& cluster,
                     const WallPotential& potential)
    : grid_(grid), needles_(needles), cluster_(cluster), potential_(potential) {
    for (int body = 0; body < int(cluster.size()); ++body) {
        walls_.push_back(wall_charges(grid, potential, body, needle(body).nodes));
        bodies_.emplace_back();
        for (const CellCharge& part : walls_.back()) {
            bodies_.back().add(part.charge, part.phi);
            nodes_[{body, part.node}].add(part.charge, part.phi);
        }
    }
}

void WallLinks::add_through(const Square& face, int body, std::ptrdiff_t cell, double charge) {
    for_nodes_beside(face, needle(body), [&](int node, double share) {
        // A node that takes up more than it sends, beside other needles, says nothing of where heat comes out.
        const Sent& wall = nodes_[{body, node}];
        sent_[{body, cell}][node].add(charge * share, wall.charge > 0 ? wall.phi() : bodies_[std::size_t(body)].phi());
    });
}

std::vector<WallLink> WallLinks::make(const std::function<double(std::ptrdiff_t)>& phi) const {
    std::vector<WallLink> links;
    for (const auto& [key, nodes] : sent_) add_links(key.first, key.second, nodes, phi(key.second), links);
    set_lengths(links);
    return links;
}

// A flux that comes back to the wall through one face of a cell is set against what leaves through the others.
void WallLinks::add_links(int body, std::ptrdiff_t cell, const Nodes& nodes, double phi, std::vector<WallLink>& links) const {
    double total = 0;
    Sent out;
    for (const auto& [node, sent] : nodes) {
        total += sent.charge;
        if (sent.charge > 0) out.add(sent.charge, sent.phi());
    }
    if (!(total > 0)) return;
    const Index3 c = grid_.cell_at(cell);
    const double excess = potential_.excess_around(body, grid_.cell_centre(c[0], c[1], c[2]));
    const double drop = std::max(out.phi() + excess - phi, least_drop * (1 - phi));
    if (!(drop > 0)) return;
    const double across_film = 1 + excess - phi - drop;
    const std::vector<double>& film = needle(body).charged.film;
    for (const auto& [node, sent] : nodes) {
        if (!(sent.charge > 0)) continue;
        const double charge = total * sent.charge / out.charge;
        WallLink link{cell, cluster_[std::size_t(body)], node, charge / drop, charge, 0};
        if (needle(body).charged.has_film() && film[std::size_t(node)] > 0)
            link.length = charge / across_film / film[std::size_t(node)];
        links.push_back(link);
    }
}

// Behind a film the length is known but for the quadrature, from what the film lets through. Else each node's is shared by
// charge, which is what the wall sends out while it has one temperature. (By conductance near cells would get more, and where
// cells of one stretch belong to several nodes, beside an oblique needle, the wall would be torn into warm and cold nodes.)
void WallLinks::set_lengths(std::vector<WallLink>& links) const {
    for (int body = 0; body < int(cluster_.size()); ++body) {
        const int number = cluster_[std::size_t(body)];
        std::map<int, double> charges;
        for (const WallLink& link : links)
            if (link.needle == number) charges[link.node] += link.charge;
        double total = 0;
        for (WallLink& link : links) {
            if (link.needle != number) continue;
            if (!needle(body).charged.has_film()) link.length = link.charge / charges[link.node];
            total += link.length;
        }
        const double scale = cooled_length(needle(body), potential_.panels(body)) / total;
        for (WallLink& link : links)
            if (link.needle == number) link.length *= scale;
    }
}

}  // namespace iceball
