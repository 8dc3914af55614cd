// Error bars against cases with known answers: the true error must lie inside in at least 95 of 100 cases that had no
// part in finding the bars' shares. A case counts only if every reading of it that has a bar lies inside.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <set>

#include "study/error_bars.hpp"
#include "support/known_list.hpp"

using namespace iceball;

namespace {

struct Verdict {
    int readings = 0, without_bar = 0, outside = 0;
    double largest_share = 0;                        // of the bar that an error takes up
    std::vector<double> volume_bars, volume_errors;  // over the volume
    std::string misses;

    bool inside() const { return outside == 0; }
};

// Where a reading stands in the record.
struct Place {
    std::string name;
    std::size_t parts, part;
};
Place place_of(known::Quantity quantity) {
    switch (quantity) {
        case known::Quantity::volume:
            return {"volume", 1, 0};
        case known::Quantity::extent_x:
            return {"extent", 3, 0};
        case known::Quantity::extent_y:
            return {"extent", 3, 1};
        case known::Quantity::extent_z:
            return {"extent", 3, 2};
        case known::Quantity::margin:
            return {"minimum_margin", 1, 0};
        case known::Quantity::distance:
            return {"distance_to_risk", 1, 0};
    }
    return {};
}

Verdict judge_case(const known::Case& c) {
    const Model model = c.model(c.spacing);
    std::vector<std::string> probes, organs;
    for (const Needle& needle : model.needles) probes.push_back(needle.name);
    if (model.regions.regions.size() > 2) organs.push_back("organ");
    const ErrorBarRecord bars =
        judge_error(known::measure(c, c.spacing), known::measure(c, 2 * c.spacing), model.protocol, probes, organs);
    const std::vector<double>& times = bars.find("time")->values;
    Verdict verdict;
    const auto look = [&](const known::Answer& answer, const std::string& name, std::size_t index) {
        const double value = bars.find(name)->values.at(index), bar = bars.find(name + "_bar")->values.at(index);
        const double error = std::abs(value - answer.value);
        ++verdict.readings;
        if (std::isnan(bar)) {
            ++verdict.without_bar;
            return;
        }
        if (!(error <= bar)) {
            ++verdict.outside;
            verdict.misses +=
                fmt::format("  {}: {} below {:.3g} degC at {:.0f} s is {:.4g}, +- {:.3g}, true {:.4g}\n", c.name, name,
                            c.isotherms[answer.isotherm], answer.time, value, bar, answer.value);
        }
        verdict.largest_share = std::max(verdict.largest_share, error / bar);
        if (answer.quantity == known::Quantity::volume) {
            verdict.volume_bars.push_back(bar / answer.value);
            verdict.volume_errors.push_back(error / answer.value);
        }
    };
    for (const known::Answer& answer : c.answers()) {
        std::size_t moment = 0;
        while (std::abs(times.at(moment * c.isotherms.size()) - answer.time) > 1e-3) ++moment;
        const Place place = place_of(answer.quantity);
        look(answer, place.name, (moment * c.isotherms.size() + answer.isotherm) * place.parts + place.part);
        // In a single freeze the end is the coldest of the run.
        const bool distance =
            answer.quantity == known::Quantity::margin || answer.quantity == known::Quantity::distance;
        if (distance && model.protocol.stages.size() == 1) look(answer, "run_" + place.name, answer.isotherm);
    }
    return verdict;
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
    return values[values.size() / 2];
}

// All cases of a list; the table of docs/verification.md goes to the file that ICEBALL_ERROR_BARS_TABLE names.
int cases_inside(known::List list) {
    int all_inside = 0;
    std::string table;
    for (const known::FamilyInfo& info : known::families) {
        const int count = list == known::List::training ? info.training : info.judged;
        Verdict sum;
        int inside = 0;
        for (int n = 0; n < count; ++n) {
            const Verdict verdict = judge_case(known::listed(list, info, n));
            inside += verdict.inside();
            sum.readings += verdict.readings;
            sum.without_bar += verdict.without_bar;
            sum.outside += verdict.outside;
            sum.largest_share = std::max(sum.largest_share, verdict.largest_share);
            sum.volume_bars.insert(sum.volume_bars.end(), verdict.volume_bars.begin(), verdict.volume_bars.end());
            sum.volume_errors.insert(sum.volume_errors.end(), verdict.volume_errors.begin(),
                                     verdict.volume_errors.end());
            sum.misses += verdict.misses;
        }
        table += fmt::format("| {} | {} | {} | {} | {} | {} | {:.1f} | {:.1f} | {:.2f} |\n{}", info.name, count, inside,
                             sum.readings, sum.without_bar, sum.outside, 100 * median(sum.volume_bars),
                             100 * median(sum.volume_errors), sum.largest_share, sum.misses);
        all_inside += inside;
    }
    if (const char* path = std::getenv("ICEBALL_ERROR_BARS_TABLE"))
        std::ofstream(path, std::ios::app) << (list == known::List::training ? "training\n" : "judged\n") << table;
    return all_inside;
}

int size_of(known::List list) {
    int count = 0;
    for (const known::FamilyInfo& info : known::families)
        count += list == known::List::training ? info.training : info.judged;
    return count;
}

}  // namespace

TEST_CASE("error bars: the true error lies inside in at least 95 of the 100 judged cases", "[error_bars][long]") {
    REQUIRE(size_of(known::List::judged) == 100);
    CHECK(cases_inside(known::List::judged) >= 95);
}

TEST_CASE("error bars: the training cases", "[error_bars][long]") {
    CHECK(cases_inside(known::List::training) >= 0.95 * size_of(known::List::training));
}

TEST_CASE("error bars: stored answers", "[error_bars][long]") {
    for (const int number : {0, 5}) {
        const known::Case c =
            known::listed(known::List::judged, known::families[int(known::Family::finite)], number, true);
        const std::vector<known::Answer> stored = known::stored_answers(known::List::judged, number),
                                         fresh = c.answers();
        REQUIRE(stored.size() == fresh.size());
        // They need not follow every improvement of the coupling: bars of these cases are ten times as wide.
        for (std::size_t n = 0; n < stored.size(); ++n) CHECK(fresh[n].value == Approx(stored[n].value).epsilon(0.02));
    }
}

TEST_CASE("error bars: twelve of the judged cases, drawn by a seed", "[error_bars]") {
    known::Draw draw(12);
    std::set<std::pair<int, int>> chosen;
    while (chosen.size() < 12) {
        const int family = draw.below(int(std::size(known::families)));
        chosen.insert({family, draw.below(known::families[family].judged)});
    }
    int inside = 0;
    std::string misses;
    for (const auto& [family, number] : chosen) {
        const Verdict verdict = judge_case(known::listed(known::List::judged, known::families[family], number));
        CHECK(verdict.without_bar < verdict.readings);
        inside += verdict.inside();
        misses += verdict.misses;
    }
    INFO(misses);
    CHECK(inside >= 11);
}
