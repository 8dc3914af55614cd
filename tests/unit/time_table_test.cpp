#include "core/time_table.hpp"

#include <catch2/catch.hpp>

#include "core/error.hpp"

using namespace iceball;

TEST_CASE("A time table is linear between its times and constant beyond them") {
    const TimeTable table({10, 20, 40}, {1, 3, -1});
    CHECK(table.at(0) == 1);
    CHECK(table.at(15) == Approx(2));
    CHECK(table.at(30) == Approx(1));
    CHECK(table.at(100) == -1);
    CHECK(table.mean(10, 20) == Approx(2));
    CHECK(table.mean(0, 10) == Approx(1));
    CHECK(table.mean(5, 45) == Approx((5 * 1 + 10 * 2 + 20 * 1 - 5 * 1) / 40.0));
    CHECK(TimeTable(7.0).mean(3, 4) == Approx(7));
}

TEST_CASE("A time table refuses times that do not increase") {
    CHECK_THROWS_AS(TimeTable({0, 0}, {1, 2}), InputError);
    CHECK_THROWS_AS(TimeTable({0, 1}, {1}), InputError);
    CHECK_THROWS_AS(TimeTable({}, {}), InputError);
}
