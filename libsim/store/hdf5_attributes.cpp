// Text, attributes and dimension scales of h5::File.
#include <fmt/format.h>
#include <hdf5_hl.h>

#include "core/error.hpp"
#include "store/hdf5.hpp"
#include "store/hdf5_handle.hpp"

namespace iceball::h5 {

namespace {

std::vector<const char*> pointers(const std::vector<std::string>& texts) {
    std::vector<const char*> out;
    for (const std::string& text : texts) out.push_back(text.c_str());
    return out;
}

Handle simple_space(std::size_t count, bool scalar) {
    const hsize_t size = count;
    return {scalar ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &size, nullptr), H5Sclose};
}

}  // namespace

void File::write_text(const std::string& dataset, const std::string& text) {
    const Handle type = text_type();
    create_any(dataset, type, {}, {});
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), H5P_DEFAULT), "open", dataset), H5Dclose);
    const char* data = text.c_str();
    check(H5Dwrite(handle, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, &data), "write", dataset);
}

void File::write_texts(const std::string& dataset, const std::vector<std::string>& texts) {
    const Handle type = text_type();
    create_any(dataset, type, {texts.size()}, {});
    if (texts.empty()) return;
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), H5P_DEFAULT), "open", dataset), H5Dclose);
    check(H5Dwrite(handle, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers(texts).data()), "write", dataset);
}

// Text of fixed or variable length, as h5py and others write it too.
std::vector<std::string> File::read_strings(Id source, bool attribute, const std::string& what) const {
    const Handle space(attribute ? H5Aget_space(source) : H5Dget_space(source), H5Sclose);
    const Handle type(attribute ? H5Aget_type(source) : H5Dget_type(source), H5Tclose);
    if (H5Tget_class(type) != H5T_STRING)
        throw FileError(fmt::format("cannot read '{}' of {}: it holds no text", what, path_.string()));
    const std::size_t count = std::size_t(check(H5Sget_simple_extent_npoints(space), "read", what));
    std::vector<std::string> texts;
    if (count == 0) return texts;
    if (H5Tis_variable_str(type) > 0) {
        const Handle memory = text_type();
        std::vector<char*> data(count, nullptr);
        check(attribute ? H5Aread(source, memory, data.data())
                        : H5Dread(source, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, data.data()),
              "read", what);
        for (const char* text : data) texts.emplace_back(text ? text : "");
        H5Dvlen_reclaim(memory, space, H5P_DEFAULT, data.data());
    } else {
        const std::size_t length = H5Tget_size(type);
        std::string data(count * length, '\0');
        check(attribute ? H5Aread(source, type, data.data())
                        : H5Dread(source, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data.data()),
              "read", what);
        for (std::size_t n = 0; n < count; ++n) texts.emplace_back(data.substr(n * length, length).c_str());
    }
    return texts;
}

std::string File::read_text(const std::string& dataset) const {
    const std::vector<std::string> texts = read_texts(dataset);
    return texts.empty() ? "" : texts.front();
}

std::vector<std::string> File::read_texts(const std::string& dataset) const {
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), H5P_DEFAULT), "open dataset", dataset), H5Dclose);
    return read_strings(handle, false, dataset);
}

namespace {

// Replaces an attribute. Written in place where type and size stay the same, as they do for all that changes in a run.
struct AttributeTarget {
    hid_t file;
    const std::string& object;
    const std::string& name;

    bool write(hid_t stored_type, hid_t memory_type, const Handle& space, const void* data) const {
        const Handle owner(H5Oopen(file, object.c_str(), H5P_DEFAULT), H5Oclose);
        if (owner < 0) return false;
        if (H5Aexists(owner, name.c_str()) > 0) {
            const Handle old(H5Aopen(owner, name.c_str(), H5P_DEFAULT), H5Aclose);
            const Handle old_type(H5Aget_type(old), H5Tclose), old_space(H5Aget_space(old), H5Sclose);
            if (H5Tequal(old_type, stored_type) > 0 && H5Sextent_equal(old_space, space) > 0)
                return H5Sget_simple_extent_npoints(space) == 0 || H5Awrite(old, memory_type, data) >= 0;
        }
        if (H5Aexists(owner, name.c_str()) > 0 && H5Adelete(owner, name.c_str()) < 0) return false;
        const Handle made(H5Acreate2(owner, name.c_str(), stored_type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
        if (made < 0) return false;
        return H5Sget_simple_extent_npoints(space) == 0 || H5Awrite(made, memory_type, data) >= 0;
    }
};

}  // namespace

template <class T>
void File::set_numbers(const std::string& object, const std::string& name, std::span<const T> values, bool scalar) {
    const Handle space = simple_space(values.size(), scalar);
    if (!AttributeTarget{id(), object, name}.write(stored<T>(), native<T>(), space, values.data()))
        fail("write attribute '" + name + "' of", object);
}

void File::set_attribute(const std::string& object, const std::string& name, const std::string& text) {
    const Handle type = text_type(), space = simple_space(1, true);
    const char* data = text.c_str();
    if (!AttributeTarget{id(), object, name}.write(type, type, space, &data))
        fail("write attribute '" + name + "' of", object);
}

void File::set_attribute(const std::string& object, const std::string& name, const std::vector<std::string>& texts) {
    const Handle type = text_type(), space = simple_space(texts.size(), false);
    if (!AttributeTarget{id(), object, name}.write(type, type, space, pointers(texts).data()))
        fail("write attribute '" + name + "' of", object);
}

void File::set_ascii_attribute(const std::string& object, const std::string& name, const std::string& text) {
    const Handle type(H5Tcopy(H5T_C_S1), H5Tclose), space = simple_space(1, true);
    H5Tset_size(type, text.size());
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    if (!AttributeTarget{id(), object, name}.write(type, type, space, text.data()))
        fail("write attribute '" + name + "' of", object);
}

void File::set_attribute(const std::string& object, const std::string& name, double value) {
    set_numbers(object, name, std::span<const double>(&value, 1), true);
}

void File::set_attribute(const std::string& object, const std::string& name, std::int64_t value) {
    set_numbers(object, name, std::span<const std::int64_t>(&value, 1), true);
}

void File::set_attribute(const std::string& object, const std::string& name, std::span<const double> values) {
    set_numbers(object, name, values, false);
}

void File::set_attribute(const std::string& object, const std::string& name, std::span<const std::int64_t> values) {
    set_numbers(object, name, values, false);
}

bool File::has_attribute(const std::string& object, const std::string& name) const {
    return exists(object) && H5Aexists_by_name(id(), object.c_str(), name.c_str(), H5P_DEFAULT) > 0;
}

std::vector<std::string> File::texts_attribute(const std::string& object, const std::string& name) const {
    const Handle handle(check(H5Aopen_by_name(id(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                              "read attribute", object + "@" + name),
                        H5Aclose);
    return read_strings(handle, true, object + "@" + name);
}

std::string File::text_attribute(const std::string& object, const std::string& name) const {
    const std::vector<std::string> texts = texts_attribute(object, name);
    return texts.empty() ? "" : texts.front();
}

std::vector<double> File::numbers_attribute(const std::string& object, const std::string& name) const {
    const std::string what = object + "@" + name;
    const Handle handle(check(H5Aopen_by_name(id(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                              "read attribute", what),
                        H5Aclose);
    const Handle space(H5Aget_space(handle), H5Sclose);
    std::vector<double> values(std::size_t(check(H5Sget_simple_extent_npoints(space), "read attribute", what)));
    if (!values.empty()) check(H5Aread(handle, H5T_NATIVE_DOUBLE, values.data()), "read attribute", what);
    return values;
}

double File::number_attribute(const std::string& object, const std::string& name) const {
    const std::vector<double> values = numbers_attribute(object, name);
    if (values.size() != 1)
        throw FileError(fmt::format("attribute '{}' of '{}' of {} holds {} numbers where one is expected", name, object,
                                    path_.string(), values.size()));
    return values.front();
}

std::vector<std::string> File::attribute_names(const std::string& object) const {
    std::vector<std::string> names;
    const auto take = [](hid_t, const char* name, const H5A_info_t*, void* data) -> herr_t {
        static_cast<std::vector<std::string>*>(data)->emplace_back(name);
        return 0;
    };
    const Handle owner(check(H5Oopen(id(), object.c_str(), H5P_DEFAULT), "open", object), H5Oclose);
    check(H5Aiterate2(owner, H5_INDEX_NAME, H5_ITER_INC, nullptr, take, &names), "list attributes of", object);
    return names;
}

void File::make_scale(const std::string& dataset) {
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), H5P_DEFAULT), "open", dataset), H5Dclose);
    const std::string name = dataset.substr(dataset.rfind('/') + 1);
    check(H5DSset_scale(handle, name.c_str()), "make a dimension scale of", dataset);
}

void File::attach_scale(const std::string& dataset, std::size_t axis, const std::string& scale) {
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), H5P_DEFAULT), "open", dataset), H5Dclose);
    const Handle other(check(H5Dopen2(id(), scale.c_str(), H5P_DEFAULT), "open", scale), H5Dclose);
    check(H5DSattach_scale(handle, other, unsigned(axis)), "attach a dimension scale to", dataset);
}

}  // namespace iceball::h5
