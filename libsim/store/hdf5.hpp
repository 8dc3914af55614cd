// A thin layer over the C API of HDF5: files, datasets and attributes by path, handles closed by scope, failures thrown.
//
// This header and its sources are the only place that deals with HDF5 handles. Every failing call throws FileError,
// which names the file, the object in it and the reason that the library or the operating system gave (a full disk
// included). Files are written with the default library version bounds and without time stamps, so that equal input
// gives equal bits. Not thread-safe: one thread a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace iceball::h5 {

// Slowest index first; empty for a scalar.
using Shape = std::vector<std::size_t>;

// How a dataset is kept in the file.
struct Layout {
    bool growing = false;     // the first dimension is unlimited
    bool compressed = false;  // shuffle and deflate, level 1: more costs time and gains little on temperature fields
    bool checked = false;     // Fletcher32 checksum of every chunk
    Shape chunk = {};         // needed where any of these is set
};

enum class Mode {
    read,   // takes no lock: a file that a run is still writing can be read up to its last commit
    write,  // an existing file, locked against other writers
    create  // replaces an existing file
};

// Element types T: double, float, std::int64_t, std::int32_t, std::uint8_t. Reading converts between them.
class File {
 public:
    // shown: the name in messages, where the file is made under a temporary one.
    File(const std::filesystem::path& path, Mode mode, std::filesystem::path shown = {});
    ~File();  // closes; a failure is not reported, so writers call close() first
    File(File&& other) noexcept;
    File& operator=(File&& other) noexcept;

    void close();
    // Hands all that was written to the operating system. Space is reserved first: where the disk is full this throws
    // and the file stays as it was at the last flush. After any failed write nothing more reaches the file.
    void flush();
    const std::filesystem::path& path() const { return path_; }

    bool exists(const std::string& object) const;
    // Names of the members of a group, sorted.
    std::vector<std::string> members(const std::string& group) const;
    bool is_group(const std::string& object) const;
    void make_group(const std::string& group);  // and the groups above it
    void link(const std::string& existing, const std::string& new_name);
    // Removes a link; a dataset's dimension scales are detached first.
    void remove(const std::string& object);

    template <class T>
    void create(const std::string& dataset, const Shape& shape, const Layout& layout = {});
    template <class T>
    void write(const std::string& dataset, std::span<const T> values);
    // Rows first ... of a growing dataset, which is made longer as needed.
    template <class T>
    void write_rows(const std::string& dataset, std::size_t first, std::span<const T> values);
    void set_rows(const std::string& dataset, std::size_t rows);
    // A virtual dataset that shows one row of a dataset of the same file.
    template <class T>
    void create_view_of_row(const std::string& dataset, const std::string& source, std::size_t row);

    Shape shape(const std::string& dataset) const;
    template <class T>
    std::vector<T> read(const std::string& dataset) const;
    template <class T>
    std::vector<T> read_rows(const std::string& dataset, std::size_t first, std::size_t count) const;
    // True if the elements are of exactly this type.
    template <class T>
    bool holds(const std::string& dataset) const;

    // UTF-8 text of any length: one, and a list.
    void write_text(const std::string& dataset, const std::string& text);
    void write_texts(const std::string& dataset, const std::vector<std::string>& texts);
    std::string read_text(const std::string& dataset) const;
    std::vector<std::string> read_texts(const std::string& dataset) const;

    // Attributes of a group or dataset; setting replaces.
    void set_attribute(const std::string& object, const std::string& name, const std::string& text);
    void set_attribute(const std::string& object, const std::string& name, double value);
    void set_attribute(const std::string& object, const std::string& name, std::int64_t value);
    void set_attribute(const std::string& object, const std::string& name, std::span<const double> values);
    void set_attribute(const std::string& object, const std::string& name, std::span<const std::int64_t> values);
    void set_attribute(const std::string& object, const std::string& name, const std::vector<std::string>& texts);
    // Fixed-length ASCII, which VTK wants.
    void set_ascii_attribute(const std::string& object, const std::string& name, const std::string& text);
    bool has_attribute(const std::string& object, const std::string& name) const;
    std::string text_attribute(const std::string& object, const std::string& name) const;
    std::vector<std::string> texts_attribute(const std::string& object, const std::string& name) const;
    std::vector<double> numbers_attribute(const std::string& object, const std::string& name) const;
    double number_attribute(const std::string& object, const std::string& name) const;
    std::vector<std::string> attribute_names(const std::string& object) const;

    // Dimension scales (coordinates of a dataset's axes, as xarray and netCDF know them).
    void make_scale(const std::string& dataset);
    void attach_scale(const std::string& dataset, std::size_t axis, const std::string& scale);

 private:
    using Id = std::int64_t;
    Id id() const;
    [[noreturn]] void fail(const std::string& action, const std::string& object) const;
    Id check(Id result, const char* action, const std::string& object) const;
    template <class T>
    void set_numbers(const std::string& object, const std::string& name, std::span<const T> values, bool scalar);
    bool is_scale(const std::string& object) const;
    void create_any(const std::string& dataset, Id type, const Shape& shape, const Layout& layout);
    void reserve() const;
    std::vector<std::string> read_strings(Id source, bool attribute, const std::string& what) const;

    std::filesystem::path path_;
    Id file_ = -1;
    bool writing_ = false;
    mutable bool broken_ = false;  // a write failed: closing would write half of what is in memory
};

}  // namespace iceball::h5
