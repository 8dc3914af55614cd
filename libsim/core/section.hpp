// Section: how a part of a run that has state saves and restores itself.
//
// A part writes one function, serialize(Archive&), that names each of its values once. The same function saves and
// restores: a saving archive reads the values, a restoring archive replaces them. Folder `store` keeps archives in
// HDF5 checkpoints; tests keep them in memory.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace iceball {

class Archive {
 public:
    virtual ~Archive() = default;
    // True while values are being replaced by saved ones.
    virtual bool restoring() const = 0;
    // Arrays of a size that the run's model fixes: a restoring archive throws FileError where the sizes differ.
    virtual void values(std::string_view name, std::span<double> data) = 0;
    virtual void values(std::string_view name, std::span<float> data) = 0;
    virtual void values(std::string_view name, std::span<std::int32_t> data) = 0;
    virtual void values(std::string_view name, std::span<std::uint8_t> data) = 0;
    // Arrays that grow during the run: a restoring archive resizes them.
    virtual void growing(std::string_view name, std::vector<double>& data) = 0;
    virtual void growing(std::string_view name, std::vector<std::int32_t>& data) = 0;

    void value(std::string_view name, double& datum) { values(name, std::span<double>(&datum, 1)); }
    void value(std::string_view name, std::int32_t& datum) { values(name, std::span<std::int32_t>(&datum, 1)); }
};

class Section {
 public:
    virtual ~Section() = default;
    // A name of letters, digits and '_', unique within a run; the group that the values are kept in.
    virtual std::string_view section_name() const = 0;
    virtual void serialize(Archive& archive) = 0;
};

}  // namespace iceball
