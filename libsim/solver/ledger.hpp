// The energy ledger: where every joule of a run went.
//
//     residual = |stored - sum of exchanges| / (sum of |exchanges| so far + 1e-6 x latent heat of the box + 1e8 x r)
//     r        = sum over the steps of 2^-53 x heat content
//
// Stored heat is the sum of H_new - H_old over the steps, exchanges are accumulated inside the sweep. Heat into the
// tissue counts positive.
//
// r bounds what rounding H to double in every cell and step can add up to. It grows with the number of steps even where
// nothing is exchanged, and rounding is not random there: cells near equilibrium round the same way for thousands of
// steps. Divided by the largest allowed residual it makes sure that round-off alone never stops a run; beside the heat
// that a probe exchanges (1 % of the latent heat and more) it is small for some million steps. Heat content: sum of |H|
// in the tissue at the start, plus |stored|. Units: [J].
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "core/section.hpp"

namespace iceball {

enum class LedgerTerm { needles, faces, perfusion, metabolism, held_regions, sources, tissue_change, contacts };
constexpr int ledger_terms = 8;
std::string_view to_string(LedgerTerm term);

class Ledger : public Section {
 public:
    // A run stops beyond it.
    static constexpr double largest_residual = 1e-8;

    // latent_heat: of all freezable tissue in the box [J].
    explicit Ledger(double latent_heat = 0) : latent_heat_(latent_heat) {}

    // Before the first step. heat_content: sum of |H| over the tissue [J].
    void begin(double heat_content) { heat_content_ = heat_content; }

    // Heat of one step [J].
    void book(LedgerTerm term, double heat);
    // The same; once a step, because it also counts the step's round-off.
    void book_stored(double heat);
    // Heat that a change of tissue adds to what is stored, at the temperatures that it finds [J].
    void book_tissue_change(double heat);

    double heat(LedgerTerm term) const { return heat_[std::size_t(term)]; }
    double stored() const { return stored_; }
    double residual() const;

    std::string_view section_name() const override { return "ledger"; }
    void serialize(Archive& archive) override;

 private:
    double latent_heat_, heat_content_ = 0, stored_ = 0, absolute_ = 0, round_off_ = 0;
    std::array<double, ledger_terms> heat_{};
};

}  // namespace iceball
