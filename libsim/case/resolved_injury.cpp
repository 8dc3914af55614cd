// The laws of [injury] in the resolved case.
#include "case/sections.hpp"

namespace iceball {
namespace {

using nlohmann::json;

json degrees(double value) { return format_quantity(value, quantity::temperature); }
json kelvins(double value) { return format_quantity(value, quantity::temperature_difference); }

json numbers_of(double temperature) { return {{"temperature", degrees(temperature)}}; }
json numbers_of(const KillCurve& curve) { return {{"half", degrees(curve.half)}, {"width", kelvins(curve.width)}}; }
json numbers_of(const DestroyedTable& table) {
    json out{{"temperatures", json::array()}, {"destroyed", table.shares}};
    for (double temperature : table.temperatures) out["temperatures"].push_back(degrees(temperature));
    return out;
}

template <class Numbers>
json per_tissue(const std::string& law, const PerTissue<Numbers>& numbers) {
    json out = numbers_of(numbers.other);
    out["law"] = law;
    out["source"] = numbers.other_source;
    for (const auto& row : numbers.rows) {
        json entry = numbers_of(row.numbers);
        entry["source"] = row.source;
        out["tissue"][row.tissue] = entry;
    }
    return out;
}

struct LawJson {
    json operator()(const IsothermNumbers& n) const { return per_tissue("isotherm", n.temperature); }
    json operator()(const StasisNumbers& n) const { return per_tissue("stasis", n.temperature); }
    json operator()(const TableNumbers& n) const { return per_tissue("table", n.table); }
    json operator()(const LogisticNumbers& n) const {
        json out = per_tissue("logistic", n.curve);
        out["shift"] = kelvins(n.shift);
        return out;
    }
    json operator()(const ThresholdAndTimeNumbers& n) const {
        json out{{"law", "threshold and time"},
                 {"temperature", degrees(n.temperature)},
                 {"time", format_quantity(n.hold, quantity::time)},
                 {"source", n.temperature_source}};
        if (n.instant) out["at_once"] = degrees(*n.instant);
        return out;
    }
};

}  // namespace

json resolve(const std::vector<InjuryLawSettings>& laws) {
    json out = json::object();
    for (const InjuryLawSettings& law : laws) out[law.name] = std::visit(LawJson{}, law.numbers);
    return out;
}

}  // namespace iceball
