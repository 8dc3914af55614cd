// Surfaces and volumes of a frame as files of other programs.
//
// Isosurfaces of the stored temperature, interpolated linearly between cell middles; coordinates in mm, the frame of
// the case. Where ice reaches the outer face of the box the surface is closed there if asked (for 3D printing and
// meshing).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grid/grid.hpp"

class vtkImageData;
class vtkPolyData;

namespace iceball {

// Puts cell values (x fastest) on the points of an image, one point a cell middle; lengths times `length_scale`.
void fill_image(vtkImageData& image, const Grid& grid, const std::vector<float>& values, const std::string& name,
                double length_scale);

struct SurfaceMeasures {
    std::size_t triangles = 0;
    double volume = 0, area = 0;  // [m3], [m2]; of a closed surface
};

// Writes the surface around all cells colder than `isotherm` as .vtp or .stl (binary), by the extension of `path`, in
// mm; triangles and normals face outwards. Throws InputError for another extension or when nothing is that cold,
// FileError when the file cannot be written.
SurfaceMeasures export_surface(const std::filesystem::path& path, const Grid& grid,
                               const std::vector<float>& temperature, double isotherm);

// A field over the cells, with the name it will have in the file.
struct NamedField {
    std::string name;
    std::vector<float> values;  // x fastest
};
// Writes fields as cell data of a .vti image, in m. Throws InputError for another extension, FileError.
void export_image(const std::filesystem::path& path, const Grid& grid, const std::vector<NamedField>& fields);

}  // namespace iceball
