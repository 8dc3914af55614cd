#include "probe/placement.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/error.hpp"

namespace iceball {
namespace {

constexpr const char* face_names[] = {"x_min", "x_max", "y_min", "y_max", "z_min", "z_max"};

std::string in_mm(const Vector3& x) {
    return fmt::format("({:.4g}, {:.4g}, {:.4g}) mm", 1e3 * x.x(), 1e3 * x.y(), 1e3 * x.z());
}

// A flip of one coordinate.
struct Flip {
    double twice_plane, sign;
};

// All combinations of at most one flip an axis, without the one that flips nothing.
std::vector<MirrorImage> combine(const std::array<std::vector<Flip>, 3>& flips) {
    std::vector<MirrorImage> images(1);
    for (std::size_t axis = 0; axis < 3; ++axis)
        for (std::size_t n = 0, count = images.size(); n < count; ++n)
            for (const Flip& flip : flips[axis]) {
                MirrorImage image = images[n];
                image.flipped[axis] = true;
                image.twice_plane[Eigen::Index(axis)] = flip.twice_plane;
                image.sign *= flip.sign;
                images.push_back(image);
            }
    images.erase(images.begin());
    return images;
}

PlacedNeedle place(const Grid& grid, const Boundaries& boundaries, const Needle& needle) {
    const NeedleGeometry& geometry = needle.geometry;
    if (!(geometry.radius > 0) || !(geometry.active_length > 0))
        throw InputError(fmt::format("probe {}: radius and active length must be positive, given {:g} and {:g} mm",
                                     needle.name, 1e3 * geometry.radius, 1e3 * geometry.active_length));
    const double h = grid.spacing(), tolerance = 1e-6 * h;
    PlacedNeedle placed{needle.name, ChargedBody{NeedleBody(geometry)}, {}, wall_node_count(geometry, h)};
    if (const auto shaft = insulated_shaft(grid, geometry)) placed.charged.shaft = shaft->active_length;
    const NeedleBody& body = placed.body();
    double volume_in_box = body.volume();
    std::array<std::vector<Flip>, 3> flips;
    for (int axis = 0; axis < 3; ++axis) {
        const double from = body.from()[axis], to = body.to()[axis];
        const double extent = body.half_extent()[axis], middle = body.centre()[axis];
        for (int side = 0; side < 2; ++side) {
            const int face = 2 * axis + side;
            const double plane = side == 0 ? grid.lower()[axis] : grid.upper()[axis];
            const bool mirror = !std::holds_alternative<FixedTemperature>(boundaries[std::size_t(face)]);
            if (mirror && std::abs(from - plane) < tolerance && std::abs(to - plane) < tolerance) {
                volume_in_box *= 0.5;
                continue;
            }
            const double clearance = side == 0 ? middle - extent - plane : plane - middle - extent;
            if (clearance < -tolerance)
                throw InputError(fmt::format(
                    "probe {}: its active zone from {} to {} (radius {:.4g} mm) leaves the box by {:.3g} mm through {}; "
                    "move it or make the box larger (only an insulated face may hold its axis)",
                    needle.name, in_mm(body.from()), in_mm(body.to()), 1e3 * body.radius(), -1e3 * clearance,
                    face_names[face]));
            const bool upright = std::abs(body.axis()[axis]) > 1 - 1e-9;
            if (mirror && upright && clearance < tolerance) {
                const bool at_from = std::abs(from - plane) < tolerance;
                (at_from ? placed.charged.cap_at_from : placed.charged.cap_at_to) = false;
            }
            const double least = mirror ? 0 : h;
            if (clearance >= least - tolerance && clearance < 4 * (h + body.radius()))
                flips[std::size_t(axis)].push_back({2 * plane, mirror ? 1.0 : -1.0});
        }
        if (!placed.charged.cap_at_from && !placed.charged.cap_at_to && !placed.charged.line) {
            placed.charged.line = true;
            flips[std::size_t(axis)].clear();
        }
    }
    placed.charged.images = combine(flips);
    placed.volume_in_box = volume_in_box;
    return placed;
}

void check_apart(const PlacedNeedle& a, const PlacedNeedle& b) {
    if (!overlap(a.body(), b.body())) return;
    const auto told = [](const PlacedNeedle& placed) {
        return fmt::format("{}{} from {} to {} of radius {:.4g} mm", placed.name,
                           placed.shaft_of < 0 ? "" : " (its insulated shaft)", in_mm(placed.body().from()),
                           in_mm(placed.body().to()), 1e3 * placed.body().radius());
    };
    throw InputError(fmt::format("probes overlap: {} and {}; move them apart", told(a), told(b)));
}

}  // namespace

std::vector<PlacedNeedle> place_needles(const Grid& grid, const Boundaries& boundaries,
                                        const std::vector<Needle>& needles) {
    std::vector<PlacedNeedle> placed;
    placed.reserve(2 * needles.size());
    for (const Needle& needle : needles) placed.push_back(place(grid, boundaries, needle));
    for (std::size_t n = 0; n < needles.size(); ++n)
        if (const auto shaft = insulated_shaft(grid, needles[n].geometry))
            placed.push_back({needles[n].name, ChargedBody{NeedleBody(*shaft)}, std::nullopt, 0, int(n)});
    for (std::size_t n = 0; n < placed.size(); ++n)
        for (std::size_t m = 0; m < n; ++m)
            if (placed[n].shaft_of != int(m)) check_apart(placed[m], placed[n]);
    return placed;
}

}  // namespace iceball
