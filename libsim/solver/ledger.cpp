#include "solver/ledger.hpp"

#include <cmath>
#include <limits>
#include <numeric>

namespace iceball {

namespace {
constexpr double unit_round_off = 0.5 * std::numeric_limits<double>::epsilon();
}

std::string_view to_string(LedgerTerm term) {
    switch (term) {
        case LedgerTerm::needles: return "needles";
        case LedgerTerm::faces: return "faces";
        case LedgerTerm::perfusion: return "perfusion";
        case LedgerTerm::metabolism: return "metabolism";
        case LedgerTerm::held_regions: return "held regions";
        case LedgerTerm::sources: return "sources";
        case LedgerTerm::tissue_change: return "tissue change";
        case LedgerTerm::contacts: return "contacts";
    }
    return "";
}

void Ledger::book(LedgerTerm term, double heat) {
    heat_[std::size_t(term)] += heat;
    absolute_ += std::abs(heat);
}

void Ledger::book_stored(double heat) {
    stored_ += heat;
    round_off_ += unit_round_off * (heat_content_ + std::abs(stored_));
}

void Ledger::book_tissue_change(double heat) {
    book(LedgerTerm::tissue_change, heat);
    stored_ += heat;
}

double Ledger::residual() const {
    const double exchanged = std::accumulate(heat_.begin(), heat_.end(), 0.0);
    const double scale = absolute_ + 1e-6 * latent_heat_ + round_off_ / largest_residual;
    return scale > 0 ? std::abs(stored_ - exchanged) / scale : std::abs(stored_ - exchanged);
}

void Ledger::serialize(Archive& archive) {
    archive.value("latent_heat", latent_heat_);
    archive.value("stored", stored_);
    archive.value("absolute", absolute_);
    archive.value("heat_content", heat_content_);
    archive.value("round_off", round_off_);
    archive.values("heat", std::span<double>(heat_));
}

}  // namespace iceball
