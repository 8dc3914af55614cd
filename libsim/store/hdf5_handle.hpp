// Internal to hdf5*.cpp: HDF5 handles that close themselves, and the types of elements.
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <utility>

namespace iceball::h5 {

class Handle {
 public:
    using Closer = herr_t (*)(hid_t);
    Handle(hid_t id, Closer closer) : id_(id), closer_(closer) {}
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), closer_(other.closer_) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    Handle& operator=(Handle&&) = delete;
    ~Handle() {
        if (id_ >= 0) closer_(id_);
    }
    operator hid_t() const { return id_; }

 private:
    hid_t id_;
    Closer closer_;
};

template <class T>
hid_t native();
template <>
inline hid_t native<double>() { return H5T_NATIVE_DOUBLE; }
template <>
inline hid_t native<float>() { return H5T_NATIVE_FLOAT; }
template <>
inline hid_t native<std::int64_t>() { return H5T_NATIVE_INT64; }
template <>
inline hid_t native<std::int32_t>() { return H5T_NATIVE_INT32; }
template <>
inline hid_t native<std::uint8_t>() { return H5T_NATIVE_UINT8; }

// The same types as they are kept in files, on any machine.
template <class T>
hid_t stored();
template <>
inline hid_t stored<double>() { return H5T_IEEE_F64LE; }
template <>
inline hid_t stored<float>() { return H5T_IEEE_F32LE; }
template <>
inline hid_t stored<std::int64_t>() { return H5T_STD_I64LE; }
template <>
inline hid_t stored<std::int32_t>() { return H5T_STD_I32LE; }
template <>
inline hid_t stored<std::uint8_t>() { return H5T_STD_U8LE; }

// Variable-length UTF-8.
inline Handle text_type() {
    Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

}  // namespace iceball::h5
