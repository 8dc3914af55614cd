// Two lists of cases with known answers, drawn by the same rules from different seeds: `training`, on which the shares
// of error bars were found, and `judged`, on which they are judged.
#pragma once

#include "support/known_exact.hpp"
#include "support/known_finite.hpp"
#include "support/known_finite_answers.hpp"
#include "support/known_radial.hpp"

namespace known {

enum class List { training = 1, judged = 2 };
enum class Family { slab, line, point, radial, reference, finite };

struct FamilyInfo {
    Family family;
    const char* name;
    int training, judged;  // how many of each list
    Case (*make)(Draw&, const std::string&);
};
constexpr FamilyInfo families[] = {{Family::slab, "slab", 16, 16, slab},
                                   {Family::line, "line", 14, 14, line_sink},
                                   {Family::point, "point", 8, 10, point_sink},
                                   {Family::radial, "infinite needle", 40, 40, radial_needle},
                                   {Family::reference, "finite needle", 12, 13, finite_reference},
                                   {Family::finite, "needles in a sphere", 3, 7, finite_fine}};

// Every case has a seed of its own.
inline Draw draw_for(List list, Family family, int number) {
    return Draw(10000UL * static_cast<unsigned long>(list) + 1000UL * static_cast<unsigned long>(family) +
                static_cast<unsigned long>(number));
}

inline std::vector<Answer> stored_answers(List list, int number) {
    std::vector<Answer> answers;
    for (const FiniteAnswer& row : finite_answers_found)
        if (row.list == int(list) && row.number == number) answers.push_back(row.answer);
    return answers;
}

// fresh: also those answers are computed anew that are stored because they take long.
inline Case listed(List list, const FamilyInfo& info, int number, bool fresh = false) {
    Draw draw = draw_for(list, info.family, number);
    Case c = info.make(draw, std::string(info.name) + " " + std::to_string(number + 1));
    if (info.family == Family::finite && !fresh) c.answers = [=] { return stored_answers(list, number); };
    return c;
}

}  // namespace known
