#include "describe_injury.hpp"

namespace iceball {

using Json = nlohmann::ordered_json;

Json describe_injury(const InjuryRecord& injury, const std::vector<RegionRecord>& regions) {
    Json out = Json::array();
    const std::size_t laws = injury.laws.size(), organs = injury.organs.size();
    for (std::size_t n = 0; n < laws; ++n) {
        const InjuryLawInfo& law = injury.laws[n];
        Json entry{{"law", law.name}, {"criterion", law.criterion}, {"parameters", law.parameters}, {"sources", law.sources},
                   {"cycles", Json::array()}};
        for (std::size_t cycle = 0; cycle < injury.cycles; ++cycle) {
            const std::size_t row = cycle * laws + n;
            Json destroyed = Json::object();
            double sum = 0;
            for (std::size_t region = 0; region < regions.size(); ++region) {
                const double volume = injury.volume.at(row * regions.size() + region);
                destroyed[regions[region].name] = volume;
                sum += volume;
            }
            Json part{{"cycle", cycle},
                      {"destroyed", sum},
                      {"destroyed_in", destroyed},
                      {"target_fraction", injury.target_fraction.at(row)},
                      {"healthy", injury.healthy_volume.at(row)}};
            for (std::size_t organ = 0; organ < organs; ++organ)
                part["distance_to_risk"][injury.organs[organ]] = injury.distance_to_risk.at(row * organs + organ);
            if (!injury.disagreement.empty())
                for (std::size_t other = 0; other < laws; ++other)
                    if (other != n)
                        part["destroyed_unlike"][injury.laws[other].name] = injury.disagreement.at(row * laws + other);
            entry["cycles"].push_back(part);
        }
        out.push_back(entry);
    }
    return out;
}

}  // namespace iceball
