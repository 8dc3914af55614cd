#include <vtkCellData.h>
#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPolyData.h>
#include <vtkSTLReader.h>
#include <vtkXMLImageDataReader.h>
#include <vtkXMLPolyDataReader.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>

#include "core/error.hpp"
#include "support/scratch_folder.hpp"
#include "view/export_surface.hpp"

using namespace iceball;

namespace {

// Temperature that rises by 1 K a mm from the centre: the isotherm T is a sphere of radius (T + 50) mm.
std::vector<float> cone(const Grid& grid, const Vector3& centre) {
    std::vector<float> values;
    for_each_cell(grid, [&](const Index3& c, std::ptrdiff_t) {
        values.push_back(float(1e3 * (grid.cell_centre(c[0], c[1], c[2]) - centre).norm() - 50));
    });
    return values;
}

}  // namespace

TEST_CASE("an exported isosurface is the sphere that it should be, in mm and in place", "[view]") {
    const ScratchFolder scratch;
    const Grid grid({40, 36, 44}, 0.001, {-0.020, -0.010, 0.005});
    const Vector3 centre(0.001, 0.008, 0.027);
    const auto values = cone(grid, centre);
    const double radius = 0.012;
    for (const char* name : {"ice.vtp", "ice.stl"}) {
        const SurfaceMeasures measures = export_surface(scratch / name, grid, values, 1e3 * radius - 50);
        // A polyhedron with edges of about h inside the sphere: volume and area are too small by less than (h / r)^2.
        CHECK(measures.volume == Approx(4.0 / 3.0 * M_PI * std::pow(radius, 3)).epsilon(0.007));
        CHECK(measures.area == Approx(4 * M_PI * radius * radius).epsilon(0.007));
        vtkNew<vtkPolyData> surface;
        if (std::string(name) == "ice.stl") {
            vtkNew<vtkSTLReader> reader;
            reader->SetFileName((scratch / name).c_str());
            reader->Update();
            surface->ShallowCopy(reader->GetOutput());
        } else {
            vtkNew<vtkXMLPolyDataReader> reader;
            reader->SetFileName((scratch / name).c_str());
            reader->Update();
            surface->ShallowCopy(reader->GetOutput());
        }
        CHECK(std::size_t(surface->GetNumberOfCells()) == measures.triangles);
        double bounds[6];
        surface->GetBounds(bounds);
        for (int axis = 0; axis < 3; ++axis) {
            CHECK(bounds[2 * axis] == Approx(1e3 * (centre[axis] - radius)).margin(0.05));
            CHECK(bounds[2 * axis + 1] == Approx(1e3 * (centre[axis] + radius)).margin(0.05));
        }
    }
    CHECK(std::distance(std::filesystem::directory_iterator(scratch.path()), {}) == 2);
}

TEST_CASE("ice that reaches the face of the box is closed there", "[view]") {
    const ScratchFolder scratch;
    const Grid grid({24, 24, 24}, 0.001, Vector3::Zero());
    const Vector3 centre(0.0005, 0.012, 0.012);  // in the middle of the first layer of cells: half a sphere
    const auto measures = export_surface(scratch / "half.vtp", grid, cone(grid, centre), -42);
    CHECK(measures.volume == Approx(2.0 / 3.0 * M_PI * std::pow(0.008, 3)).epsilon(0.01));
}

TEST_CASE("a surface that does not exist, or an unknown format, is refused", "[view]") {
    const ScratchFolder scratch;
    const Grid grid({8, 8, 8}, 0.001, Vector3::Zero());
    const auto values = cone(grid, {0.004, 0.004, 0.004});
    CHECK_THROWS_WITH(export_surface(scratch / "a.vtp", grid, values, -60),
                      Catch::Contains("nothing is colder than -60"));
    CHECK_THROWS_AS(export_surface(scratch / "a.obj", grid, values, -48), InputError);
    CHECK_THROWS_AS(export_surface(scratch / "absent/a.stl", grid, values, -48), FileError);
    CHECK_THROWS_AS(export_surface(scratch / "absent/a.vtp", grid, values, -48), FileError);
    CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE("an exported image has the fields as cell data in place", "[view]") {
    const ScratchFolder scratch;
    const Grid grid({5, 4, 3}, 0.002, {0.01, -0.02, 0.03});
    std::vector<float> values(grid.cell_count());
    for (std::size_t n = 0; n < values.size(); ++n) values[n] = float(n) - 7.5f;
    export_image(scratch / "field.vti", grid, {{"temperature", values}});
    vtkNew<vtkXMLImageDataReader> reader;
    reader->SetFileName((scratch / "field.vti").c_str());
    reader->Update();
    vtkImageData* image = reader->GetOutput();
    CHECK(image->GetNumberOfCells() == 60);
    CHECK(image->GetOrigin()[1] == Approx(-0.02));
    CHECK(image->GetSpacing()[2] == Approx(0.002));
    vtkDataArray* array = image->GetCellData()->GetArray("temperature");
    REQUIRE(array);
    for (std::size_t n = 0; n < values.size(); ++n) CHECK(array->GetTuple1(vtkIdType(n)) == values[n]);
    CHECK_THROWS_AS(export_image(scratch / "field.vti", grid, {{"short", {1.0f}}}), InputError);
    CHECK_THROWS_AS(export_image(scratch / "field.vtk", grid, {}), InputError);
}
