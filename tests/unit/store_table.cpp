// Tables as CSV and HDF5, and text files that are whole or not there.
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

#include "core/error.hpp"
#include "store/atomic_file.hpp"
#include "store/hdf5.hpp"
#include "store/table.hpp"
#include "support/scratch_folder.hpp"

using namespace iceball;

namespace {

const double missing = std::numeric_limits<double>::quiet_NaN();

Table example() {
    return {{{"run", "", std::vector<std::int64_t>{0, 1}},
             {"volume", "m3", std::vector<double>{0.1, missing}},
             {"tissue.define.my kidney.perfusion", "", std::vector<std::string>{"0.001 1/s", "says \"no\", twice"}}}};
}

}  // namespace

TEST_CASE("a table as CSV", "[store]") {
    CHECK(to_csv(example()) == "run,volume [m3],tissue.define.my kidney.perfusion\n"
                               "0,0.1,0.001 1/s\n"
                               "1,,\"says \"\"no\"\", twice\"\n");
    CHECK(to_csv({}) == "\n");
}

TEST_CASE("a table as HDF5 reads back", "[store]") {
    const ScratchFolder folder;
    write_table(folder / "table.h5", example());
    const Table back = read_table(folder / "table.h5");
    REQUIRE(back.columns.size() == 3);
    CHECK(to_csv(back) == to_csv(example()));
    CHECK(back.find("volume")->units == "m3");
    CHECK(back.find("nothing") == nullptr);
    CHECK(back.rows() == 2);
    { h5::File(folder / "other.h5", h5::Mode::create).close(); }
    CHECK_THROWS_WITH(read_table(folder / "other.h5"), Catch::Contains("not a table"));
}

TEST_CASE("a table that makes no sense is refused", "[store]") {
    Table table = example();
    table.columns[1].values = std::vector<double>{1};
    CHECK_THROWS_WITH(to_csv(table), Catch::Contains("volume"));
    table = example();
    table.columns[1].name = "run";
    CHECK_THROWS_WITH(to_csv(table), Catch::Contains("two columns called 'run'"));
    table.columns[1].name = "a/b";
    CHECK_THROWS_AS(to_csv(table), InputError);
}

TEST_CASE("a text file is replaced whole or not at all", "[store]") {
    const ScratchFolder folder;
    const auto read = [&] {
        std::ifstream file(folder / "a.csv");
        return std::string{std::istreambuf_iterator<char>(file), {}};
    };
    write_text_file(folder / "a.csv", "one");
    write_text_file(folder / "a.csv", "two");
    CHECK(read() == "two");
    CHECK_THROWS_WITH(write_text_file(folder / "no" / "a.csv", "x"), Catch::Contains("No such file"));
    std::filesystem::create_directory(folder / "folder");
    CHECK_THROWS_AS(write_text_file(folder / "folder", "x"), FileError);
    CHECK(folder.entries() == std::vector<std::string>{"a.csv", "folder"});
    CHECK_THROWS_WITH(write_text_file("/dev/full/a.csv", "x"), Catch::Contains("Not a directory"));
}
