// How walls meet the tissue in a stage, from exchange models and tissue.
#include <catch2/catch.hpp>

#include <vector>

#include "probe/exchange/convective.hpp"
#include "probe/exchange/power_limited.hpp"
#include "solver/wall_contacts.hpp"
#include "support/needle_case.hpp"

using namespace iceball;

namespace {

// Contact of a needle of 30 mm on a grid of 2 mm in a freeze, or in the given stage.
WallContact contact_of(const Needle& needle, StageKind kind = StageKind::freeze, bool on = true) {
    Model model = needle_case::model(needle_case::cube(2e-3, 20e-3), {needle}, {60});
    model.protocol.stages[0].kind = kind;
    model.protocol.stages[0].probes[0].on = on;
    return wall_contacts(model, model.protocol.stages[0]).at(0);
}

Needle convective_needle() {
    Convective::Settings gas;
    gas.conductance = AlongTable({0, 1}, {4, 10});
    gas.gas_temperature = TimeTable(-150.0);
    gas.warm_temperature = 40;
    gas.warm_power = 12;
    Needle needle = needle_case::needle(Vector3::Zero(), 0);
    needle.exchange = std::make_shared<Convective>(gas);
    return needle;
}

}  // namespace

TEST_CASE("wall contacts: the film of a convective needle is UA' over the conductivity of frozen tissue", "[solver]") {
    const WallContact contact = contact_of(convective_needle());
    REQUIRE(contact.film.size() == 15);
    CHECK(contact.film[0] == Approx((4 + 6 * 0.5 / 15) / 2.0));
    CHECK(contact.film[7] == Approx(7 / 2.0));
    CHECK(contact.film[14] == Approx((4 + 6 * 14.5 / 15) / 2.0));
}

TEST_CASE("wall contacts: limited power and heaters have the slope of their curve", "[solver]") {
    PowerLimited::Settings settings;
    settings.wall_temperatures = {-150, -100, 0};
    settings.powers = {0, 15, 30};
    settings.largest_power = 20;
    Needle needle = needle_case::needle(Vector3::Zero(), 0);
    needle.exchange = std::make_shared<PowerLimited>(settings);
    // 20 W are reached 83.3 K above rest.
    for (double film : contact_of(needle).film) CHECK(film == Approx(20 / (250.0 / 3) / 30e-3 / 2.0));
    // 12 W, 50 K below 40 degC, into unfrozen tissue.
    for (double film : contact_of(convective_needle(), StageKind::warm).film) CHECK(film == Approx(12.0 / 50 / 30e-3 / 0.5));
}

TEST_CASE("wall contacts: walls of one temperature, walls without heat", "[solver]") {
    CHECK(contact_of(needle_case::needle(Vector3::Zero(), 0)) == WallContact(true));
    Needle needle = convective_needle();
    CHECK(contact_of(needle, StageKind::thaw, false) == WallContact(false));
    needle.metal_heat_capacity = 4;
    CHECK(contact_of(needle) == WallContact(true));
    CHECK(contact_of(needle, StageKind::thaw, false).charged);
    CHECK(contact_of(needle, StageKind::thaw, false).film.empty());
    needle = convective_needle();
    needle.always_on = true;
    CHECK(contact_of(needle, StageKind::thaw, false).film.size() == 15);
}

TEST_CASE("wall contacts: a stretch with gas that no wall node sees counts for nothing", "[solver]") {
    Convective::Settings gas;
    gas.conductance = AlongTable({0.52, 0.53, 0.54}, {0, 5, 0});
    gas.gas_temperature = TimeTable(-150.0);
    Needle needle = needle_case::needle(Vector3::Zero(), 0);
    needle.exchange = std::make_shared<Convective>(gas);
    CHECK(contact_of(needle) == WallContact(false));
}

TEST_CASE("wall contacts: media above freezing warm", "[solver]") {
    CHECK_FALSE(contact_of(convective_needle()).warms);
    CHECK(contact_of(convective_needle(), StageKind::warm).warms);
    Needle needle = needle_case::needle(Vector3::Zero(), 0);
    CHECK_FALSE(contact_of(needle).warms);
    needle.exchange = needle_case::wall_at(41);
    CHECK(contact_of(needle).warms);
    needle.metal_heat_capacity = 4;
    CHECK(contact_of(needle).warms);
    CHECK(contact_of(needle, StageKind::thaw, false).warms);
}
