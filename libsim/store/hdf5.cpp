#include "store/hdf5.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <hdf5_hl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <numeric>

#include "core/error.hpp"
#include "store/hdf5_handle.hpp"

namespace iceball::h5 {

namespace {

std::vector<hsize_t> dims(const Shape& shape) { return {shape.begin(), shape.end()}; }

std::size_t elements(const Shape& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::size_t(1), std::multiplies<>());
}

// The innermost message of the library's error stack; the operating system's words where it quotes them.
std::string reason() {
    std::string text;
    const auto take = [](unsigned, const H5E_error2_t* error, void* data) -> herr_t {
        auto& out = *static_cast<std::string*>(data);
        if (out.empty() && error->desc) out = error->desc;
        return 0;
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take, &text);
    H5Eclear2(H5E_DEFAULT);
    const std::string quote = "error message = '";
    if (const auto from = text.find(quote); from != std::string::npos) {
        const auto begin = from + quote.size();
        text = text.substr(begin, text.find('\'', begin) - begin);
    }
    return text.empty() ? "unknown reason" : text;
}

// Locks guard against two writers. File systems that cannot lock are used without.
Handle access_list(Mode mode) {
    Handle list(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    H5Pset_file_locking(list, mode != Mode::read, true);
    if (mode != Mode::read) {
        // Metadata reaches the file at flushes only, so that a writer that is killed between them leaves the file as
        // it was at the last one.
        H5AC_cache_config_t cache{};
        cache.version = H5AC__CURR_CACHE_CONFIG_VERSION;
        H5Pget_mdc_config(list, &cache);
        cache.evictions_enabled = false;
        cache.incr_mode = H5C_incr__off;
        cache.flash_incr_mode = H5C_flash_incr__off;
        cache.decr_mode = H5C_decr__off;
        H5Pset_mdc_config(list, &cache);
        H5Pset_sieve_buf_size(list, 0);
    }
    return list;
}

// Chunks go to the file when they are written, so that a failure shows there and not when something is closed.
Handle unbuffered() {
    Handle list(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
    H5Pset_chunk_cache(list, 0, 0, H5D_CHUNK_CACHE_W0_DEFAULT);
    return list;
}

Handle link_creation_list() {
    Handle list(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
    H5Pset_create_intermediate_group(list, 1);
    return list;
}

Handle dataset_creation_list() {
    Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    H5Pset_obj_track_times(list, false);
    return list;
}

}  // namespace

File::Id File::id() const {
    // The library keeps one error stack and one printing switch a thread.
    static thread_local const herr_t quiet = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    static_cast<void>(quiet);
    return file_;
}

void File::fail(const std::string& action, const std::string& object) const {
    const std::string why = reason();
    broken_ = writing_;
    if (object.empty()) throw FileError(fmt::format("cannot {} {}: {}", action, path_.string(), why));
    throw FileError(fmt::format("cannot {} '{}' of {}: {}", action, object, path_.string(), why));
}

File::Id File::check(Id result, const char* action, const std::string& object) const {
    if (result < 0) fail(action, object);
    return result;
}

File::File(const std::filesystem::path& path, Mode mode, std::filesystem::path shown)
    : path_(shown.empty() ? path : std::move(shown)), writing_(mode != Mode::read) {
    // Files are closed by scope. Where the disk was full, the library would try in vain to flush once more at exit.
    static const herr_t once = H5dont_atexit();
    static_cast<void>(once);
    static_cast<void>(id());
    const Handle access = access_list(mode);
    const char* name = path.c_str();
    if (mode == Mode::create) {
        Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
        H5Pset_obj_track_times(creation, false);
        file_ = check(H5Fcreate(name, H5F_ACC_TRUNC, creation, access), "create", "");
        return;
    }
    // The system's own words first, which HDF5 wraps in many of its own.
    errno = 0;
    if (std::filesystem::is_directory(path)) throw FileError(fmt::format("cannot open {}: it is a directory", path_.string()));
    if (!std::ifstream(path)) throw FileError(fmt::format("cannot open {}: {}", path_.string(), std::strerror(errno)));
    if (H5Fis_hdf5(name) <= 0) {
        H5Eclear2(H5E_DEFAULT);
        throw FileError(fmt::format("cannot open {}: it is not an HDF5 file", path_.string()));
    }
    file_ = check(H5Fopen(name, mode == Mode::read ? H5F_ACC_RDONLY : H5F_ACC_RDWR, access), "open", "");
}

File::~File() {
    try {
        close();
    } catch (const FileError&) {
        // Reported by close() to those who call it.
    }
}

File::File(File&& other) noexcept
    : path_(std::move(other.path_)), file_(std::exchange(other.file_, -1)), writing_(other.writing_),
      broken_(other.broken_) {}

File& File::operator=(File&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(file_, other.file_);
    std::swap(writing_, other.writing_);
    std::swap(broken_, other.broken_);
    return *this;
}

void File::close() {
    if (file_ < 0) return;
    // A broken file is left open for good: the library can only close it by writing what it still holds, in part.
    if (broken_) {
        file_ = -1;
        return;
    }
    if (writing_) flush();
    check(H5Fclose(std::exchange(file_, -1)), "close", "");
}

void File::reserve() const {
    int* descriptor = nullptr;
    haddr_t end = 0;
    check(H5Fget_vfd_handle(id(), H5P_DEFAULT, reinterpret_cast<void**>(&descriptor)), "write to", "");
    check(H5Fget_eoa(id(), &end), "write to", "");
    struct stat now {};
    int error = ::fstat(*descriptor, &now) == 0 ? 0 : errno;
    if (error == 0 && off_t(end) > now.st_size)
        error = ::posix_fallocate(*descriptor, now.st_size, off_t(end) - now.st_size);
    if (error != 0) {
        broken_ = true;
        throw FileError(fmt::format("cannot write to {}: {}", path_.string(), std::strerror(error)));
    }
}

void File::flush() {
    if (broken_) throw FileError(fmt::format("cannot write to {}: an earlier write failed", path_.string()));
    reserve();
    check(H5Fflush(id(), H5F_SCOPE_GLOBAL), "write to", "");
}

bool File::exists(const std::string& object) const {
    // H5Lexists wants every group on the way to exist.
    for (std::size_t end = object.find('/', 1);; end = object.find('/', end + 1)) {
        const std::string part = object.substr(0, end);
        if (part != "/" && H5Lexists(id(), part.c_str(), H5P_DEFAULT) <= 0) {
            H5Eclear2(H5E_DEFAULT);
            return false;
        }
        if (end == std::string::npos) return true;
    }
}

std::vector<std::string> File::members(const std::string& group) const {
    std::vector<std::string> names;
    const auto take = [](hid_t, const char* name, const H5L_info_t*, void* data) -> herr_t {
        static_cast<std::vector<std::string>*>(data)->emplace_back(name);
        return 0;
    };
    const Handle handle(check(H5Gopen2(id(), group.c_str(), H5P_DEFAULT), "open group", group), H5Gclose);
    check(H5Literate(handle, H5_INDEX_NAME, H5_ITER_INC, nullptr, take, &names), "list group", group);
    return names;
}

bool File::is_group(const std::string& object) const {
    const Handle handle(check(H5Oopen(id(), object.c_str(), H5P_DEFAULT), "open", object), H5Oclose);
    return H5Iget_type(handle) == H5I_GROUP;
}

bool File::is_scale(const std::string& object) const {
    const Handle handle(check(H5Oopen(id(), object.c_str(), H5P_DEFAULT), "open", object), H5Oclose);
    return H5Iget_type(handle) == H5I_DATASET && H5DSis_scale(handle) > 0;
}

void File::make_group(const std::string& group) {
    if (exists(group)) return;
    Handle creation(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
    H5Pset_obj_track_times(creation, false);
    const Handle links = link_creation_list();
    const Handle handle(check(H5Gcreate2(id(), group.c_str(), links, creation, H5P_DEFAULT), "create group", group),
                        H5Gclose);
}

void File::link(const std::string& existing, const std::string& new_name) {
    const Handle links = link_creation_list();
    check(H5Lcreate_hard(id(), existing.c_str(), id(), new_name.c_str(), links, H5P_DEFAULT), "create link", new_name);
}

void File::remove(const std::string& object) {
    if (!is_group(object)) {
        const Handle dataset(check(H5Dopen2(id(), object.c_str(), H5P_DEFAULT), "open", object), H5Dclose);
        const auto detach = [](hid_t from, unsigned axis, hid_t scale, void*) -> herr_t {
            return H5DSdetach_scale(from, scale, axis);
        };
        const std::size_t rank = shape(object).size();
        for (unsigned axis = 0; axis < rank; ++axis)
            while (H5DSget_num_scales(dataset, axis) > 0) {
                int start = 0;
                check(H5DSiterate_scales(dataset, axis, &start, detach, nullptr), "detach scales of", object);
            }
    } else {
        // Dimension scales last: nothing can be detached from one that is gone.
        for (const bool scales : {false, true})
            for (const std::string& name : members(object))
                if (is_scale(object + "/" + name) == scales) remove(object + "/" + name);
    }
    check(H5Ldelete(id(), object.c_str(), H5P_DEFAULT), "remove", object);
}

void File::create_any(const std::string& dataset, Id type, const Shape& shape, const Layout& layout) {
    const Handle list = dataset_creation_list();
    if (layout.growing || layout.compressed || layout.checked) {
        Shape chunk = layout.chunk;
        for (std::size_t axis = 0; axis < chunk.size(); ++axis) chunk[axis] = std::max<std::size_t>(chunk[axis], 1);
        check(H5Pset_chunk(list, int(chunk.size()), dims(chunk).data()), "choose chunks of", dataset);
    }
    if (layout.compressed) {
        check(H5Pset_shuffle(list), "set the filters of", dataset);
        check(H5Pset_deflate(list, 1), "set the filters of", dataset);
    }
    if (layout.checked) check(H5Pset_fletcher32(list), "set the filters of", dataset);
    std::vector<hsize_t> now = dims(shape), most = now;
    if (layout.growing) most[0] = H5S_UNLIMITED;
    const Handle space(shape.empty() ? H5Screate(H5S_SCALAR)
                                     : H5Screate_simple(int(now.size()), now.data(), most.data()),
                       H5Sclose);
    const Handle links = link_creation_list();
    const Handle handle(check(H5Dcreate2(id(), dataset.c_str(), type, space, links, list, H5P_DEFAULT),
                              "create dataset", dataset),
                        H5Dclose);
}

template <class T>
void File::create(const std::string& dataset, const Shape& shape, const Layout& layout) {
    create_any(dataset, stored<T>(), shape, layout);
}

template <class T>
void File::write(const std::string& dataset, std::span<const T> values) {
    if (values.size() != elements(shape(dataset)))
        throw FileError(fmt::format("cannot write '{}' of {}: {} values for {} elements", dataset, path_.string(),
                                    values.size(), elements(shape(dataset))));
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), unbuffered()), "open", dataset), H5Dclose);
    if (values.empty()) return;
    check(H5Dwrite(handle, native<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "write", dataset);
}

namespace {

struct Selection {
    Handle file, memory;
};

Selection select_rows(hid_t dataset, const Shape& shape, std::size_t first, std::size_t count) {
    std::vector<hsize_t> start(shape.size(), 0), size = dims(shape);
    start[0] = first;
    size[0] = count;
    Selection selection{Handle(H5Dget_space(dataset), H5Sclose),
                        Handle(H5Screate_simple(int(size.size()), size.data(), nullptr), H5Sclose)};
    H5Sselect_hyperslab(selection.file, H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr);
    return selection;
}

}  // namespace

template <class T>
void File::write_rows(const std::string& dataset, std::size_t first, std::span<const T> values) {
    Shape now = shape(dataset);
    const std::size_t row = elements(now.empty() ? now : Shape(now.begin() + 1, now.end()));
    if (now.empty() || row == 0 || values.size() % row != 0)
        throw FileError(fmt::format("cannot write rows of '{}' of {}: {} values, rows of {}", dataset, path_.string(),
                                    values.size(), row));
    const std::size_t count = values.size() / row;
    if (count == 0) return;
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), unbuffered()), "open", dataset), H5Dclose);
    if (first + count > now[0]) {
        now[0] = first + count;
        check(H5Dset_extent(handle, dims(now).data()), "extend", dataset);
    }
    const Selection selection = select_rows(handle, now, first, count);
    check(H5Dwrite(handle, native<T>(), selection.memory, selection.file, H5P_DEFAULT, values.data()), "write", dataset);
}

void File::set_rows(const std::string& dataset, std::size_t rows) {
    Shape now = shape(dataset);
    if (now.empty() || now[0] == rows) return;
    now[0] = rows;
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), H5P_DEFAULT), "open", dataset), H5Dclose);
    check(H5Dset_extent(handle, dims(now).data()), "shorten", dataset);
}

template <class T>
void File::create_view_of_row(const std::string& dataset, const std::string& source, std::size_t row) {
    const Shape from = shape(source);
    const Handle original(check(H5Dopen2(id(), source.c_str(), H5P_DEFAULT), "open", source), H5Dclose);
    const Selection selection = select_rows(original, from, row, 1);
    const std::vector<hsize_t> size = dims(Shape(from.begin() + 1, from.end()));
    const Handle space(H5Screate_simple(int(size.size()), size.data(), nullptr), H5Sclose);
    const Handle list = dataset_creation_list(), links = link_creation_list();
    check(H5Pset_virtual(list, space, ".", source.c_str(), selection.file), "map", dataset);
    const Handle handle(check(H5Dcreate2(id(), dataset.c_str(), stored<T>(), space, links, list, H5P_DEFAULT),
                              "create view", dataset),
                        H5Dclose);
}

Shape File::shape(const std::string& dataset) const {
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), H5P_DEFAULT), "open dataset", dataset), H5Dclose);
    const Handle space(check(H5Dget_space(handle), "ask for the shape of", dataset), H5Sclose);
    std::vector<hsize_t> now(std::size_t(H5Sget_simple_extent_ndims(space)));
    H5Sget_simple_extent_dims(space, now.data(), nullptr);
    return {now.begin(), now.end()};
}

template <class T>
std::vector<T> File::read(const std::string& dataset) const {
    std::vector<T> values(elements(shape(dataset)));
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), H5P_DEFAULT), "open", dataset), H5Dclose);
    if (values.empty()) return values;
    check(H5Dread(handle, native<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "read", dataset);
    return values;
}

template <class T>
std::vector<T> File::read_rows(const std::string& dataset, std::size_t first, std::size_t count) const {
    Shape now = shape(dataset);
    if (now.empty() || first + count > now[0])
        throw FileError(fmt::format("cannot read rows {} to {} of '{}' of {}: it has {}", first, first + count, dataset,
                                    path_.string(), now.empty() ? 0 : now[0]));
    now[0] = count;
    std::vector<T> values(elements(now));
    if (values.empty()) return values;
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), H5P_DEFAULT), "open", dataset), H5Dclose);
    const Selection selection = select_rows(handle, now, first, count);
    check(H5Dread(handle, native<T>(), selection.memory, selection.file, H5P_DEFAULT, values.data()), "read", dataset);
    return values;
}

template <class T>
bool File::holds(const std::string& dataset) const {
    const Handle handle(check(H5Dopen2(id(), dataset.c_str(), H5P_DEFAULT), "open dataset", dataset), H5Dclose);
    const Handle type(check(H5Dget_type(handle), "ask for the type of", dataset), H5Tclose);
    return H5Tequal(type, stored<T>()) > 0;
}

#define ICEBALL_H5_ELEMENT(T)                                                                            \
    template void File::create<T>(const std::string&, const Shape&, const Layout&);                      \
    template void File::write<T>(const std::string&, std::span<const T>);                                \
    template void File::write_rows<T>(const std::string&, std::size_t, std::span<const T>);              \
    template void File::create_view_of_row<T>(const std::string&, const std::string&, std::size_t);      \
    template std::vector<T> File::read<T>(const std::string&) const;                                     \
    template std::vector<T> File::read_rows<T>(const std::string&, std::size_t, std::size_t) const;      \
    template bool File::holds<T>(const std::string&) const;
ICEBALL_H5_ELEMENT(double)
ICEBALL_H5_ELEMENT(float)
ICEBALL_H5_ELEMENT(std::int64_t)
ICEBALL_H5_ELEMENT(std::int32_t)
ICEBALL_H5_ELEMENT(std::uint8_t)
#undef ICEBALL_H5_ELEMENT

}  // namespace iceball::h5
