// MetaImage (ITK wiki, MetaIO documentation) and NRRD (Kindlmann, teem.sourceforge.net/nrrd/format.html).
//
// Read here and not through VTK, because VTK 9.1 drops the orientation of a MetaImage and the space of an NRRD file,
// returns a MetaImage that is cut short as if it were whole, and takes an NRRD file without "kinds" for a 2-D image
// of several components. Read: raw and zlib/gzip data, in the file itself or in one beside it.
#include <fmt/format.h>
#include <zlib.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <bit>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>

#include "core/error.hpp"
#include "image/raw_image.hpp"

namespace iceball {
namespace {

using Header = std::map<std::string, std::string>;

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r"), last = text.find_last_not_of(" \t\r");
    return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

// The lines "key<separator>value" up to the end of the header: an empty line (NRRD) or the key `last`.
Header read_header(std::istream& file, char separator, const std::string& last) {
    Header header;
    std::string line;
    for (int lines = 0; lines < 1000 && std::getline(file, line); ++lines) {
        if (trimmed(line).empty()) break;
        const auto at = line.find(separator);
        if (line[0] == '#' || at == std::string::npos) continue;
        const std::string key = trimmed(line.substr(0, at));
        header[key] = trimmed(line.substr(at + 1));
        if (key == last) break;
    }
    return header;
}

// The value of the first of the keys that the header has; empty if it has none.
std::string value_of(const Header& header, std::initializer_list<const char*> keys) {
    for (const char* key : keys)
        if (const auto at = header.find(key); at != header.end()) return at->second;
    return "";
}

std::vector<double> numbers(const std::string& name, const std::string& key, std::string text, std::size_t count) {
    for (char& c : text)
        if (c == '(' || c == ')' || c == ',') c = ' ';
    std::istringstream stream(text);
    std::vector<double> result;
    for (double number; stream >> number;) result.push_back(number);
    if (result.size() != count || !stream.eof())
        throw InputError(fmt::format("image {}: {} numbers expected in the header's \"{}\", given \"{}\"", name, count, key, text));
    return result;
}

// Axes as columns and origin, in mm and in the coordinates of the file.
struct Placement {
    Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
    Vector3 origin{0, 0, 0};
    Vector3 to_ras{1, 1, 1};  // signs
    bool space_known = false;
};

Eigen::Matrix3d columns(const std::vector<double>& n) {
    Eigen::Matrix3d matrix;
    matrix << n[0], n[3], n[6], n[1], n[4], n[7], n[2], n[5], n[8];
    return matrix;
}

// MetaImage writes the sides that its axes come from as letters, e.g. RAI for axes that run to left, posterior and
// superior. Compared with the direction matrix they tell whether its coordinates are RAS or LPS.
void place_by_orientation(const std::string& letters, Placement& placement) {
    if (letters.size() != 3) return;
    const std::string from = "LPIRAS";  // an axis from L runs along +x in RAS, from R along -x
    int ras = 0, lps = 0;
    for (int axis = 0; axis < 3; ++axis) {
        const auto letter = from.find(letters[std::size_t(axis)]);
        if (letter == std::string::npos) return;
        const int component = int(letter % 3);
        const double along = placement.axes(component, axis);
        if (std::abs(along) < 0.5 * placement.axes.col(axis).norm()) return;
        const bool same = (along > 0) == (letter < 3);
        if (component == 2 && !same) return;
        if (component < 2) ++(same ? ras : lps);
    }
    placement.space_known = ras == 0 || lps == 0;
    if (lps == 2) placement.to_ras = Vector3(-1, -1, 1);
}

// Everything about a file but its voxels.
struct Description {
    Placement placement;
    std::vector<double> sizes;
    VoxelType type = VoxelType::uint8;
    bool compressed = false, big_endian = false;
    std::string data_file;  // empty: behind the header
    double skip = 0;        // bytes before the data; negative: the data is the end of the file
};

std::size_t bytes_of(VoxelType type) {
    switch (type) {
        case VoxelType::uint8: case VoxelType::int8: return 1;
        case VoxelType::uint16: case VoxelType::int16: return 2;
        case VoxelType::uint32: case VoxelType::int32: case VoxelType::float32: return 4;
        case VoxelType::uint64: case VoxelType::int64: case VoxelType::float64: return 8;
    }
    return 1;
}

VoxelType type_from(const std::string& name, const std::map<std::string, VoxelType>& types, const std::string& given) {
    if (const auto at = types.find(given); at != types.end()) return at->second;
    throw InputError(fmt::format("image {}: voxels of type \"{}\" are not read; whole and real numbers are", name, given));
}

void check_dimensions(const std::string& name, const std::string& given, const char* format) {
    if (given.empty()) throw FileError(fmt::format("image {}: this is no {} image", name, format));
    if (given != "3")
        throw InputError(fmt::format("image {}: the image has {} dimensions; one volume (3-D) is needed", name, given));
}

Description describe_meta_image(const std::string& name, const Header& header) {
    static const std::map<std::string, VoxelType> types = {
        {"MET_UCHAR", VoxelType::uint8},   {"MET_CHAR", VoxelType::int8},       {"MET_USHORT", VoxelType::uint16},
        {"MET_SHORT", VoxelType::int16},   {"MET_UINT", VoxelType::uint32},     {"MET_INT", VoxelType::int32},
        {"MET_ULONG_LONG", VoxelType::uint64}, {"MET_LONG_LONG", VoxelType::int64}, {"MET_FLOAT", VoxelType::float32},
        {"MET_DOUBLE", VoxelType::float64}};
    const auto get = [&](std::initializer_list<const char*> keys) { return value_of(header, keys); };
    const auto yes = [&](std::initializer_list<const char*> keys) { return get(keys) == "True" || get(keys) == "true"; };
    check_dimensions(name, get({"NDims"}), "MetaImage");
    Description file;
    Placement& placement = file.placement;
    if (const std::string text = get({"TransformMatrix", "Rotation", "Orientation"}); !text.empty())
        placement.axes = columns(numbers(name, "TransformMatrix", text, 9));
    if (const std::string text = get({"Offset", "Origin", "Position"}); !text.empty())
        for (int axis = 0; const double number : numbers(name, "Offset", text, 3)) placement.origin[axis++] = number;
    place_by_orientation(get({"AnatomicalOrientation"}), placement);
    if (const std::string text = get({"ElementSpacing", "ElementSize"}); !text.empty())
        for (int axis = 0; const double number : numbers(name, "ElementSpacing", text, 3)) placement.axes.col(axis++) *= number;
    file.sizes = numbers(name, "DimSize", get({"DimSize"}), 3);
    file.type = type_from(name, types, get({"ElementType"}));
    file.compressed = yes({"CompressedData"});
    file.big_endian = yes({"BinaryDataByteOrderMSB", "ElementByteOrderMSB"});
    if (const std::string channels = get({"ElementNumberOfChannels"}); !channels.empty() && channels != "1")
        throw InputError(fmt::format("image {}: voxels of {} components are not read", name, channels));
    if (!get({"BinaryData"}).empty() && !yes({"BinaryData"}))
        throw InputError(fmt::format("image {}: voxels written as text are not read", name));
    if (const std::string skip = get({"HeaderSize"}); !skip.empty()) file.skip = numbers(name, "HeaderSize", skip, 1)[0];
    const std::string data = get({"ElementDataFile"});
    if (data.empty()) throw FileError(fmt::format("image {}: the header has no ElementDataFile", name));
    if (data.starts_with("LIST") || data.find('%') != std::string::npos)
        throw InputError(fmt::format("image {}: voxels spread over several files are not read", name));
    if (data != "LOCAL" && data != "Local" && data != "local") file.data_file = data;
    return file;
}

Description describe_nrrd(const std::string& name, const Header& header) {
    std::map<std::string, VoxelType> types = {
        {"uchar", VoxelType::uint8},    {"unsigned char", VoxelType::uint8}, {"char", VoxelType::int8},
        {"signed char", VoxelType::int8}, {"ushort", VoxelType::uint16},     {"unsigned short", VoxelType::uint16},
        {"short", VoxelType::int16},    {"signed short", VoxelType::int16},  {"uint", VoxelType::uint32},
        {"unsigned int", VoxelType::uint32}, {"int", VoxelType::int32},      {"signed int", VoxelType::int32},
        {"ulonglong", VoxelType::uint64}, {"unsigned long long", VoxelType::uint64}, {"longlong", VoxelType::int64},
        {"long long", VoxelType::int64}, {"float", VoxelType::float32},      {"double", VoxelType::float64},
        {"uint8", VoxelType::uint8},    {"int8", VoxelType::int8},           {"uint16", VoxelType::uint16},
        {"int16", VoxelType::int16},    {"uint32", VoxelType::uint32},       {"int32", VoxelType::int32},
        {"uint64", VoxelType::uint64},  {"int64", VoxelType::int64},         {"uint8_t", VoxelType::uint8},
        {"int8_t", VoxelType::int8},    {"uint16_t", VoxelType::uint16},     {"int16_t", VoxelType::int16},
        {"uint32_t", VoxelType::uint32}, {"int32_t", VoxelType::int32},      {"uint64_t", VoxelType::uint64},
        {"int64_t", VoxelType::int64}};
    const auto get = [&](std::initializer_list<const char*> keys) { return value_of(header, keys); };
    check_dimensions(name, get({"dimension"}), "NRRD");
    Description file;
    Placement& placement = file.placement;
    const std::string space = get({"space"});
    placement.space_known = !space.empty();
    if (space == "left-posterior-superior" || space == "LPS") placement.to_ras = Vector3(-1, -1, 1);
    else if (space == "left-anterior-superior" || space == "LAS") placement.to_ras = Vector3(-1, 1, 1);
    else if (!space.empty() && space != "right-anterior-superior" && space != "RAS")
        throw InputError(fmt::format("image {}: the space \"{}\" is not read; right-anterior-superior, "
                                     "left-posterior-superior and left-anterior-superior are",
                                     name, space));
    if (const std::string text = get({"space units"}); !text.empty() && text != "\"mm\" \"mm\" \"mm\"")
        throw InputError(fmt::format("image {}: space units {} are not read; \"mm\" is", name, text));
    if (const std::string text = get({"space directions"}); !text.empty())
        placement.axes = columns(numbers(name, "space directions", text, 9));
    else if (const std::string edges = get({"spacings"}); !edges.empty())
        for (int axis = 0; const double number : numbers(name, "spacings", edges, 3)) placement.axes.col(axis++) *= number;
    if (const std::string text = get({"space origin"}); !text.empty())
        for (int axis = 0; const double number : numbers(name, "space origin", text, 3)) placement.origin[axis++] = number;
    file.sizes = numbers(name, "sizes", get({"sizes"}), 3);
    file.type = type_from(name, types, get({"type"}));
    const std::string encoding = get({"encoding"});
    file.compressed = encoding == "gz" || encoding == "gzip";
    if (!file.compressed && encoding != "raw")
        throw InputError(fmt::format("image {}: the encoding \"{}\" is not read; raw and gzip are", name, encoding));
    file.big_endian = get({"endian"}) == "big";
    if (!get({"line skip", "lineskip"}).empty())
        throw InputError(fmt::format("image {}: a line skip is not supported", name));
    if (const std::string skip = get({"byte skip", "byteskip"}); !skip.empty()) file.skip = numbers(name, "byte skip", skip, 1)[0];
    file.data_file = get({"data file", "datafile"});
    if (file.data_file.starts_with("LIST") || file.data_file.find('%') != std::string::npos)
        throw InputError(fmt::format("image {}: voxels spread over several files are not read", name));
    return file;
}

[[noreturn]] void throw_cut_short(const std::string& name, std::size_t expected, std::size_t found) {
    throw FileError(fmt::format("image {}: the file is cut short or damaged: {} bytes of voxels expected, {} could be read; "
                                "copy or download it again",
                                name, expected, found));
}

// A zlib or gzip stream, to its end. Grows with what there is, so that a wrong header cannot ask for the memory.
std::vector<std::byte> inflated(const std::string& name, std::string packed, std::size_t expected) {
    std::vector<std::byte> bytes;
    z_stream stream{};
    constexpr int either_format = 15 + 32;
    if (inflateInit2(&stream, either_format) != Z_OK) throw FileError(fmt::format("image {}: zlib does not start", name));
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = uInt(std::min<std::size_t>(packed.size(), UINT32_MAX));
    int status = Z_OK;
    std::size_t found = 0;
    while (status == Z_OK && found <= expected) {
        bytes.resize(std::min(expected + 1, std::max<std::size_t>(2 * bytes.size(), std::size_t(1) << 20)));
        stream.next_out = reinterpret_cast<Bytef*>(bytes.data() + found);
        stream.avail_out = uInt(std::min<std::size_t>(bytes.size() - found, std::size_t(1) << 30));
        const uInt room = stream.avail_out;
        status = inflate(&stream, Z_NO_FLUSH);
        found += room - stream.avail_out;
        if (room == 0) break;
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END || found != expected) throw_cut_short(name, expected, found);
    bytes.resize(expected);
    return bytes;
}

std::vector<std::byte> read_voxels(const std::string& name, std::istream& file, const Description& description,
                                   std::size_t expected) {
    const std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (description.compressed) return inflated(name, content.substr(std::min(content.size(), std::size_t(std::max(0.0, description.skip)))), expected);
    std::size_t start = std::size_t(std::max(0.0, description.skip));
    if (description.skip < 0 && content.size() >= expected) start = content.size() - expected;
    if (content.size() < start || content.size() - start < expected)
        throw_cut_short(name, expected, content.size() - std::min(start, content.size()));
    const auto* first = reinterpret_cast<const std::byte*>(content.data()) + start;
    return {first, first + expected};
}

}  // namespace

RawImage read_meta_image_or_nrrd(const std::filesystem::path& path, const ImageOptions& options) {
    const std::string name = path.string(), suffix = path.extension().string();
    const bool nrrd = suffix == ".nrrd" || suffix == ".nhdr";
    std::ifstream file(name, std::ios::binary);
    if (!file) throw FileError(fmt::format("image {}: the file cannot be opened", name));
    const Header header = nrrd ? read_header(file, ':', "") : read_header(file, '=', "ElementDataFile");
    const Description description = nrrd ? describe_nrrd(name, header) : describe_meta_image(name, header);
    const Placement& placement = description.placement;

    RawImage image;
    Vector3 to_ras = placement.to_ras;
    if (options.coordinates != ImageCoordinates::as_file_says) {
        to_ras = options.coordinates == ImageCoordinates::lps ? Vector3(-1, -1, 1) : Vector3(1, 1, 1);
    } else if (!placement.space_known) {
        image.notes.push_back("the file does not say whether its coordinates are RAS or LPS: taken as RAS");
    } else if (to_ras != Vector3(1, 1, 1)) {
        image.notes.push_back("the file's coordinates run to the patient's left (LPS or LAS): converted to RAS");
    }
    image.geometry.affine.topLeftCorner<3, 3>() = 1e-3 * to_ras.asDiagonal() * placement.axes;
    image.geometry.affine.topRightCorner<3, 1>() = 1e-3 * to_ras.asDiagonal() * placement.origin;
    if (!image.geometry.affine.allFinite() || !(image.geometry.voxel_volume() > 1e-6 * image.geometry.voxel_edges().prod()))
        throw InputError(fmt::format("image {}: the map from voxels to positions is singular or not finite", name));
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double size = description.sizes[axis];
        if (!(size >= 1 && size <= 65535) || size != std::floor(size))
            throw FileError(fmt::format("image {}: a side of {} voxels makes no sense", name, size));
        image.geometry.dims[axis] = int(size);
    }
    image.type = description.type;

    const std::size_t width = bytes_of(image.type), expected = image.geometry.voxel_count() * width;
    if (description.data_file.empty()) {
        image.bytes = read_voxels(name, file, description, expected);
    } else {
        const std::filesystem::path beside = path.parent_path() / description.data_file;
        std::ifstream data(beside, std::ios::binary);
        if (!data) throw FileError(fmt::format("image {}: its data file {} cannot be opened", name, beside.string()));
        image.bytes = read_voxels(beside.string(), data, description, expected);
    }
    if (description.big_endian != (std::endian::native == std::endian::big))
        for (std::size_t n = 0; n < image.bytes.size(); n += width)
            std::reverse(image.bytes.begin() + std::ptrdiff_t(n), image.bytes.begin() + std::ptrdiff_t(n + width));
    return image;
}

}  // namespace iceball
