// A needle with an insulated shaft against the axisymmetric solver of the tests' own (support/axisymmetric_needle.hpp), which has
// a shaft at both ends: half of it, cut at its middle by an insulated face, and whole needles with one shaft, which lie
// half way between none and two.
#include <catch2/catch.hpp>

#include <vector>

#include "support/reference_needle.hpp"

using namespace iceball;
using namespace reference_needle;

namespace {

// With shafts at both ends.
const std::vector<Reference> references{
    {1.2e-3, cold_wall(), {16.053, 7.200, 9508.1}, {26.852, 10.570, 17123.2}},
    {1.2e-3, convective_wall(), {7.987, 2.652, 5144.0}, {13.557, 3.946, 9660.5}},
    {0.75e-3, cold_wall(), {12.777, 5.226, 7792.7}, {21.525, 7.713, 14206.3}},
    {0.75e-3, convective_wall(), {6.927, 2.104, 4609.7}, {11.765, 3.144, 8690.3}},
};

// Half a needle that stands on an insulated face.
void run_half(const Reference& reference, double spacing, double offset, const Allowed& allowed) {
    CAPTURE(reference.radius, reference.wall.name, spacing, offset);
    const int cells = int(std::lround(96e-3 / spacing));
    const Grid grid({cells, cells, cells / 2}, spacing, Vector3(-48e-3, -48e-3, 0));
    Needle needle{"A", {Vector3(offset * spacing, offset * spacing, 0), Vector3::UnitZ(), reference.radius, 0, 0.5 * length, true},
                  reference.wall.exchange, 0};
    Model model = needle_case::model(grid, {needle}, {600});
    model.boundaries[std::size_t(Face::z_min)] = Insulated{};
    compare_run(model, reference, allowed, 2);
}

}  // namespace

TEST_CASE("insulated shaft: two radii, two walls at 2 mm", "[needle]") {
    for (const Reference& reference : references) run_half(reference, 2e-3, 0.25, {0.015, 0.008, 0.008});
}

TEST_CASE("insulated shaft: two radii, two walls at 1 mm", "[needle][long]") {
    for (const Reference& reference : references)
        // Ice of 7 cm3 goes up and down by 0.4 % while its front passes a cell (finite_needle.cpp).
        for (double offset : {0.0, 0.5}) run_half(reference, 1e-3, offset, {0.009, 0.007, 0.007});
}

TEST_CASE("insulated shaft: oblique needles with one shaft lie half way between none and two", "[needle]") {
    // None: finite_needle.cpp and needle_walls.cpp; a wall at -140 degC, radius 1.2 mm, after 600 s.
    const Volumes none{27.817, 11.028, 17669.1}, two = references[0].at_600;
    for (double tilt : {0.0, 35.0, 60.0}) {
        CAPTURE(tilt);
        Needle needle = needle_case::needle(2e-3 * Vector3(0.5, 0.25, 0), tilt, length);
        needle.geometry.insulated_shaft = true;
        const Model model = needle_case::model(needle_case::cube(2e-3), {needle}, {600});
        Simulation simulation(model);
        simulation.run();
        compare(volumes_of(model, simulation),
                {0.5 * (none.ice + two.ice), 0.5 * (none.lethal + two.lethal), 0.5 * (none.heat + two.heat)}, {0.01, 0.006, 0.006});
        CHECK(simulation.ledger().residual() < 1e-12);
    }
}

TEST_CASE("insulated shaft: the references are what the axisymmetric solver gives", "[needle][long]") {
    compare_references(references, true);
}
