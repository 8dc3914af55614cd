// Colours of all pictures, chosen to be told apart by colour-blind readers.
//
// Lines and surfaces: the set of Okabe and Ito (Color Universal Design, 2008, jfly.uni-koeln.de/color). Temperature:
// the diverging red-blue scheme of ColorBrewer (Harrower and Brewer 2003, doi:10.1179/000870403235002042), pale at 0
// degC, linear in temperature on either side, so that blue always means below freezing.
#pragma once

#include <cstdint>
#include <vector>

namespace iceball {

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;
    double opacity = 1.0;

    Colour with_opacity(double value) const { return {red, green, blue, value}; }
    bool operator==(const Colour&) const = default;
};

inline constexpr Colour ink{34, 34, 34};
inline constexpr Colour soft_ink{96, 96, 96};
inline constexpr Colour grid_ink{222, 222, 222};
inline constexpr Colour paper{255, 255, 255};
inline constexpr Colour needle_colour{60, 60, 60};
inline constexpr Colour shaft_colour{176, 176, 176};
inline constexpr Colour target_colour{0, 134, 98};  // bluish green
inline constexpr Colour held_colour{190, 70, 0};    // vermillion
inline constexpr Colour region_colour{120, 120, 120};

// Colour of one of several lines in a chart; repeats after seven.
Colour line_colour(int number);
// Colour of an isotherm's surface and lines: the colder, the darker. number counts from the warmest, of `count`.
Colour isotherm_colour(int number, int count);
// Ground of a stage in a chart: "freeze", "thaw" or "warm".
Colour stage_colour(const char* kind);

// Maps temperature to colour between two ends, which may lie anywhere; 0 degC is the palest where it lies between.
class TemperatureScale {
 public:
    // Ends in degC; the colder first. Throws InputError if they are not finite or not in order.
    TemperatureScale(double coldest, double warmest);

    double coldest() const { return coldest_; }
    double warmest() const { return warmest_; }
    // Outside the ends the colour of the end; NaN is grey.
    Colour operator()(double temperature) const;

 private:
    double coldest_, warmest_;
};

// The round ends that hold all temperatures between two [degC], steps of 10 K.
TemperatureScale round_scale(double coldest, double warmest);

}  // namespace iceball
