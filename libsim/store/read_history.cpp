#include "store/read_history.hpp"

#include <fmt/format.h>

#include <charconv>

#include "core/error.hpp"
#include "store/pack.hpp"

namespace iceball {
namespace {

// The numbers behind a prefix in names of fields: -20 of "time_below_-20".
std::vector<double> numbers_behind(const std::string& prefix, const std::vector<HistoryInfo>& list) {
    std::vector<double> numbers;
    for (const HistoryInfo& info : list) {
        if (info.cycle != 0 || !info.name.starts_with(prefix)) continue;
        double number = 0;
        const char* const begin = info.name.data() + prefix.size(), *const end = info.name.data() + info.name.size();
        const auto [rest, error] = std::from_chars(begin, end, number);
        if (error == std::errc{} && rest == end) numbers.push_back(number);
    }
    return numbers;
}

}  // namespace

StoredHistory read_history(const RunReader& run) {
    const std::vector<HistoryInfo> list = run.history_list();
    if (list.empty())
        throw FileError(fmt::format("{} holds no history: that is written when a run ends or is interrupted (its status is "
                                    "\"{}\")",
                                    run.path().string(), run.status()));
    StoredHistory history{{numbers_behind("time_below_", list), numbers_behind("cooling_rate_", list)}, {}};
    for (int cycle = 1; run.has_history("minimum_temperature", cycle); ++cycle) {
        const auto read = [&](const std::string& name) {
            return unpack<float>(run.grid(), std::span<const float>(run.history(name, cycle)));
        };
        HistoryFields fields{read("minimum_temperature"), read("time_frozen"), read("freeze_count"), {}, {}, {}};
        for (double isotherm : history.settings.isotherms)
            fields.time_below.push_back(read(fmt::format("time_below_{:g}", isotherm)));
        for (double level : history.settings.rate_temperatures) {
            fields.cooling_rate.push_back(read(fmt::format("cooling_rate_{:g}", level)));
            fields.thaw_rate.push_back(read(fmt::format("thaw_rate_{:g}", level)));
        }
        history.cycles.push_back(std::move(fields));
    }
    if (history.cycles.empty())
        throw FileError(fmt::format("{} holds no history of its cycles: it is damaged", run.path().string()));
    return history;
}

}  // namespace iceball
