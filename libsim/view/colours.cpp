#include "view/colours.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "core/error.hpp"

namespace iceball {
namespace {

// ColorBrewer RdBu, from the palest outwards.
constexpr std::array<Colour, 6> blues{
    {{247, 247, 247}, {209, 229, 240}, {146, 197, 222}, {67, 147, 195}, {33, 102, 172}, {5, 48, 97}}};
// The red side ends early: body temperature is the ground of the picture, not an alarm.
constexpr std::array<Colour, 4> reds{{{247, 247, 247}, {253, 230, 217}, {251, 216, 196}, {247, 190, 162}}};

std::uint8_t mix(std::uint8_t a, std::uint8_t b, double t) {
    return std::uint8_t(std::lround(a + t * (b - a)));
}

template <std::size_t n>
Colour interpolate(const std::array<Colour, n>& stops, double position) {
    const double at = std::clamp(position, 0.0, 1.0) * (n - 1);
    const std::size_t below = std::min(std::size_t(at), n - 2);
    const double t = at - double(below);
    const Colour &a = stops[below], &b = stops[below + 1];
    return {mix(a.red, b.red, t), mix(a.green, b.green, t), mix(a.blue, b.blue, t)};
}

}  // namespace

Colour line_colour(int number) {
    static constexpr std::array<Colour, 7> colours{
        {{0, 114, 178}, {213, 94, 0}, {0, 158, 115}, {204, 121, 167}, {230, 159, 0}, {86, 180, 233}, {34, 34, 34}}};
    return colours[std::size_t(number) % colours.size()];
}

Colour isotherm_colour(int number, int count) {
    static constexpr std::array<Colour, 3> stops{{{86, 180, 233}, {30, 100, 190}, {40, 20, 110}}};
    return interpolate(stops, count > 1 ? double(number) / (count - 1) : 0.0);
}

Colour stage_colour(const char* kind) {
    if (std::strcmp(kind, "freeze") == 0) return {224, 238, 249};
    if (std::strcmp(kind, "warm") == 0) return {250, 221, 205};
    return {252, 246, 224};
}

TemperatureScale::TemperatureScale(double coldest, double warmest) : coldest_(coldest), warmest_(warmest) {
    if (!std::isfinite(coldest) || !std::isfinite(warmest) || coldest >= warmest)
        throw InputError(
            fmt::format("the colour scale of a picture needs two temperatures, the colder first; given {} and {} degC",
                        coldest, warmest));
}

Colour TemperatureScale::operator()(double temperature) const {
    if (std::isnan(temperature)) return {170, 170, 170};
    if (temperature < 0) return interpolate(blues, coldest_ < 0 ? temperature / coldest_ : 1.0);
    return interpolate(reds, warmest_ > 0 ? temperature / warmest_ : 1.0);
}

TemperatureScale round_scale(double coldest, double warmest) {
    if (!std::isfinite(coldest) || !std::isfinite(warmest)) return {coldest, warmest};
    const double low = 10.0 * std::floor(coldest / 10.0), high = 10.0 * std::ceil(warmest / 10.0);
    return {low, high > low ? high : low + 10.0};
}

}  // namespace iceball
