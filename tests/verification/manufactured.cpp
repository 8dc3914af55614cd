// Manufactured solutions: orders in space and time, and that the matrix of terms, ends and pairs has no empty cell.
#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "verify/case_groups.hpp"
#include "verify/manufactured.hpp"

using namespace iceball;
using namespace iceball::verify;

namespace {

void check(const VerificationCase& one) {
    const CaseResult result = evaluate(one);
    for (const std::string& failure : result.failures) FAIL_CHECK(one.name << ": " << failure);
    CHECK(result.spacings.size() == 3);
}

// Whether manufactured solutions are to cover a term of the ledger. Without a default, so that a new term does not compile
// before it is thought of here.
bool is_smooth(LedgerTerm term) {
    switch (term) {
        case LedgerTerm::faces:
        case LedgerTerm::perfusion:
        case LedgerTerm::metabolism:
        case LedgerTerm::held_regions:
        case LedgerTerm::sources: return true;
        case LedgerTerm::needles:        // singular at the wall: against radial solvers, needle_radial.cpp, finite_needle.cpp
        case LedgerTerm::contacts:       // a patch of a face, with a jump at its rim: contact_probe.cpp
        case LedgerTerm::tissue_change:  // a jump at a moment, no term of the equation
            return false;
    }
    return false;
}

bool acts_in_ice(LedgerTerm term) { return term != LedgerTerm::perfusion && term != LedgerTerm::metabolism; }

// The end that stands for a kind of outer face.
End end_of(const Boundary& boundary) {
    struct Kind {
        End operator()(const FixedTemperature&) const { return End::temperature; }
        End operator()(const Insulated&) const { return End::insulated; }
        End operator()(const Convection&) const { return End::convection; }
    };
    return std::visit(Kind{}, boundary);  // does not compile with a kind that is missing above
}

}  // namespace

TEST_CASE("manufactured solutions are of second order in space", "[verify][manufactured]") {
    for (const VerificationCase& one : smooth_cases()) check(one);
}

TEST_CASE("manufactured solutions are of first order in time", "[verify][manufactured]") {
    int listed = 0;
    for (const ManufacturedProblem& problem : manufactured_problems()) check(time_step_case(problem));
    for (const VerificationCase& one : time_step_cases()) listed += one.order == 1 && one.refined == Refined::time;
    CHECK(listed >= 10);
}

TEST_CASE("the matrix of manufactured solutions has no empty cell", "[verify][manufactured]") {
    std::set<std::pair<LedgerTerm, PhaseState>> terms;
    std::set<std::pair<End, PhaseState>> ends;
    std::set<std::pair<PhaseState, PhaseState>> pairs;
    std::set<std::pair<Release, PhaseState>> releases;
    std::set<std::pair<End, int>> faces;
    for (const ManufacturedProblem& problem : manufactured_problems()) {
        const ManufacturedRun run = run_manufactured(problem, {problem.axis, false}, 8, 150);
        double exchanged = 0;
        for (int n = 0; n < ledger_terms; ++n) exchanged += std::abs(run.ledger.heat(LedgerTerm(n)));
        const PhaseState first = problem.first.state, last = problem.second ? problem.second->state : first;
        releases.insert({problem.first.release, first});
        ends.insert({problem.near, first});
        ends.insert({problem.far, last});
        for (const SlabShape& shape : problem.shapes()) {
            faces.insert({problem.near, int(shape.near_face())});
            faces.insert({problem.far, int(shape.far_face())});
        }
        if (problem.second) {
            releases.insert({problem.second->release, last});
            pairs.insert(std::minmax(first, last));
            continue;
        }
        INFO(problem.name);
        for (int n = 0; n < ledger_terms; ++n) {
            const LedgerTerm term = LedgerTerm(n);
            const double share = std::abs(run.ledger.heat(term)) / exchanged;
            if (share > 0.005) terms.insert({term, first});
            if (first == PhaseState::ice && !acts_in_ice(term)) {
                CHECK(share == 0);
                // Given, but off.
                const double given = term == LedgerTerm::perfusion ? problem.perfusion : problem.metabolic_heat;
                if (given > 0) terms.insert({term, first});
            }
        }
    }
    for (int s = 0; s < phase_states; ++s) {
        const PhaseState state = PhaseState(s);
        INFO("phase " << s);
        for (int n = 0; n < ledger_terms; ++n) {
            INFO("term " << to_string(LedgerTerm(n)));
            if (is_smooth(LedgerTerm(n))) CHECK(terms.count({LedgerTerm(n), state}) == 1);
        }
        for (const Boundary& boundary : {Boundary(FixedTemperature{}), Boundary(Insulated{}), Boundary(Convection{})})
            CHECK(ends.count({end_of(boundary), state}) == 1);
        CHECK(ends.count({End::held, state}) == 1);
        for (int other = s; other < phase_states; ++other) CHECK(pairs.count({state, PhaseState(other)}) == 1);
        for (int r = 0; r < release_kinds; ++r) {
            // What never freezes is liquid; isothermal freezing has no mush in which anything would vary.
            const Release release = Release(r);
            const bool possible = (release != Release::none || state == PhaseState::liquid) &&
                                  (release != Release::isothermal || state != PhaseState::mush);
            INFO("release " << r);
            if (possible) CHECK(releases.count({release, state}) == 1);
        }
    }
    for (int face = 0; face < 6; ++face)
        for (int end = 0; end < end_kinds; ++end) {
            INFO("face " << face << ", end " << end);
            CHECK(faces.count({End(end), face}) == 1);
        }
}
