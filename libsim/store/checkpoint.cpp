#include "store/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "store/atomic_file.hpp"
#include "store/hdf5.hpp"

namespace iceball {

namespace {

constexpr const char* checkpoint_format = "iceball checkpoint";
constexpr std::int64_t checkpoint_version = 1;

class Hdf5Archive : public Archive {
 public:
    Hdf5Archive(h5::File& file, std::string group, bool restoring)
        : file_(file), group_(std::move(group)), restoring_(restoring) {}

    bool restoring() const override { return restoring_; }
    void values(std::string_view name, std::span<double> data) override { fixed(name, data); }
    void values(std::string_view name, std::span<float> data) override { fixed(name, data); }
    void values(std::string_view name, std::span<std::int32_t> data) override { fixed(name, data); }
    void values(std::string_view name, std::span<std::uint8_t> data) override { fixed(name, data); }
    void growing(std::string_view name, std::vector<double>& data) override { resizing(name, data); }
    void growing(std::string_view name, std::vector<std::int32_t>& data) override { resizing(name, data); }

 private:
    template <class T>
    void save(const std::string& dataset, std::span<const T> data) {
        if (file_.exists(dataset))
            throw FileError(fmt::format("a checkpoint would hold two values called '{}'", dataset));
        const std::size_t chunk = std::clamp<std::size_t>(data.size(), 1, std::size_t(1) << 17);
        // A chunk must not be larger than the dataset.
        file_.create<T>(dataset, {data.size()}, {.checked = !data.empty(), .chunk = {chunk}});
        file_.write<T>(dataset, data);
    }

    template <class T>
    std::vector<T> load(const std::string& dataset) const {
        if (!file_.exists(dataset))
            throw FileError(fmt::format("{} lacks '{}': it was written by another version or run",
                                        file_.path().string(), dataset));
        if (!file_.holds<T>(dataset))
            throw FileError(fmt::format("'{}' of {} has another type than this run's", dataset, file_.path().string()));
        return file_.read<T>(dataset);
    }

    template <class T>
    void fixed(std::string_view name, std::span<T> data) {
        const std::string dataset = fmt::format("{}/{}", group_, name);
        if (!restoring_) return save<T>(dataset, data);
        const std::vector<T> saved = load<T>(dataset);
        if (saved.size() != data.size())
            throw FileError(fmt::format("'{}' of {} has {} values where this run has {}", dataset, file_.path().string(),
                                        saved.size(), data.size()));
        std::copy(saved.begin(), saved.end(), data.begin());
    }

    template <class T>
    void resizing(std::string_view name, std::vector<T>& data) {
        const std::string dataset = fmt::format("{}/{}", group_, name);
        if (restoring_)
            data = load<T>(dataset);
        else
            save<T>(dataset, data);
    }

    h5::File& file_;
    std::string group_;
    bool restoring_;
};

void serialize_all(h5::File& file, std::span<Section* const> sections, bool restoring) {
    for (Section* section : sections) {
        const std::string group = fmt::format("/sections/{}", section->section_name());
        if (restoring != file.exists(group))
            throw FileError(restoring ? fmt::format("{} has no section '{}': it was written by another version or run",
                                                    file.path().string(), section->section_name())
                                      : fmt::format("two sections are called '{}'", section->section_name()));
        if (!restoring) file.make_group(group);
        Hdf5Archive archive(file, group, restoring);
        section->serialize(archive);
    }
}

}  // namespace

std::filesystem::path checkpoint_path(const std::filesystem::path& run_file) {
    std::filesystem::path path = run_file;
    return path.replace_extension(".checkpoint.h5");
}

void save_checkpoint(const std::filesystem::path& path, const std::string& identity,
                     std::span<Section* const> sections) {
    const std::filesystem::path temporary = temporary_name(path);
    try {
        h5::File file(temporary, h5::Mode::create, path);
        file.set_attribute("/", "format", std::string(checkpoint_format));
        file.set_attribute("/", "format_version", checkpoint_version);
        file.write_text("/identity", identity);
        serialize_all(file, sections, false);
        file.close();
        sync_and_rename(temporary, path);
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throw;
    }
}

void restore_checkpoint(const std::filesystem::path& path, const std::string& identity,
                        std::span<Section* const> sections) {
    h5::File file(path, h5::Mode::read);
    if (!file.has_attribute("/", "format") || file.text_attribute("/", "format") != checkpoint_format)
        throw FileError(fmt::format("{} is not a checkpoint of Iceball", path.string()));
    if (const double version = file.number_attribute("/", "format_version"); version > double(checkpoint_version))
        throw FileError(fmt::format("{} has version {} of the checkpoint format, this Iceball reads up to {}: use a "
                                    "newer Iceball",
                                    path.string(), version, checkpoint_version));
    if (file.read_text("/identity") != identity)
        throw FileError(fmt::format("{} belongs to another case; use the case and the --set options that the run was "
                                    "started with",
                                    path.string()));
    serialize_all(file, sections, true);
}

}  // namespace iceball
