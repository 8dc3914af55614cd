#include <catch2/catch.hpp>
#include <fstream>

#include "core/error.hpp"
#include "study/processes.hpp"
#include "study/study.hpp"
#include "support/scratch_folder.hpp"

using namespace iceball;

namespace {

Study study_of(const ScratchFolder& folder, const std::string& text) {
    const auto path = folder.path() / "study.toml";
    std::ofstream(path) << text;
    return load_study(path);
}

}  // namespace

TEST_CASE("A grid study runs every combination, the last key fastest") {
    const ScratchFolder folder;
    const Study study = study_of(folder, R"(
case = "sub/case.toml"
[vary]
"tissue.define.my kidney.perfusion" = ["0.001 1/s", "0.0035 1/s"]
"protocol.cycles" = [1, 2, 3]
)");
    CHECK(study.case_file == folder.path() / "sub/case.toml");
    const auto members = members_of(study);
    REQUIRE(members.size() == 6);
    CHECK(members[0].overrides == std::vector<std::string>{"tissue.define.my kidney.perfusion='0.001 1/s'",
                                                           "protocol.cycles=1", "output.frames=\"none\""});
    CHECK(members[1].overrides[1] == "protocol.cycles=2");
    CHECK(members[1].overrides[0] == members[0].overrides[0]);
    CHECK(members[5].number == 6);
    CHECK(describe(study, members[5]) == "tissue.define.my kidney.perfusion = 0.0035 1/s, protocol.cycles = 3");
}

TEST_CASE("A paired study takes the n-th values together, arrays are values, frames may be kept") {
    const ScratchFolder folder;
    const Study study = study_of(folder, R"(
case = "case.toml"
design = "paired"
frames = "all"
[vary]
"probe.A.tip" = [["1 mm", "2 mm", "3 mm"], ["4 mm", "5 mm", "6 mm"]]
"title" = ["a \"quoted\" one", "another"]
)");
    const auto members = members_of(study);
    REQUIRE(members.size() == 2);
    CHECK(members[1].overrides == std::vector<std::string>{"probe.A.tip=['4 mm', '5 mm', '6 mm']", "title='another'"});
}

TEST_CASE("A wrong study file is refused with what is wrong") {
    const ScratchFolder folder;
    const auto [text, said] = GENERATE(table<std::string, std::string>({
        {"case = \"c.toml\"\n", "vary"},
        {"[vary]\n\"a\" = [1]\n", "case"},
        {"case = \"c.toml\"\ndesign = \"random\"\n[vary]\n\"a\" = [1]\n", "grid"},
        {"case = \"c.toml\"\nframe = \"none\"\n[vary]\n\"a\" = [1]\n", "frames"},
        {"case = \"c.toml\"\n[vary]\n", "nothing to vary"},
        {"case = \"c.toml\"\n[vary]\n\"a\" = 1\n", "array"},
        {"case = \"c.toml\"\n[vary]\n\"a\" = []\n", "at least one"},
        {"case = \"c.toml\"\n[vary]\n\"a\" = [1, 2, 1]\n", "stands twice"},
        {"case = \"c.toml\"\n[vary]\n\"a\" = [{b = 1}]\n", "texts, numbers"},
        {"case = \"c.toml\"\ndesign = \"paired\"\n[vary]\n\"a\" = [1]\n\"b\" = [1, 2]\n", "as many"},
    }));
    CAPTURE(text);
    REQUIRE_THROWS_AS(study_of(folder, text), InputError);
    REQUIRE_THROWS_WITH(study_of(folder, text), Catch::Contains(said));
}

TEST_CASE("A grid of too many runs is refused") {
    const ScratchFolder folder;
    std::string text = "case = \"c.toml\"\n[vary]\n";
    for (int key = 0; key < 5; ++key) text += "\"k" + std::to_string(key) + "\" = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n";
    CHECK_THROWS_WITH(study_of(folder, text), Catch::Contains("100000 runs"));
}

TEST_CASE("Children run some at a time and report how they ended") {
    const ScratchFolder folder;
    const auto task = [&](const std::string& script, int n) {
        return ChildTask{{"/bin/sh", "-c", script}, folder.path() / (std::to_string(n) + ".log")};
    };
    std::size_t reported = 0;
    const auto count = [&](std::size_t, const ChildResult&) { ++reported; };
    const auto results = run_children({task("echo said", 0), task("exit 4", 1), task("kill -9 $$", 2)}, 2, count, [] { return 0; });
    CHECK(reported == 3);
    CHECK(results[0].exit_code == 0);
    CHECK(results[1].exit_code == 4);
    CHECK(results[2].exit_code == 137);
    std::string line;
    std::getline(std::ifstream(folder.path() / "0.log") >> std::ws, line);
    CHECK(line == "said");
}

TEST_CASE("A stop request ends the running children and starts no more") {
    const ScratchFolder folder;
    const ChildTask sleeper{{"/bin/sh", "-c", "exec sleep 60"}, folder.path() / "log"};
    int asked = 0;
    const auto results = run_children({sleeper, sleeper}, 1, [](std::size_t, const ChildResult&) {},
                                      [&] { return ++asked > 3 ? 15 : 0; });
    CHECK(results[0].exit_code == 143);
    CHECK_FALSE(results[1].started);
}
