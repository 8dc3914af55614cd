// The matrix of manufactured solutions: every term in every phase, every kind of end beside every phase, every pair of phases.
//
// tests/verification/manufactured_matrix.cpp fails where a cell of the matrix is empty.
#include "verify/case_groups.hpp"
#include "verify/manufactured.hpp"

namespace iceball::verify {
namespace {

// What goes with a phase: T_m, A, B, and blood and metabolism that matter within a minute but make nothing grow.
struct Setting {
    std::string name;
    SmoothMedium medium;
    double middle, rise, growth, perfusion, metabolic_heat;

    ManufacturedProblem problem(const std::string& kind) const {
        ManufacturedProblem p{kind + "-" + name, medium};
        p.middle = middle, p.rise = rise, p.growth = growth;
        return p;
    }
};

std::vector<Setting> phases() {
    return {{"liquid", smooth_liquid(Release::linear), 22, 10, 8, 40e3, 200e3},
            {"ice", smooth_varying_ice(IceConductivity::exponential), -25, 20, 8, 40e3, 200e3},
            {"mush", smooth_mush(Release::linear, -14, -2), -7, 3.5, 3, 10e3, 200e3}};
}

std::vector<ManufacturedProblem> problems() {
    std::vector<ManufacturedProblem> all;
    std::vector<Setting> media = phases();
    media.push_back({"plain-ice", smooth_ice(Release::isothermal, -1), -25, 20, 8, 0, 0});
    media.push_back({"power-ice", smooth_varying_ice(IceConductivity::power), -25, 20, 8, 0, 0});
    media.push_back({"dilute", smooth_mush(Release::dilute, -20, -8), -11.5, 4, 3, 10e3, 200e3});
    media.push_back({"fluid", smooth_liquid(Release::none), -20, 30, 20, 40e3, 200e3});
    for (const Setting& s : media) {
        all.push_back(s.problem("conduction"));
        all.back().axis = int(all.size() % 3);
        if (s.perfusion <= 0) continue;
        all.push_back(s.problem("perfusion"));
        all.back().perfusion = s.perfusion;
        all.back().axis = int(all.size() % 3);
        all.push_back(s.problem("metabolism"));
        all.back().metabolic_heat = s.metabolic_heat;
        all.back().axis = int(all.size() % 3);
    }
    // Each kind of end stands on all six faces, two for each phase.
    int axis = 0;
    for (const Setting& s : phases()) {
        for (End end : {End::temperature, End::insulated, End::convection, End::held}) {
            ManufacturedProblem p = s.problem(end_name(end));
            p.near = end;
            p.far = end == End::temperature ? End::convection : end == End::convection ? End::insulated : End::temperature;
            p.axis = axis;
            all.push_back(p);
        }
        ++axis;
    }
    const auto pair = [&](const char* name, const SmoothMedium& first, const SmoothMedium& second, double middle, double rise,
                          double growth) {
        all.push_back({name, first, second, middle, rise, growth});
        all.back().axis = int(all.size() % 3);
    };
    pair("pair-liquid-fluid", smooth_liquid(Release::linear), smooth_liquid(Release::none), 20, 15, 12);
    pair("pair-ice-ice", smooth_varying_ice(IceConductivity::exponential), smooth_ice(Release::dilute), -30, 18, 10);
    pair("pair-ice-liquid", smooth_ice(Release::isothermal, -1), smooth_liquid(Release::linear, -20), -10, 20, 10);
    pair("pair-ice-fluid", smooth_varying_ice(IceConductivity::power), smooth_liquid(Release::none), -20, 20, 10);
    pair("pair-mush-liquid", smooth_mush(Release::linear, -14, -2), smooth_liquid(Release::isothermal, -30), -7, 5, 3);
    pair("pair-liquid-mush", smooth_liquid(Release::isothermal, -30), smooth_mush(Release::linear, -14, -2), -7, 5, 3);
    pair("pair-ice-mush", smooth_ice(Release::linear, -3), smooth_mush(Release::dilute, -20, -8), -12.5, 1.5, 1);
    pair("pair-mush-mush", smooth_mush(Release::linear, -22, -2), smooth_mush(Release::dilute, -20, -8), -12, 1.5, 1);
    pair("pair-dilute-liquid", smooth_mush(Release::dilute, -20, -8), smooth_liquid(Release::dilute, -30), -12, 5, 3);
    return all;
}

}  // namespace

const std::vector<ManufacturedProblem>& manufactured_problems() {
    static const std::vector<ManufacturedProblem> all = problems();
    return all;
}

std::vector<VerificationCase> smooth_cases() {
    std::vector<VerificationCase> cases;
    for (const ManufacturedProblem& problem : manufactured_problems()) {
        const std::vector<double> spacings = {problem.spacing(problem.near == End::held ? 9 : 8),
                                              problem.spacing(problem.near == End::held ? 18 : 16),
                                              problem.spacing(problem.near == End::held ? 36 : 32)};
        VerificationCase one{"smooth-" + problem.name, problem.what(), spacings.back(), 0.001, 0.003, spacings, 0, {}};
        one.run = [&problem](double spacing) { return manufactured_in_space(problem, spacing); };
        one.order = 2;
        cases.push_back(one);
    }
    return cases;
}

VerificationCase time_step_case(const ManufacturedProblem& problem) {
    VerificationCase one{"steps-" + problem.name, problem.what(), 0.1, 0.001, 0.003, {0.4, 0.2, 0.1}, 0, {}};
    one.run = [&problem](double step) { return manufactured_in_time(problem, step); };
    one.order = 1;
    one.refined = Refined::time;
    return one;
}

std::vector<VerificationCase> time_step_cases() {
    std::vector<VerificationCase> cases;
    int number = 0;
    // One of each kind in turn; the tests run them all.
    for (const ManufacturedProblem& problem : manufactured_problems())
        if (++number % 3 == 1) cases.push_back(time_step_case(problem));
    return cases;
}

}  // namespace iceball::verify
