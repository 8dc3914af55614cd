// The energy ledger: where every joule of a run went.
//
//     residual = |stored - sum of exchanges| / (sum of |exchanges| so far + 1e-6 x latent heat of the box)
//
// Stored heat is the sum of H_new - H_old over the steps, exchanges are accumulated inside the sweep. Heat into the
// tissue counts positive.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "core/section.hpp"

namespace iceball {

enum class LedgerTerm { needles, faces, perfusion, metabolism, held_regions, sources, tissue_change };
constexpr int ledger_terms = 7;
std::string_view to_string(LedgerTerm term);

class Ledger : public Section {
 public:
    // latent_heat: of all freezable tissue in the box [J].
    explicit Ledger(double latent_heat = 0) : latent_heat_(latent_heat) {}

    // Heat of one step [J].
    void book(LedgerTerm term, double heat);
    void book_stored(double heat) { stored_ += heat; }

    double heat(LedgerTerm term) const { return heat_[std::size_t(term)]; }
    double stored() const { return stored_; }
    double residual() const;

    std::string_view section_name() const override { return "ledger"; }
    void serialize(Archive& archive) override;

 private:
    double latent_heat_, stored_ = 0, absolute_ = 0;
    std::array<double, ledger_terms> heat_{};
};

}  // namespace iceball
