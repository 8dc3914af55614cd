// An archive in memory, for tests of sections.
#pragma once

#include <map>
#include <string>

#include "core/error.hpp"
#include "core/section.hpp"

namespace iceball::testing {

class MemoryArchive : public Archive {
 public:
    bool restoring() const override { return restoring_; }
    void set_restoring(bool restoring) { restoring_ = restoring; }

    void values(std::string_view name, std::span<double> data) override { keep(name, data); }
    void values(std::string_view name, std::span<float> data) override { keep(name, data); }
    void values(std::string_view name, std::span<std::int32_t> data) override { keep(name, data); }
    void values(std::string_view name, std::span<std::uint8_t> data) override { keep(name, data); }
    void growing(std::string_view name, std::vector<double>& data) override { grow(name, data); }
    void growing(std::string_view name, std::vector<std::int32_t>& data) override { grow(name, data); }

 private:
    template <class T>
    void keep(std::string_view name, std::span<T> data) {
        auto bytes = std::as_writable_bytes(data);
        std::vector<std::byte>& kept = kept_[std::string(name)];
        if (!restoring_) {
            kept.assign(bytes.begin(), bytes.end());
        } else {
            if (kept.size() != bytes.size()) throw FileError("size of " + std::string(name));
            std::copy(kept.begin(), kept.end(), bytes.begin());
        }
    }
    template <class T>
    void grow(std::string_view name, std::vector<T>& data) {
        if (restoring_) data.resize(kept_[std::string(name)].size() / sizeof(T));
        keep(name, std::span<T>(data));
    }

    bool restoring_ = false;
    std::map<std::string, std::vector<std::byte>> kept_;
};

}  // namespace iceball::testing
