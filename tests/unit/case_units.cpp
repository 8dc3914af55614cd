#include <catch2/catch.hpp>

#include "core/error.hpp"
#include "core/text.hpp"
#include "core/units.hpp"

using namespace iceball;
using Catch::Matchers::Contains;

TEST_CASE("case units: values with units become SI", "[case]") {
    CHECK(parse_quantity("1 mm", quantity::length) == Approx(1e-3).epsilon(1e-14));
    CHECK(parse_quantity("-150 degC", quantity::temperature) == -150);
    CHECK(parse_quantity("-1.5e1 °C", quantity::temperature) == -15);
    CHECK(parse_quantity("1500 W/m^2/K", quantity::heat_transfer) == 1500);
    CHECK(parse_quantity("0.15 W/cm2/K", quantity::heat_transfer) == Approx(1500).epsilon(1e-14));
    CHECK(parse_quantity("1500 W*m^-2*K^-1", quantity::heat_transfer) == 1500);
    CHECK(parse_quantity("7 W/K/m", quantity::line_conductance) == 7);
    CHECK(parse_quantity("0.005 1/s", quantity::rate) == 0.005);
    CHECK(parse_quantity("0.3 1/min", quantity::rate) == Approx(0.005).epsilon(1e-14));
    CHECK(parse_quantity("0.3 ml/min/ml", quantity::rate) == Approx(0.005).epsilon(1e-14));
    CHECK(parse_quantity("60 %", quantity::number) == Approx(0.6).epsilon(1e-14));
    CHECK(parse_quantity("10 min", quantity::time) == 600);
    CHECK(parse_quantity("+2.0W/m/K", quantity::conductivity) == 2);
    CHECK(parse_quantity("1050 kg/m^3", quantity::density) == 1050);
    CHECK(parse_quantity("1.05 g/cm^3", quantity::density) == Approx(1050).epsilon(1e-14));
    CHECK(parse_quantity("250 MJ/m^3", quantity::energy_density) == 250e6);
    CHECK(parse_quantity("250 kJ/kg", quantity::specific_energy) == 250e3);
    CHECK(parse_quantity("3.6 kJ/kg/degC", quantity::specific_heat) == 3600);
    CHECK(parse_quantity("4.2 kW/m^3", quantity::power_density) == 4200);
    CHECK(parse_quantity("-300 HU", quantity::hounsfield) == -300);
}

TEST_CASE("case units: what is wrong is said, with the text given and examples of units", "[case]") {
    const auto error_of = [](const char* text, const Quantity& kind) {
        try {
            parse_quantity(text, kind);
        } catch (const InputError& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    CHECK_THAT(error_of("1", quantity::length), Contains("unit is missing") && Contains("mm, cm, m") && Contains("\"1\""));
    CHECK_THAT(error_of("1 K", quantity::length), Contains("wrong unit") && Contains("length"));
    CHECK_THAT(error_of("1 parsec", quantity::length), Contains("unknown unit \"parsec\""));
    CHECK_THAT(error_of("", quantity::length), Contains("no number"));
    CHECK_THAT(error_of("mm", quantity::length), Contains("no number"));
    CHECK_THAT(error_of("nan mm", quantity::length), Contains("not finite"));
    CHECK_THAT(error_of("inf mm", quantity::length), Contains("not finite"));
    CHECK_THAT(error_of("1e999 mm", quantity::length), Contains("out of range"));
    CHECK_THAT(error_of("310.15 K", quantity::temperature), Contains("37 degC"));
    CHECK_THAT(error_of("1 degC/s", quantity::temperature), Contains("wrong unit"));
    CHECK_THAT(error_of("1 m^", quantity::length), Contains("unknown unit"));
    CHECK_THAT(error_of("1 m^99", quantity::length), Contains("unknown unit"));
    CHECK_THAT(error_of("1 /", quantity::length), Contains("unknown unit"));
    CHECK_THAT(error_of("1 m/m/m/m/m/m/m/m/m/m/m", quantity::length), Contains("unknown unit"));
    CHECK_THAT(error_of("1 mm\x1b[31m", quantity::length), Contains("\\x1b") && !Contains("\x1b"));
}

TEST_CASE("case units: written values read back to the same bits", "[case]") {
    for (const double value : {0.1, 1.0 / 3, -150.0, 1.47e-3, 6.02e23, -1e-300}) {
        CHECK(parse_quantity(format_quantity(value, quantity::length), quantity::length) == value);
        CHECK(parse_quantity(format_quantity(value, quantity::temperature), quantity::temperature) == value);
        CHECK(parse_quantity(format_quantity(value, quantity::heat_transfer), quantity::heat_transfer) == value);
        CHECK(parse_quantity(format_quantity(value, quantity::line_heat_capacity), quantity::line_heat_capacity) == value);
        CHECK(parse_quantity(format_quantity(value, quantity::number), quantity::number) == value);
    }
}

TEST_CASE("case text: the nearest name is found, far ones are not offered", "[case]") {
    const std::vector<std::string> names{"kidney", "liver", "lung", "spacing", "size"};
    CHECK(nearest_name("kideny", names) == "kidney");
    CHECK(nearest_name("Kidney", names) == "kidney");
    CHECK(nearest_name("spaceing", names) == "spacing");
    CHECK(nearest_name("lun", names) == "lung");
    CHECK(nearest_name("bone", names).empty());
    CHECK(nearest_name(std::string(100000, 'a'), names).empty());
}

TEST_CASE("case text: hostile bytes cannot reach the terminal", "[case]") {
    CHECK(quote("plain µ") == "\"plain µ\"");
    CHECK(quote("a\nb") == "\"a\\x0ab\"");
    CHECK(quote("\xff") == "\"\\xff\"");
    CHECK(quote("\xc0\xaf") == "\"\\xc0\\xaf\"");
    CHECK(quote("a\xe2\x80\xae" "b") == "\"a\\xe2\\x80\\xae" "b\"");
    CHECK(quote(std::string(1000, 'x')).size() < 80);
    CHECK(is_utf8("äöü €"));
    CHECK_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
    CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));  // beyond Unicode
    CHECK_FALSE(is_utf8("\xe2\x82"));          // cut short
}
