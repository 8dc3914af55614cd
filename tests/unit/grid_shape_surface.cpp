#include <catch2/catch.hpp>

#include <cmath>
#include <random>

#include "grid/shape_surface.hpp"

using namespace iceball;

TEST_CASE("Grid: closest points on the surface of shapes", "[grid]") {
    const Vector3 normal = Vector3(2, -1, 2) / 3;
    const std::vector<Shape> shapes{Sphere{{1, 2, 3}, 2}, Ellipsoid{{0.5, 0, -1}, {3, 1, 0.4}}, AxisBox{{-1, 0, 2}, {1, 0.5, 4}},
                                    Layer{normal, -1, INFINITY}, Layer{normal, -1, 0.5},
                                    Cylinder{{1, 1, 0}, {2, 3, 1}, 0.8}};
    std::mt19937 random(7);
    std::uniform_real_distribution<double> uniform(-5, 5);
    for (const Shape& shape : shapes) {
        // Points on the surface, for comparison: feet of many points.
        std::vector<Vector3> surface;
        for (int n = 0; n < 4000; ++n)
            surface.push_back(closest_surface_point(shape, {uniform(random), uniform(random), uniform(random)}));
        for (int n = 0; n < 300; ++n) {
            // Every third in and about the small shapes, so that enough are inside.
            const double reach = n % 3 == 0 ? 0.25 : 1;
            const Vector3 point = Vector3(1, 1.5, 0.5) + reach * Vector3(uniform(random), uniform(random), uniform(random));
            const Vector3 foot = closest_surface_point(shape, point);
            // On the surface: a hair on either side is inside and outside.
            const Vector3 out = (point - foot).normalized() * 1e-6;
            CHECK(contains(shape, foot + out) != contains(shape, foot - out));
            double least = 1e9;
            for (const Vector3& other : surface) least = std::min(least, (point - other).norm());
            CHECK((point - foot).norm() <= least + 1e-9);
            CHECK(std::abs(signed_distance(shape, point)) == Approx((point - foot).norm()));
            CHECK((signed_distance(shape, point) < 0) == contains(shape, point));
        }
    }
}

TEST_CASE("Grid: distances from surfaces where closest points are not unique", "[grid]") {
    CHECK(signed_distance(Sphere{{1, 2, 3}, 2}, {1, 2, 3}) == Approx(-2));
    CHECK(signed_distance(Ellipsoid{{0, 0, 0}, {3, 1, 2}}, {0, 0, 0}) == Approx(-1));
    CHECK(signed_distance(Ellipsoid{{0, 0, 0}, {3, 1, 2}}, {5, 0, 0}) == Approx(2));
    // Beside the middle of the long axis the sides are nearer: y^2 = 1 - x^2 / (9 - 1) at the foot x * 9 / 8.
    CHECK(signed_distance(Ellipsoid{{0, 0, 0}, {3, 1, 1}}, {0.8, 0, 0}) ==
          Approx(-std::hypot(0.1, std::sqrt(1 - 0.09))).epsilon(1e-6));
    CHECK(signed_distance(AxisBox{{-1, -2, -3}, {1, 2, 3}}, {0, 0, 0}) == Approx(-1));
    CHECK(signed_distance(Cylinder{{0, 0, 0}, {0, 0, 6}, 2}, {0, 0, 3}) == Approx(-2));
    CHECK(signed_distance(Cylinder{{0, 0, 0}, {0, 0, 6}, 2}, {5, 0, 10}) == Approx(5));
}
