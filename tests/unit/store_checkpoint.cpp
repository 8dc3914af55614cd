// Checkpoints: exact to the bit, whole or not there, and of one run only.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>

#include "core/error.hpp"
#include "state/state.hpp"
#include "store/checkpoint.hpp"
#include "store/hdf5.hpp"
#include "support/scratch_folder.hpp"

using namespace iceball;

namespace {

struct Everything : Section {
    std::string name = "everything";
    double number = 0;
    std::int32_t whole = 0;
    std::vector<double> fixed = std::vector<double>(3);
    std::vector<float> floats = std::vector<float>(2);
    std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(4);
    std::vector<double> growing;
    std::vector<std::int32_t> growing_whole;

    std::string_view section_name() const override { return name; }
    void serialize(Archive& archive) override {
        archive.value("number", number);
        archive.value("whole", whole);
        archive.values("fixed", std::span(fixed));
        archive.values("floats", std::span(floats));
        archive.values("bytes", std::span(bytes));
        archive.growing("growing", growing);
        archive.growing("growing_whole", growing_whole);
    }
};

Everything example() {
    Everything part;
    part.number = 0.1;
    part.whole = -7;
    part.fixed = {1.0 / 3, -0.0, std::numeric_limits<double>::denorm_min()};
    part.floats = {0.1f, -1e30f};
    part.bytes = {0, 1, 254, 255};
    part.growing = {1e-300, std::nextafter(1.0, 2.0)};
    return part;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace

TEST_CASE("a checkpoint gives back every bit", "[store]") {
    const ScratchFolder folder;
    const auto path = checkpoint_path(folder / "run.h5");
    CHECK(path.filename() == "run.checkpoint.h5");
    Everything saved = example(), restored;
    restored.growing = {1, 2, 3};
    restored.growing_whole = {4};
    const Grid grid({150, 40, 30}, 0.001, Vector3(0, 0, 0));
    State state, back;
    state.time = 12.5;
    state.enthalpy = Field<double>(grid);
    for (std::size_t n = 0; n < state.enthalpy.size(); ++n) state.enthalpy.data()[n] = 1e8 * std::sin(double(n));
    state.needles = {{{-100, -90.5}, {37, 36}, -1e4, -11}};
    back = state;
    back.time = 0;
    back.enthalpy = Field<double>(grid);
    back.needles = {{{0, 0}, {0, 0}, 0, 0}};

    Section* const from[] = {&saved, &state};
    save_checkpoint(path, "case", from);
    Section* const to[] = {&back, &restored};
    restore_checkpoint(path, "case", to);
    CHECK(same_bits(restored.fixed, saved.fixed));
    CHECK(same_bits(restored.growing, saved.growing));
    CHECK(restored.growing_whole.empty());
    CHECK(restored.number == 0.1);
    CHECK(restored.whole == -7);
    CHECK(restored.floats == saved.floats);
    CHECK(restored.bytes == saved.bytes);
    CHECK(back.time == 12.5);
    CHECK(std::memcmp(back.enthalpy.data(), state.enthalpy.data(), state.enthalpy.size() * sizeof(double)) == 0);
    CHECK(back.needles[0].wall_temperature == state.needles[0].wall_temperature);
    CHECK(back.needles[0].heat == -1e4);
    CHECK(folder.entries() == std::vector<std::string>{"run.checkpoint.h5"});
}

TEST_CASE("a checkpoint is refused where it does not fit", "[store]") {
    const ScratchFolder folder;
    const auto path = folder / "run.checkpoint.h5";
    Everything part = example();
    Section* const sections[] = {&part};
    CHECK_THROWS_WITH(restore_checkpoint(path, "case", sections), Catch::Contains("No such file"));
    save_checkpoint(path, "case", sections);
    CHECK_THROWS_WITH(restore_checkpoint(path, "other case", sections), Catch::Contains("another case"));
    Everything longer = example();
    longer.fixed.resize(4);
    Section* const longer_sections[] = {&longer};
    CHECK_THROWS_WITH(restore_checkpoint(path, "case", longer_sections), Catch::Contains("3 values where this run has 4"));
    Everything other = example();
    other.name = "other";
    Section* const other_sections[] = {&other};
    CHECK_THROWS_WITH(restore_checkpoint(path, "case", other_sections), Catch::Contains("no section 'other'"));
    Section* const twice[] = {&part, &part};
    CHECK_THROWS_WITH(save_checkpoint(folder / "twice.h5", "case", twice), Catch::Contains("two sections"));
    CHECK(folder.entries() == std::vector<std::string>{"run.checkpoint.h5"});

    std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1000);
    CHECK_THROWS_AS(restore_checkpoint(path, "case", sections), FileError);
    { h5::File(path, h5::Mode::create).close(); }
    CHECK_THROWS_WITH(restore_checkpoint(path, "case", sections), Catch::Contains("not a checkpoint"));
}

TEST_CASE("a checkpoint that has lost bits is not restored", "[store]") {
    const ScratchFolder folder;
    const auto path = folder / "run.checkpoint.h5";
    Everything part = example();
    part.growing.assign(5000, 1.2345);
    Section* const sections[] = {&part};
    save_checkpoint(path, "case", sections);
    // The middle of the file lies within the 40 kB of `growing`.
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(std::streamoff(std::filesystem::file_size(path) / 2));
    file.put('\x55');
    file.close();
    CHECK_THROWS_WITH(restore_checkpoint(path, "case", sections), Catch::Contains("growing"));
}
