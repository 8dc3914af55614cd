// iceball injury: a finished run judged anew, by every injury law side by side.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>

#include "case/injury_laws.hpp"
#include "commands.hpp"
#include "core/text.hpp"
#include "describe_injury.hpp"
#include "run/finished_run.hpp"
#include "run/judge_run.hpp"
#include "store/injury_rewriter.hpp"
#include "store/run_reader.hpp"

namespace iceball {
namespace {

struct InjuryOptions {
    std::string run, laws_file;
    std::vector<std::string> laws;
    bool write = false;
};

// The laws of the program, of the case and of the file; of these the named ones, if any are.
InjuryLaws chosen_laws(const InjuryOptions& options, const Case& c) {
    std::vector<InjuryLawSettings> own = c.injury_laws;
    if (!options.laws_file.empty())
        for (InjuryLawSettings& law : load_injury_laws(options.laws_file, c)) own.push_back(std::move(law));
    InjuryLaws laws = injury_laws(own);
    std::vector<std::string> known;
    for (const auto& law : laws) known.push_back(law->name());
    for (const std::string& name : options.laws) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const std::string nearest = nearest_name(name, known);
        throw InputError(fmt::format("--law: no injury law is called {}{}; there are {}", quote(name),
                                     nearest.empty() ? "" : fmt::format(", did you mean {}?", quote(nearest)),
                                     list_names(known)));
    }
    if (!options.laws.empty())
        std::erase_if(laws, [&](const auto& law) {
            return std::find(options.laws.begin(), options.laws.end(), law->name()) == options.laws.end();
        });
    return laws;
}

// A table with a column for every law. values: one a law; nothing is told of those that are not finite.
class LawTable {
 public:
    explicit LawTable(const InjuryRecord& injury) : injury_(injury) {
        fmt::print("{:<34}", "");
        for (const InjuryLawInfo& law : injury.laws) fmt::print(" {:>{}}", law.name, width(law.name));
        fmt::print("\n");
    }
    void row(const std::string& label, const std::function<double(std::size_t law)>& value) const {
        fmt::print("{:<34}", label);
        for (std::size_t n = 0; n < injury_.laws.size(); ++n) {
            const double number = value(n);
            const std::string shown = std::isfinite(number) ? fmt::format("{:.2f}", number) : "-";
            fmt::print(" {:>{}}", shown, width(injury_.laws[n].name));
        }
        fmt::print("\n");
    }

 private:
    static std::size_t width(const std::string& name) { return std::max<std::size_t>(name.size(), 9); }
    const InjuryRecord& injury_;
};

void print_text(const RunReader& run, const InjuryRecord& injury, bool with_target) {
    const std::size_t laws = injury.laws.size(), regions = run.regions().size(), organs = injury.organs.size();
    const auto row_of = [&](std::size_t cycle, std::size_t law) { return cycle * laws + law; };
    const auto destroyed = [&](std::size_t cycle, std::size_t law, std::size_t region) {
        return 1e6 * injury.volume[row_of(cycle, law) * regions + region];
    };
    const auto destroyed_anywhere = [&](std::size_t cycle, std::size_t law) {
        double sum = 0;
        for (std::size_t region = 0; region < regions; ++region) sum += destroyed(cycle, law, region);
        return sum;
    };
    for (const InjuryLawInfo& law : injury.laws) fmt::print("{}: {}\n", law.name, law.criterion);
    fmt::print("\n");
    const LawTable table(injury);
    table.row("destroyed, ml", [&](std::size_t law) { return destroyed_anywhere(0, law); });
    for (std::size_t region = 0; region < regions; ++region) {
        bool any = false;
        for (std::size_t law = 0; law < laws; ++law) any = any || destroyed(0, law, region) > 0;
        if (any)
            table.row(fmt::format("  in {}", run.regions()[region].name),
                      [&](std::size_t law) { return destroyed(0, law, region); });
    }
    if (with_target) {
        table.row("share of the target, %", [&](std::size_t law) { return 100 * injury.target_fraction[law]; });
        table.row("healthy tissue lost, ml", [&](std::size_t law) { return 1e6 * injury.healthy_volume[law]; });
    }
    for (std::size_t organ = 0; organ < organs; ++organ)
        table.row(fmt::format("distance to {}, mm", injury.organs[organ]),
                  [&](std::size_t law) { return 1e3 * injury.distance_to_risk[law * organs + organ]; });
    for (std::size_t cycle = 1; cycle < injury.cycles && injury.cycles > 2; ++cycle)
        table.row(fmt::format("destroyed by cycle {} alone, ml", cycle),
                  [&](std::size_t law) { return destroyed_anywhere(cycle, law); });
    if (laws < 2) return;
    fmt::print("\nDestroyed by the law of the row and not by that of the column, ml:\n");
    const LawTable pairs(injury);
    for (std::size_t first = 0; first < laws; ++first)
        pairs.row(injury.laws[first].name, [&](std::size_t other) {
            return other == first ? NAN : 1e6 * injury.disagreement[first * laws + other];
        });
}

void judge_file(const InjuryOptions& options, const Settings& settings) {
    const RunReader reader(options.run);
    const FinishedRun run(reader);
    const InjuryLaws laws = chosen_laws(options, run.stored_case());
    InjuryRecord injury;
    if (options.write) {
        InjuryRewriter file(options.run);
        injury = judge_run(laws, run.judged(), run.organs(), [&](const JudgedCycle& cycle) { write_fields(file, cycle); });
        file.write_injury(injury);
        file.commit();
    } else {
        injury = judge_run(laws, run.judged(), run.organs(), [](const JudgedCycle&) {});
    }
    if (settings.json) {
        const nlohmann::ordered_json out{{"file", options.run}, {"status", reader.status()},
                                         {"injury", describe_injury(injury, reader.regions())}};
        fmt::print("{}\n", out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    } else {
        print_text(reader, injury, run.judged().target != nullptr);
    }
    if (options.write && !settings.quiet) fmt::print(stderr, "{}: holds these injuries now\n", options.run);
}

}  // namespace

void add_injury_command(CLI::App& app, Settings& settings) {
    const auto options = std::make_shared<InjuryOptions>();
    CLI::App* command = app.add_subcommand("injury", "Judge a finished run anew, by all injury laws side by side");
    command->footer(
        "Laws are those of `iceball list injury`, those that the run's case defines, and those of --laws: a TOML\n"
        "file of [injury.NAME] tables as in a case. The run file is not changed unless --write is given.\n\n"
        "Examples:\n"
        "  iceball injury run.h5\n"
        "  iceball injury run.h5 --laws mine.toml --law isotherm --law mine\n"
        "  iceball injury run.h5 --laws mine.toml --write && iceball export run.h5 -o mine.nii.gz --field injury/mine");
    command->add_option("run", options->run, "The run file, complete or interrupted")->required()->type_name("RUN.h5");
    command->add_option("--laws", options->laws_file, "More laws, from this file")->type_name("LAWS.toml");
    CLI::Option* law = command->add_option("--law", options->laws, "Only this law; may be repeated (default: all)")
                           ->allow_extra_args(false)
                           ->type_name("NAME");
    command->add_flag("--write", options->write, "Replace what the run file holds of injuries")->excludes(law);
    command->callback([options, &settings] { judge_file(*options, settings); });
}

}  // namespace iceball
