// The run file in trouble: refused, killed, read while it is written, out of space.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "core/error.hpp"
#include "store/hdf5.hpp"
#include "store/run_reader.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_run.hpp"

using namespace iceball;

TEST_CASE("an existing file is kept unless it is to be replaced", "[store]") {
    const ScratchFolder folder;
    const auto path = folder / "run.h5";
    std::ofstream(path) << "mine";
    CHECK_THROWS_WITH(RunWriter(path, small_run(), false), Catch::Contains("--force") && Catch::Contains("run.h5"));
    CHECK(bytes(path) == "mine");
    RunInfo bad = small_run();
    bad.needles[0].name = "a/b";
    CHECK_THROWS_AS(RunWriter(path, bad, true), InputError);
    CHECK(bytes(path) == "mine");
    write_complete_run(folder / "other.h5", small_run());
    { RunWriter replaced(path, small_run(), true); }
    CHECK(RunReader(path).title() == "a small run");
    CHECK(folder.entries() == std::vector<std::string>{"other.h5", "other.xmf", "run.h5"});
}

TEST_CASE("where a file cannot be made nothing is left", "[store]") {
    const ScratchFolder folder;
    CHECK_THROWS_WITH(RunWriter(folder / "missing" / "run.h5", small_run(), false),
                      Catch::Contains("run.h5") && Catch::Contains("No such file or directory"));
    CHECK(folder.entries().empty());
}

TEST_CASE("what is not a run file is refused with the reason", "[store]") {
    const ScratchFolder folder;
    const auto path = folder / "run.h5";
    CHECK_THROWS_WITH(RunReader(path), Catch::Contains("No such file"));
    std::ofstream(path) << "some text";
    CHECK_THROWS_WITH(RunReader(path), Catch::Contains("not an HDF5 file"));
    std::filesystem::remove(path);
    std::filesystem::create_directory(path);
    CHECK_THROWS_WITH(RunReader(path), Catch::Contains("directory"));
    std::filesystem::remove(path);
    { h5::File(path, h5::Mode::create).close(); }
    CHECK_THROWS_WITH(RunReader(path), Catch::Contains("not a run file"));
    std::filesystem::remove(path);
    write_complete_run(path, small_run());
    {
        h5::File file(path, h5::Mode::write);
        file.set_attribute("/", "format_version", std::int64_t(2));
        file.close();
    }
    CHECK_THROWS_WITH(RunReader(path), Catch::Contains("version 2") && Catch::Contains("newer"));
    std::filesystem::remove(path);
    write_complete_run(path, small_run());
    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    CHECK_THROWS_WITH(RunReader(path), Catch::Contains("truncated"));
}

TEST_CASE("a second writer is kept out, a reader sees what is committed", "[store]") {
    const ScratchFolder folder;
    const auto path = folder / "run.h5";
    const RunInfo info = small_run();
    RunWriter writer(path, info, false);
    append_moment(writer, info, 15);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        int code = 0;
        try {
            if (RunReader(path).frame(0) != frame_at(info, 15)) code = 1;
            RunWriter::open_for_resume(path, info, 15);
            code |= 2;
        } catch (const FileError&) {
        }
        ::_exit(code);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a killed writer leaves all committed frames", "[store]") {
    const ScratchFolder folder;
    const auto path = folder / "run.h5";
    const RunInfo info = small_run();
    for (int frames = 0; frames < 4; ++frames) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            RunWriter writer(path, info, true);
            for (int n = 0; n < frames; ++n) append_moment(writer, info, 15.0 * (n + 1));
            writer.append_ledger({100, 0, 0, {0, 0}});  // not committed: lost
            writer.write_history({"minimum_temperature", 0, "degC", "lowest temperature"}, frame_at(info, 60));
            ::kill(::getpid(), SIGKILL);
        }
        int status = -1;
        ::waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        const RunReader run(path);
        CHECK(run.status() == "running");
        REQUIRE(run.frame_count() == std::size_t(frames));
        for (int n = 0; n < frames; ++n) CHECK(run.frame(std::size_t(n)) == frame_at(info, 15.0 * (n + 1)));
        CHECK(run.ledger().times.size() == std::size_t(frames));
    }
}

// A limit on file size stands in for a full disk: the system refuses to write past it in the same way.
TEST_CASE("a full disk is an error that names the file, and costs no committed frame", "[store]") {
    const ScratchFolder folder;
    const auto path = folder / "run.h5";
    RunInfo info = small_run();
    const Grid grid({40, 40, 40}, 0.002, info.grid.lower());
    info.grid = grid;
    info.regions.region = Field<std::uint8_t>(grid);
    const auto noise = [&](int seed) {
        std::vector<float> values(grid.cell_count());
        unsigned bits = unsigned(seed) * 2654435761u + 1;
        for (float& value : values) value = float((bits = bits * 1664525u + 1013904223u) >> 8);
        return values;
    };
    const auto run_with_limit = [&](rlim_t limit) {  // returns the number of frames that were promised, 100: none
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit size{limit, limit};
            ::setrlimit(RLIMIT_FSIZE, &size);
            int frames = -1;
            try {
                RunWriter writer(path, info, false);
                for (frames = 0; frames < 50; ++frames) writer.append_frame(frames + 1.0, noise(frames));
            } catch (const FileError& error) {
                const std::string message = error.what();
                const bool good = message.find("run.h5") != std::string::npos &&
                                  message.find("File too large") != std::string::npos;
                ::_exit(good ? (frames < 0 ? 100 : frames) : 101);
            } catch (...) {
                ::_exit(102);
            }
            ::_exit(103);
        }
        int status = -1;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    };

    CHECK(run_with_limit(3000) == 100);  // not even the fixed part
    CHECK(folder.entries().empty());

    // Limits around the size that a flush needs, so that writes of frames, of what describes them and of the last few
    // bytes are hit in turn.
    std::filesystem::remove(path);
    {
        RunWriter writer(path, info, false);
        for (int n = 0; n < 5; ++n) writer.append_frame(n + 1.0, noise(n));
    }
    const std::uintmax_t size = std::filesystem::file_size(path);
    for (const int missing : {1, 50, 200, 400, 700, 1000, 1300, 1600, 2000, 2500, 3000, 4000, 6000, 9000, 100000, 200000}) {
        CAPTURE(missing);
        std::filesystem::remove(path);
        const int promised = run_with_limit(rlim_t(size - std::uintmax_t(missing)));
        REQUIRE(promised > 2);
        REQUIRE(promised < 5);
        const RunReader run(path);
        REQUIRE(run.frame_count() >= std::size_t(promised));
        for (int n = 0; n < promised; ++n) CHECK(run.frame(std::size_t(n)) == noise(n));
    }
}
