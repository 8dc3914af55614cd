#include "probe/coupling.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "probe/cut_cell.hpp"
#include "probe/face_factor.hpp"
#include "probe/placement.hpp"
#include "probe/tissue_volume.hpp"

namespace iceball {
namespace {

// Faces by padded index of the lower cell and axis.
using FaceKey = std::ptrdiff_t;
FaceKey face_key(std::ptrdiff_t cell, int axis) { return 3 * cell + axis; }

// Needles that share one potential: charged ones whose walls are closer than 2 h, all of them cold or all warm. A line and a finite
// needle never do.
std::vector<std::vector<int>> join_close(const std::vector<PlacedNeedle>& needles, const std::vector<WallContact>& contacts,
                                         double spacing) {
    std::vector<std::vector<int>> clusters;
    for (int n = 0; n < int(contacts.size()); ++n) {
        if (!contacts[std::size_t(n)].charged) continue;
        const PlacedNeedle& needle = needles[std::size_t(n)];
        std::vector<int> joined{n};
        std::erase_if(clusters, [&](const std::vector<int>& cluster) {
            const bool close = std::any_of(cluster.begin(), cluster.end(), [&](int m) {
                const PlacedNeedle& other = needles[std::size_t(m)];
                return other.charged.line == needle.charged.line && contacts[std::size_t(m)].warms == contacts[std::size_t(n)].warms &&
                       gap(other.body(), needle.body()) < 2 * spacing;
            });
            if (close) joined.insert(joined.end(), cluster.begin(), cluster.end());
            return close;
        });
        std::sort(joined.begin(), joined.end());
        clusters.push_back(std::move(joined));
    }
    return clusters;
}

class Coupler {
 public:
    Coupler(const Grid& grid, const std::vector<PlacedNeedle>& needles)
        : grid_(grid), needles_(needles), inactive_(inactive_cells(grid, needles)) {}

    // done: faces that are left alone.
    void couple_plain(int needle, const std::unordered_set<FaceKey>& done = {});
    void couple_charged(const std::vector<int>& cluster);
    Coupling finish();

 private:
    template <class Visit>
    void for_faces_around(const std::vector<int>& cluster, double reach, Visit&& visit) const;
    double phi_at(const WallPotential& potential, std::ptrdiff_t cell);
    Vector3 centre(std::ptrdiff_t cell) const {
        const Index3 c = grid_.cell_at(cell);
        return grid_.cell_centre(c[0], c[1], c[2]);
    }

    const Grid& grid_;
    const std::vector<PlacedNeedle>& needles_;
    InactiveCells inactive_;
    std::unordered_map<FaceKey, double> factors_;
    std::unordered_map<std::ptrdiff_t, double> phi_;  // of the cluster at hand
    std::vector<WallLink> links_;
    std::vector<double> charges_ = std::vector<double>(needles_.size(), 0.0);
};

// Calls visit(lower cell, upper cell, square) once for every inner face whose middle is within reach of a wall.
template <class Visit>
void Coupler::for_faces_around(const std::vector<int>& cluster, double reach, Visit&& visit) const {
    std::unordered_map<FaceKey, bool> seen;
    const double limit = reach + 1e-6 * grid_.spacing();  // faces that lie at the very limit are in, whatever the round-off
    for (int n : cluster) {
        const NeedleBody& body = needles_[std::size_t(n)].body();
        for_cells_around(grid_, body, reach + grid_.spacing(), [&](const Index3& c) {
            const std::ptrdiff_t lower = grid_.index(c[0], c[1], c[2]);
            for (int axis = 0; axis < 3; ++axis) {
                if (c[std::size_t(axis)] + 1 >= grid_.cells()[std::size_t(axis)]) continue;
                const Square face = face_of(grid_, c, axis, 1);
                if (body.distance(face.middle()) > limit) continue;
                if (cluster.size() > 1 && !seen.emplace(face_key(lower, axis), true).second) continue;
                visit(lower, lower + grid_.stride(axis), face);
            }
        });
    }
}

double Coupler::phi_at(const WallPotential& potential, std::ptrdiff_t cell) {
    const auto [entry, fresh] = phi_.try_emplace(cell, 0.0);
    if (fresh) entry->second = potential.phi(centre(cell));
    return entry->second;
}

void Coupler::couple_plain(int needle, const std::unordered_set<FaceKey>& done) {
    const NeedleBody& body = needles_[std::size_t(needle)].body();
    for_faces_around({needle}, grid_.spacing(), [&](std::ptrdiff_t lower, std::ptrdiff_t, const Square& face) {
        if (done.contains(face_key(lower, face.axis))) return;
        const double share = open_share(face, {&body, 1});
        if (share < 1) factors_.try_emplace(face_key(lower, face.axis), 1.0).first->second *= share;
    });
}

void Coupler::couple_charged(const std::vector<int>& cluster) {
    std::vector<ChargedBody> charged;
    std::vector<NeedleBody> bodies;
    double radius = 0;
    for (int n : cluster) {
        charged.push_back(needles_[std::size_t(n)].charged);
        bodies.push_back(charged.back().solid());
        radius = std::max(radius, bodies.back().radius());
    }
    const WallPotential potential(charged, 10 * (grid_.upper() - grid_.lower()).norm());
    phi_.clear();
    WallLinks links(grid_, needles_, cluster, potential);
    const double h = grid_.spacing();
    std::unordered_set<FaceKey> done;
    for_faces_around(cluster, 2 * h + radius, [&](std::ptrdiff_t lower, std::ptrdiff_t upper, const Square& face) {
        done.insert(face_key(lower, face.axis));
        const auto lower_owner = inactive_.find(lower), upper_owner = inactive_.find(upper);
        const bool lower_active = lower_owner == inactive_.end(), upper_active = upper_owner == inactive_.end();
        if (lower_active && upper_active) {
            const double flux = open_flux(potential, bodies, face);
            const auto factor = face_factor(flux, phi_at(potential, lower), phi_at(potential, upper), h);
            factors_.try_emplace(face_key(lower, face.axis), 1.0).first->second *=
                factor ? *factor : open_share(face, bodies);
        } else if (lower_active != upper_active) {
            // What passes by a shaft inside a cell centred in it changes cells there, and is booked with the wall it comes from.
            const int inside = lower_active ? upper_owner->second : lower_owner->second;
            const int shaft_of = needles_[std::size_t(inside)].shaft_of, owner = shaft_of < 0 ? inside : shaft_of;
            const auto body = std::find(cluster.begin(), cluster.end(), owner);
            if (body == cluster.end()) return;
            const double flux = open_flux(potential, bodies, face);
            links.add_through(face, int(body - cluster.begin()), lower_active ? lower : upper, lower_active ? -flux : flux);
        }
    });
    // Their insulated shafts, farther away.
    for (int n = 0; n < int(needles_.size()); ++n)
        if (std::find(cluster.begin(), cluster.end(), needles_[std::size_t(n)].shaft_of) != cluster.end()) couple_plain(n, done);
    for (std::size_t b = 0; b < cluster.size(); ++b) {
        for (const CellCharge& part : links.wall(int(b))) {
            charges_[std::size_t(cluster[b])] += part.charge;
            if (!inactive_.contains(part.cell)) links.add(int(b), part);
        }
    }
    const std::vector<WallLink> made = links.make([&](std::ptrdiff_t cell) { return phi_at(potential, cell); });
    links_.insert(links_.end(), made.begin(), made.end());
}

Coupling Coupler::finish() {
    Coupling coupling;
    for (const auto& [cell, needle] : inactive_) {
        coupling.inactive.push_back(cell);
        const Index3 c = grid_.cell_at(cell);
        for (int axis = 0; axis < 3; ++axis) {
            const std::size_t a = std::size_t(axis);
            if (c[a] + 1 < grid_.cells()[a]) factors_[face_key(cell, axis)] = 0;
            if (c[a] > 0) factors_[face_key(cell - grid_.stride(axis), axis)] = 0;
        }
    }
    std::sort(coupling.inactive.begin(), coupling.inactive.end());
    coupling.volumes = tissue_volumes(grid_, needles_, inactive_);
    for (const auto& [key, factor] : factors_) coupling.faces.push_back({key / 3, int(key % 3), factor});
    std::sort(coupling.faces.begin(), coupling.faces.end(),
              [](const FaceFactor& a, const FaceFactor& b) { return std::tie(a.cell, a.axis) < std::tie(b.cell, b.axis); });
    coupling.links = std::move(links_);
    std::sort(coupling.links.begin(), coupling.links.end(), [](const WallLink& a, const WallLink& b) {
        return std::tie(a.needle, a.node, a.cell) < std::tie(b.needle, b.node, b.cell);
    });
    coupling.charge = std::move(charges_);
    return coupling;
}

}  // namespace

Coupling couple(const Grid& grid, const Boundaries& boundaries, const std::vector<Needle>& needles,
                const std::vector<WallContact>& contacts) {
    std::vector<PlacedNeedle> placed = place_needles(grid, boundaries, needles);
    for (std::size_t n = 0; n < contacts.size(); ++n) placed[n].charged.film = contacts[n].film;
    Coupler coupler(grid, placed);
    for (int n = 0; n < int(placed.size()); ++n) {
        const int shaft_of = placed[std::size_t(n)].shaft_of;
        if (!contacts[std::size_t(shaft_of < 0 ? n : shaft_of)].charged) coupler.couple_plain(n);
    }
    for (const std::vector<int>& cluster : join_close(placed, contacts, grid.spacing())) coupler.couple_charged(cluster);
    Coupling coupling = coupler.finish();
    coupling.charge.resize(needles.size());
    return coupling;
}

}  // namespace iceball
