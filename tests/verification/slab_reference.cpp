// The independent solution for slabs is itself held against exact fronts, and its interface against a plain medium.
#include "verify/slab_reference.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "exact/plane.hpp"

using namespace iceball;
using verify::SlabReference;

namespace {

const exact::RangeMaterial kidney{{2.0, 1.8e6}, {1.25, 2.7e6}, {0.5, 3.6e6}, 250e6, -8, -1};
const exact::SharpMaterial water{{2.22, 2.05e6}, {0.56, 4.2e6}, 333.6e6, 0};
const exact::RangeMaterial sharp_water{water.frozen, {1, 3e6}, water.unfrozen, water.latent_heat, 0, 0};

}  // namespace

TEST_CASE("slab reference follows exact plane fronts", "[verify]") {
    const exact::RangePlane range(kidney, -150, 37);
    const exact::SharpPlane sharp(water, -100, 20);
    SlabReference tissue({{kidney, 0.08, 37}}, 1e-4), ice({{sharp_water, 0.08, 20}}, 1e-4);
    tissue.set_wall(-150);
    ice.set_wall(-100);
    for (double time : {60.0, 150.0, 300.0}) {
        tissue.advance(time);
        ice.advance(time);
        // First order: one hundredth of what 1 mm cells may have for each 0.1 mm, at 8 mm and more from the wall.
        CHECK(tissue.frozen_length() == Approx(range.frozen_length(time)).epsilon(2e-3));
        CHECK(ice.frozen_length() == Approx(sharp.front(time)).epsilon(2e-3));
    }
}

TEST_CASE("slab reference: a boundary between equal tissues is none, one between unlike ones passes all heat on",
          "[verify]") {
    SlabReference one({{kidney, 0.03, 37}}, 2e-4), two({{kidney, 0.01, 37}, {kidney, 0.02, 37}}, 2e-4);
    one.set_wall(-150);
    two.set_wall(-150);
    one.advance(200);
    two.advance(200);
    CHECK(two.frozen_length() == Approx(one.frozen_length()).epsilon(1e-9));

    // Two half-spaces that do not freeze meet at (e_1 T_1 + e_2 T_2) / (e_1 + e_2), e = sqrt(k C), and heat
    // 2 e_1 (T_0 - T_1) sqrt(t / pi) has crossed (Carslaw & Jaeger 1959, section 2.15).
    const exact::Phase a{0.5, 4e6}, b{2.0, 1e6};
    const exact::RangeMaterial first{a, a, a, 0, -1, -1}, second{b, b, b, 0, -1, -1};
    SlabReference pair({{first, 0.03, 10}, {second, 0.06, 30}}, 1e-4);
    pair.advance(100);
    // e is sqrt(2e6) on both sides, the interface at 20 degC.
    const double heat = 2 * std::sqrt(2e6) * 10 * std::sqrt(100 / 3.14159265358979);
    CHECK(pair.heat_into_first() == Approx(heat).epsilon(2e-3));
    CHECK(pair.frozen_length() == 0);
}
