#include "study/collect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

#include "core/error.hpp"
#include "store/run_reader.hpp"

namespace iceball {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

// Columns of numbers in the order in which they are first met; rows without a value hold NaN.
class Columns {
 public:
    explicit Columns(std::size_t rows) : rows_(rows) {}

    void set(std::size_t row, const std::string& name, const std::string& units, double value) {
        const auto [place, fresh] = place_.try_emplace(name, columns_.size());
        if (fresh) columns_.push_back({name, units, std::vector<double>(rows_, missing)});
        std::get<std::vector<double>>(columns_[place->second].values)[row] = value;
    }
    const std::vector<TableColumn>& columns() const { return columns_; }

 private:
    std::size_t rows_;
    std::vector<TableColumn> columns_;
    std::map<std::string, std::size_t> place_;
};

struct NumberWithUnit {
    double number;
    std::string unit;
};

std::optional<NumberWithUnit> split(const std::string& text) {
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{}) return std::nullopt;
    const auto unit = std::find_if(rest, end, [](char c) { return c != ' '; });
    return NumberWithUnit{number, std::string(unit, end)};
}

TableColumn varied_column(const Variation& variation, std::size_t number, const std::vector<Member>& members) {
    std::vector<double> numbers;
    std::vector<std::string> texts;
    std::optional<std::string> unit;
    bool numeric = true;
    for (const Member& member : members) {
        texts.push_back(variation.texts[member.choice[number]]);
        const auto value = split(texts.back());
        numeric = numeric && value && (!unit || *unit == value->unit);
        if (!numeric) continue;
        unit = value->unit;
        numbers.push_back(value->number);
    }
    if (numeric) return {variation.path, unit.value_or(""), std::move(numbers)};
    return {variation.path, "", std::move(texts)};
}

void add_metrics(const MetricsRecord& metrics, std::size_t row, Columns& columns) {
    const std::size_t count = metrics.isotherms.size(), samples = metrics.times.size();
    if (samples == 0) return;
    for (std::size_t n = 0; n < count; ++n) {
        const auto volume = [&](std::size_t sample) { return metrics.volume_with_needles[sample * count + n]; };
        std::size_t largest = 0;
        for (std::size_t s = 1; s < samples; ++s)
            if (volume(s) > volume(largest)) largest = s;
        const double isotherm = metrics.isotherms[n];
        columns.set(row, fmt::format("volume_max_{:g}", isotherm), "m3", volume(largest));
        columns.set(row, fmt::format("volume_end_{:g}", isotherm), "m3", volume(samples - 1));
        for (std::size_t axis = 0; axis < 3; ++axis)  // when the volume is largest
            columns.set(row, fmt::format("extent_{}_{:g}", "xyz"[axis], isotherm), "m",
                        metrics.extent[(largest * count + n) * 3 + axis]);
    }
}

void add_target(const TargetRecord& target, std::size_t row, Columns& columns) {
    const std::vector<double>& isotherms = target.over_time.isotherms;
    for (const NamedArray& array : target.arrays) {
        const std::size_t organs = array.shape.size() > 1 ? array.shape[1] : 1;
        for (std::size_t n = 0; n < array.values.size(); ++n) {
            std::string name = fmt::format("target_{}_{:g}", array.name, isotherms.at(n / organs));
            if (array.shape.size() > 1) name += "_" + target.info.at_risk.at(n % organs);
            columns.set(row, name, array.units, array.values[n]);
        }
    }
}

void add_injury(const InjuryRecord& injury, std::size_t regions, std::size_t row, Columns& columns) {
    for (std::size_t n = 0; n < injury.laws.size(); ++n) {
        const auto first = injury.volume.begin() + std::ptrdiff_t(n * regions);
        columns.set(row, "destroyed_" + injury.laws[n].name, "m3",
                    std::accumulate(first, first + std::ptrdiff_t(regions), 0.0));
        const std::string& law = injury.laws[n].name;
        if (!std::isnan(injury.target_fraction[n])) columns.set(row, "target_destroyed_" + law, "", injury.target_fraction[n]);
        if (!std::isnan(injury.healthy_volume[n])) columns.set(row, "healthy_destroyed_" + law, "m3", injury.healthy_volume[n]);
        const std::size_t organs = injury.organs.size();
        for (std::size_t organ = 0; organ < organs; ++organ)
            columns.set(row, fmt::format("distance_destroyed_{}_{}", law, injury.organs[organ]), "m",
                        injury.distance_to_risk[n * organs + organ]);
    }
}

// Returns the run's status.
std::string add_run(const std::filesystem::path& file, std::size_t row, Columns& columns) {
    if (!std::filesystem::exists(file)) return "missing";
    const RunReader run(file);
    add_metrics(run.metrics(), row, columns);
    for (const ProbeRecord& probe : run.probes())
        if (!probe.heat.empty()) columns.set(row, "heat_" + probe.name, "J", probe.heat.back());
    for (const ContactRecord& contact : run.contacts())
        if (!contact.heat.empty()) columns.set(row, "heat_" + contact.name, "J", contact.heat.back());
    if (const auto target = run.target()) add_target(*target, row, columns);
    if (const auto injury = run.injury()) add_injury(*injury, run.regions().size(), row, columns);
    const LedgerRecord ledger = run.ledger();
    if (!ledger.residual.empty())
        columns.set(row, "ledger_residual_max", "", *std::max_element(ledger.residual.begin(), ledger.residual.end()));
    return run.status();
}

}  // namespace

std::filesystem::path member_file(const Member& member) {
    return std::filesystem::path("runs") / fmt::format("{:04}.h5", member.number);
}

Table collect(const Study& study, const std::vector<Member>& members, const std::filesystem::path& folder) {
    Columns columns(members.size());
    std::vector<std::int64_t> numbers;
    std::vector<std::string> files, states;
    for (std::size_t row = 0; row < members.size(); ++row) {
        numbers.push_back(members[row].number);
        files.push_back(member_file(members[row]).string());
        try {
            states.push_back(add_run(folder / files.back(), row, columns));
        } catch (const FileError&) {
            states.emplace_back("unreadable");
        }
    }
    Table table;
    table.columns = {{"run", "", numbers}, {"file", "", files}, {"status", "", states}};
    for (std::size_t v = 0; v < study.variations.size(); ++v)
        table.columns.push_back(varied_column(study.variations[v], v, members));
    table.columns.insert(table.columns.end(), columns.columns().begin(), columns.columns().end());
    return table;
}

}  // namespace iceball
