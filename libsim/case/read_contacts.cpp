// [contact.NAME]: contact probes, plates on outer faces of the box.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "case/sections.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

std::optional<FacePoint> read_pair(TableReader& table, std::string_view key, const Range& allowed) {
    if (!table.has(key)) table.needed_quantity(key, quantity::length, allowed);
    const auto values = table.quantities(key, quantity::length, allowed);
    if (!values) return std::nullopt;
    if (values->size() != 2) {
        table.problem(key, fmt::format("expected two lengths, in the coordinates of the face in the order x, y, z; given {}",
                                       values->size()));
        return std::nullopt;
    }
    return FacePoint{(*values)[0], (*values)[1]};
}

// diameter, or size.
std::optional<Patch> read_patch(TableReader& table) {
    if (table.has("diameter") == table.has("size")) {
        table.problem_here("expected either diameter (a disc) or size = [\"20 mm\", \"10 mm\"] (a rectangle)");
        return std::nullopt;
    }
    const auto centre = read_pair(table, "centre", range::any);
    if (table.has("diameter")) {
        const auto diameter = table.quantity("diameter", quantity::length, range::positive);
        if (!centre || !diameter) return std::nullopt;
        return Disc{*centre, 0.5 * *diameter};
    }
    const auto size = read_pair(table, "size", range::positive);
    if (!centre || !size) return std::nullopt;
    return FaceRectangle{*centre, *size};
}

struct HalfSize {
    FacePoint operator()(const Disc& disc) const { return {disc.radius, disc.radius}; }
    FacePoint operator()(const FaceRectangle& rectangle) const { return {0.5 * rectangle.size[0], 0.5 * rectangle.size[1]}; }
};

// The plate lies on its face; it may reach beyond a plane of symmetry.
void check_on_face(TableReader& table, const Case& c, const ContactSettings& contact) {
    constexpr double slack = 1e-9;  // [m], rounding
    const Grid grid = c.domain.grid();
    const FaceAxes face = axes_of(contact.face);
    const int axes[2] = {face.fast, face.slow};
    const FacePoint centre = std::visit([](const auto& patch) { return patch.centre; }, contact.patch);
    const FacePoint half = std::visit(HalfSize{}, contact.patch);
    for (std::size_t n = 0; n < 2; ++n)
        for (int side = 0; side < 2; ++side) {
            const double reach = side == 0 ? centre[n] - half[n] : centre[n] + half[n];
            const double edge = side == 0 ? grid.lower()[axes[n]] : grid.upper()[axes[n]];
            const double beyond = side == 0 ? edge - reach : reach - edge;
            const Boundary& boundary = c.boundaries[2 * std::size_t(axes[n]) + std::size_t(side)];
            if (beyond <= slack || (is_insulated(boundary) && beyond < 2 * half[n] - slack)) continue;
            table.problem_here(fmt::format(
                "the plate reaches to {:.6g} mm along {}, beyond the edge of its face at {:.6g} mm; move it or enlarge [domain] "
                "(it may reach beyond an insulated face, as a plane of symmetry)",
                1e3 * reach, "xyz"[axes[n]], 1e3 * edge));
            return;
        }
}

bool overlap(const Disc& a, const Disc& b) {
    return std::hypot(a.centre[0] - b.centre[0], a.centre[1] - b.centre[1]) < a.radius + b.radius;
}
bool overlap(const FaceRectangle& a, const FaceRectangle& b) {
    return std::abs(a.centre[0] - b.centre[0]) < 0.5 * (a.size[0] + b.size[0]) &&
           std::abs(a.centre[1] - b.centre[1]) < 0.5 * (a.size[1] + b.size[1]);
}
bool overlap(const Disc& disc, const FaceRectangle& rectangle) {
    FacePoint beyond;  // from the rectangle's nearest point
    for (std::size_t n = 0; n < 2; ++n)
        beyond[n] = std::max(std::abs(disc.centre[n] - rectangle.centre[n]) - 0.5 * rectangle.size[n], 0.0);
    return std::hypot(beyond[0], beyond[1]) < disc.radius;
}
bool overlap(const FaceRectangle& rectangle, const Disc& disc) { return overlap(disc, rectangle); }

}  // namespace

bool check_contact_exchange(TableReader& table, std::string_view key, const ExchangeSettings& exchange) {
    if (exchange.kind != ExchangeKind::wall_temperature)
        table.problem(key, "a contact takes the model \"wall temperature\" only, with contact_conductance for what lies between");
    else if (exchange.warm_power)
        table.problem(key, "a contact cannot warm with a power; give warm_temperature alone");
    else
        return true;
    return false;
}

void read_contacts(TableReader& root, Case& c, Names& names) {
    for (auto& [name, table] : root.named_tables("contact")) {
        if (std::find(names.probes.begin(), names.probes.end(), name) != names.probes.end())
            table.problem_here(fmt::format("a probe is called {} too; names of probes and contacts differ", quote(name)));
        names.contacts.push_back(name);
        ContactSettings contact;
        contact.name = name;
        if (!table.has("face")) table.needed_text("face");
        const auto face = table.choice("face", {face_names.begin(), face_names.end()});
        if (face) contact.face = Face(std::find(face_names.begin(), face_names.end(), *face) - face_names.begin());
        const auto patch = read_patch(table);
        contact.conductance = table.quantity("contact_conductance", quantity::heat_transfer, range::positive);
        bool good = face && patch;
        auto exchange = table.needed_table("exchange");
        if (exchange) {
            const auto settings = read_exchange(*exchange, c, nullptr, ExchangePlace::probe);
            good = good && settings && check_contact_exchange(table, "exchange", *settings);
            if (settings) contact.exchange = *settings;
        }
        table.finish();
        if (!good || !exchange) continue;
        contact.patch = *patch;
        if (c.domain.cells[0] > 0) check_on_face(table, c, contact);
        for (const ContactSettings& other : c.contacts)
            if (other.face == contact.face &&
                std::visit([](const auto& a, const auto& b) { return overlap(a, b); }, other.patch, contact.patch))
                table.problem_here(fmt::format("the plate lies over contact {}; move them apart", quote(other.name)));
        c.contacts.push_back(std::move(contact));
    }
}

}  // namespace iceball
