#include "store/xdmf.hpp"

#include <fmt/format.h>

#include "store/atomic_file.hpp"

namespace iceball {

namespace {

// Text within an XML element.
std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
    return out;
}

}  // namespace

std::filesystem::path xdmf_path(const std::filesystem::path& run_file) {
    std::filesystem::path path = run_file;
    return path.replace_extension(".xmf");
}

std::string frame_dataset(std::size_t frame) { return fmt::format("/frames/{:06}", frame); }

void write_xdmf(const std::filesystem::path& run_file, const Grid& grid, std::span<const double> times) {
    const std::string file = escaped(run_file.filename().string());
    const double h = grid.spacing();
    const Vector3& lower = grid.lower();
    const std::string cells = fmt::format("{} {} {}", grid.nz(), grid.ny(), grid.nx());
    // Every grid repeats its geometry: references between grids are read differently by the two generations.
    const std::string geometry = fmt::format(
        R"(        <Topology TopologyType="3DCoRectMesh" Dimensions="{} {} {}"/>
        <Geometry GeometryType="ORIGIN_DXDYDZ">
          <DataItem Dimensions="3" NumberType="Float" Precision="8" Format="XML">{} {} {}</DataItem>
          <DataItem Dimensions="3" NumberType="Float" Precision="8" Format="XML">{} {} {}</DataItem>
        </Geometry>
)",
        grid.nz() + 1, grid.ny() + 1, grid.nx() + 1, lower.z(), lower.y(), lower.x(), h, h, h);
    std::string text = R"(<?xml version="1.0" encoding="utf-8"?>
<Xdmf Version="3.0">
  <Domain>
    <Grid Name="iceball" GridType="Collection" CollectionType="Temporal">
)";
    for (std::size_t n = 0; n < times.size(); ++n)
        text += fmt::format(
            R"(      <Grid Name="frame_{0:06}" GridType="Uniform">
        <Time Value="{1}"/>
{2}        <Attribute Name="temperature" AttributeType="Scalar" Center="Cell">
          <DataItem Dimensions="{3}" NumberType="Float" Precision="4" Format="HDF">{4}:{5}</DataItem>
        </Attribute>
        <Attribute Name="labels" AttributeType="Scalar" Center="Cell">
          <DataItem Dimensions="{3}" NumberType="UChar" Precision="1" Format="HDF">{4}:/labels</DataItem>
        </Attribute>
      </Grid>
)",
            n, times[n], geometry, cells, file, frame_dataset(n));
    text += "    </Grid>\n  </Domain>\n</Xdmf>\n";
    write_text_file(xdmf_path(run_file), text, false);
}

}  // namespace iceball
