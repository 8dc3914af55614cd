// A needle with an insulated shaft against the axisymmetric solver of the tests' own (support/axisymmetric_needle.hpp), which has
// a shaft at both ends: half of it, cut at its middle by an insulated face, and whole needles with one shaft, which lie
// half way between none and two.
#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <vector>

#include "probe/exchange/convective.hpp"
#include "support/axisymmetric_needle.hpp"
#include "support/needle_case.hpp"

using namespace iceball;

namespace {

constexpr double length = 30e-3;

// V(-0.5), V(-20) [cm3], heat taken from the tissue [J].
struct Volumes {
    double ice, lethal, heat;
};

// With shafts at both ends, after 300 and 600 s, on 0.1 mm beside the wall.
struct Reference {
    double radius;
    bool convective;
    Volumes at_300, at_600;
};

const std::vector<Reference> references{
    {1.2e-3, false, {16.053, 7.200, 9508.1}, {26.852, 10.570, 17123.2}},
    {1.2e-3, true, {8.007, 2.650, 5157.2}, {13.598, 3.948, 9687.2}},
    {0.75e-3, false, {12.777, 5.226, 7792.7}, {21.525, 7.713, 14206.3}},
    {0.75e-3, true, {6.943, 2.104, 4619.6}, {11.792, 3.146, 8710.1}},
};

std::shared_ptr<const ExchangeModel> wall_of(const Reference& reference) {
    if (!reference.convective) return needle_case::wall_at(-140);
    Convective::Settings settings;
    settings.conductance = 7;
    settings.gas_temperature = TimeTable(-150.0);
    return std::make_shared<Convective>(settings);
}

void compare(const Volumes& found, const Volumes& expected, double ice, double other) {
    UNSCOPED_INFO("errors [%]: " << 100 * (found.ice / expected.ice - 1) << " " << 100 * (found.lethal / expected.lethal - 1)
                                 << " " << 100 * (found.heat / expected.heat - 1));
    CHECK(found.ice == Approx(expected.ice).epsilon(ice));
    CHECK(found.lethal == Approx(expected.lethal).epsilon(other));
    CHECK(found.heat == Approx(expected.heat).epsilon(other));
}

Volumes volumes_of(const Model& model, const Simulation& simulation, double times) {
    return {times * needle_case::volume(model, simulation, -0.5), times * needle_case::volume(model, simulation, -20),
            -times * simulation.state().needles[0].heat};
}

// Half a needle that stands on an insulated face.
void run_half(const Reference& reference, double spacing, double offset, double ice, double other) {
    CAPTURE(reference.radius, reference.convective, spacing, offset);
    const int cells = int(std::lround(96e-3 / spacing));
    const Grid grid({cells, cells, cells / 2}, spacing, Vector3(-48e-3, -48e-3, 0));
    Needle needle{"A", {Vector3(offset * spacing, offset * spacing, 0), Vector3::UnitZ(), reference.radius, 0, 0.5 * length, true},
                  wall_of(reference), 0};
    Model model = needle_case::model(grid, {needle}, {600});
    model.boundaries[std::size_t(Face::z_min)] = Insulated{};
    Simulation simulation(model);
    simulation.run(300);
    compare(volumes_of(model, simulation, 2), reference.at_300, ice, other);
    simulation.run(600);
    compare(volumes_of(model, simulation, 2), reference.at_600, ice, other);
    CHECK(simulation.ledger().residual() < 1e-12);
}

}  // namespace

TEST_CASE("insulated shaft: two radii, two walls at 2 mm", "[needle]") {
    for (const Reference& reference : references) run_half(reference, 2e-3, 0.25, 0.015, 0.008);
}

TEST_CASE("insulated shaft: two radii, two walls at 1 mm", "[needle][long]") {
    for (const Reference& reference : references)
        // Ice of 7 cm3 goes up and down by 0.4 % while its front passes a cell (finite_needle.cpp).
        for (double offset : {0.0, 0.5}) run_half(reference, 1e-3, offset, 0.009, 0.007);
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
        compare(volumes_of(model, simulation, 1),
                {0.5 * (none.ice + two.ice), 0.5 * (none.lethal + two.lethal), 0.5 * (none.heat + two.heat)}, 0.01, 0.006);
        CHECK(simulation.ledger().residual() < 1e-12);
    }
}

TEST_CASE("insulated shaft: the references are what the axisymmetric solver gives", "[needle][long]") {
    for (const Reference& reference : references) {
        CAPTURE(reference.radius, reference.convective);
        // 0.2 and 0.1 mm differ by at most 0.4 %.
        AxisymmetricNeedle needle(needle_case::tissue(), {reference.radius, length, 48e-3, 2e-3, true}, 0.2e-3, 37);
        if (reference.convective) needle.heat_into_wall = [](double t) { return 7 * (-150 - t); };
        for (const Volumes& expected : {reference.at_300, reference.at_600}) {
            needle.run(300);
            compare({1e6 * needle.volume(-0.5), 1e6 * needle.volume(-20), -needle.heat_to_tissue}, expected, 4e-3, 4e-3);
        }
    }
}
