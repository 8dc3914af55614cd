#include "study/sweep.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <system_error>

#include "case/case.hpp"
#include "store/run_reader.hpp"
#include "store/table.hpp"
#include "study/collect.hpp"
#include "study/processes.hpp"

namespace iceball {
namespace {

namespace fs = std::filesystem;

enum class Found { nothing, finished, unfinished, foreign };

// What lies where a member's run is to be.
Found look_at(const fs::path& file, const nlohmann::json& resolved) {
    if (!fs::exists(file)) return Found::nothing;
    try {
        const RunReader run(file);
        if (nlohmann::json::parse(run.case_resolved()) != resolved) return Found::foreign;
        return run.status() == "complete" ? Found::finished : Found::unfinished;
    } catch (const FileError&) {
        return Found::unfinished;  // a run that was killed before its file was whole
    }
}

std::vector<std::string> overrides_of(const Member& member, const SweepOptions& options) {
    std::vector<std::string> all = options.overrides;
    all.insert(all.end(), member.overrides.begin(), member.overrides.end());
    return all;
}

void make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw FileError(fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
}

ChildTask task_of(const Study& study, const Member& member, const SweepOptions& options) {
    const fs::path file = options.folder / member_file(member);
    ChildTask task;
    task.log = fs::path(file).replace_extension(".log");
    task.command = {options.program.string(), "run", study.case_file.string(), "-o", file.string(), "--force", "--quiet",
                    "--threads", std::to_string(options.threads)};
    for (const std::string& assignment : overrides_of(member, options)) {
        task.command.emplace_back("--set");
        task.command.push_back(assignment);
    }
    return task;
}

std::string last_line(const fs::path& log) {
    std::ifstream in(log);
    std::string line, last;
    while (std::getline(in, line))
        if (!line.empty()) last = line;
    return last;
}

// The members that have to be run. Loads every case, so that a mistake in any of them ends the sweep before it begins.
std::vector<Member> unfinished(const Study& study, const std::vector<Member>& members, const SweepOptions& options) {
    std::vector<Member> todo;
    for (const Member& member : members) {
        Case c;
        try {
            c = load_case(study.case_file, overrides_of(member, options));
        } catch (const InputError& error) {
            throw InputError(fmt::format("run {} of the study ({}):\n{}", member.number, describe(study, member),
                                         error.what()));
        }
        const fs::path file = options.folder / member_file(member);
        const Found found = look_at(file, c.resolved);
        if (found == Found::foreign && !options.replace)
            throw FileError(fmt::format("{} is a run of another case than the study asks for; take another folder (-o) or "
                                        "give --force to replace it",
                                        file.string()));
        if (found != Found::finished) todo.push_back(member);
    }
    return todo;
}

std::string minutes(double seconds) {
    return seconds < 90 ? fmt::format("{:.0f} s", seconds) : fmt::format("{:.0f} min", seconds / 60);
}

}  // namespace

SweepResult run_sweep(const Study& study, const SweepOptions& options) {
    const std::vector<Member> members = members_of(study);
    const std::vector<Member> todo = unfinished(study, members, options);
    make_folder(options.folder / "runs");
    SweepResult result;
    result.skipped = int(members.size() - todo.size());
    options.say(fmt::format("{} runs, {} finished before, {} at a time", members.size(), result.skipped, options.jobs));

    std::vector<ChildTask> tasks;
    for (const Member& member : todo) tasks.push_back(task_of(study, member, options));
    const auto begun = std::chrono::steady_clock::now();
    bool stopped = false;
    const auto stop = [&] {
        const int signal = options.stop();
        stopped = stopped || signal != 0;
        return signal;
    };
    const auto done = [&](std::size_t n, const ChildResult& child) {
        const std::string name = fmt::format("run {} ({})", todo[n].number, describe(study, todo[n]));
        if (child.exit_code == 0) {
            ++result.finished;
            std::error_code ignored;  // a log that stays is no harm
            if (last_line(tasks[n].log).empty()) fs::remove(tasks[n].log, ignored);
            const double spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
            const std::size_t left = todo.size() - std::size_t(result.finished + result.failed);
            options.say(fmt::format("{} done, {} left, about {}", name, left,
                                    minutes(spent / (result.finished + result.failed) * double(left))));
        } else if (stopped) {
            options.say(name + " interrupted");
        } else {
            ++result.failed;
            if (result.worst == ExitCode::done)
                result.worst = child.exit_code == 2 || child.exit_code == 3 ? ExitCode(child.exit_code) : ExitCode::numerics;
            options.say(fmt::format("{} failed with exit code {}: {}", name, child.exit_code, last_line(tasks[n].log)));
        }
    };
    run_children(tasks, options.jobs, done, stop);

    const Table table = collect(study, members, options.folder);
    write_csv(options.folder / "table.csv", table);
    write_table(options.folder / "table.h5", table);
    return result;
}

}  // namespace iceball
