#include "view/export_surface.hpp"

#include <fmt/format.h>
#include <vtkCellData.h>
#include <vtkFloatArray.h>
#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkMassProperties.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkReverseSense.h>
#include <vtkSTLWriter.h>
#include <vtkXMLImageDataWriter.h>
#include <vtkXMLPolyDataWriter.h>

#include <algorithm>

#include "core/error.hpp"
#include "view/output_file.hpp"
#include "view/quiet_vtk.hpp"

namespace iceball {
namespace {

[[noreturn]] void cannot_write(const std::filesystem::path& path) {
    throw FileError(fmt::format("cannot write {}; check the folder's rights and the free space", path.string()));
}

vtkNew<vtkFloatArray> to_array(const std::vector<float>& values, const std::string& name) {
    vtkNew<vtkFloatArray> array;
    array->SetName(name.c_str());
    array->SetNumberOfValues(vtkIdType(values.size()));
    std::copy(values.begin(), values.end(), array->GetPointer(0));
    return array;
}

// The values with one more layer of cells all around, which no ice reaches, so that every surface is closed.
std::vector<float> with_rim(const Grid& grid, const std::vector<float>& values, float rim) {
    const std::size_t nx = std::size_t(grid.nx()), ny = std::size_t(grid.ny()), nz = std::size_t(grid.nz());
    std::vector<float> padded((nx + 2) * (ny + 2) * (nz + 2), rim);
    for (std::size_t k = 0; k < nz; ++k)
        for (std::size_t j = 0; j < ny; ++j)
            std::copy_n(values.begin() + std::ptrdiff_t((k * ny + j) * nx), nx,
                        padded.begin() + std::ptrdiff_t(((k + 1) * (ny + 2) + j + 1) * (nx + 2) + 1));
    return padded;
}

}  // namespace

void fill_image(vtkImageData& image, const Grid& grid, const std::vector<float>& values, const std::string& name,
                double length_scale) {
    const double h = length_scale * grid.spacing();
    const Vector3 origin = length_scale * grid.cell_centre(0, 0, 0);
    image.SetDimensions(grid.nx(), grid.ny(), grid.nz());
    image.SetSpacing(h, h, h);
    image.SetOrigin(origin.x(), origin.y(), origin.z());
    image.GetPointData()->SetScalars(to_array(values, name));
    image.Modified();
}

SurfaceMeasures export_surface(const std::filesystem::path& path, const Grid& grid,
                               const std::vector<float>& temperature, double isotherm) {
    const std::string extension = path.extension().string();
    if (extension != ".vtp" && extension != ".stl")
        throw InputError(fmt::format("a surface is written as .vtp or .stl; given {}", path.string()));
    const float coldest = temperature.empty() ? 1e30f : *std::min_element(temperature.begin(), temperature.end());
    if (!(coldest < isotherm))
        throw InputError(
            fmt::format("nothing is colder than {} degC in this frame (coldest: {:.2f} degC), so there is no surface "
                        "to write to {}",
                        isotherm, double(coldest), path.string()));
    const Grid padded({grid.nx() + 2, grid.ny() + 2, grid.nz() + 2}, grid.spacing(),
                      grid.lower() - Vector3::Constant(grid.spacing()));
    // Just above the isotherm: the surface then closes right behind the outermost cell middles.
    vtkNew<vtkImageData> image;
    fill_image(*image, padded, with_rim(grid, temperature, 1e4f), "temperature", 1e3);
    vtkNew<vtkFlyingEdges3D> edges;
    edges->SetInputData(image);
    edges->SetValue(0, isotherm);
    // VTK's normals point to lower values, that is into the ice; printers and meshers want them outwards.
    vtkNew<vtkReverseSense> outwards;
    outwards->SetInputConnection(edges->GetOutputPort());
    outwards->ReverseCellsOn();
    outwards->ReverseNormalsOn();
    outwards->Update();
    vtkPolyData* surface = outwards->GetOutput();
    vtkNew<vtkMassProperties> measure;
    measure->SetInputData(surface);
    measure->Update();

    OutputFile output(path);
    const QuietVtk quiet;
    int ok = 0;
    if (extension == ".stl") {
        vtkNew<vtkSTLWriter> writer;
        writer->SetFileTypeToBinary();
        writer->SetInputData(surface);
        writer->SetFileName(output.temporary().c_str());
        ok = writer->Write() && writer->GetErrorCode() == 0;
    } else {
        vtkNew<vtkXMLPolyDataWriter> writer;
        writer->SetInputData(surface);
        writer->SetFileName(output.temporary().c_str());
        ok = writer->Write() && writer->GetErrorCode() == 0;
    }
    if (!ok) cannot_write(path);
    output.commit();
    return {std::size_t(surface->GetNumberOfCells()), 1e-9 * measure->GetVolume(), 1e-6 * measure->GetSurfaceArea()};
}

void export_image(const std::filesystem::path& path, const Grid& grid, const std::vector<NamedField>& fields) {
    if (path.extension() != ".vti")
        throw InputError(fmt::format("an image is written as .vti; given {}", path.string()));
    vtkNew<vtkImageData> image;
    image->SetDimensions(grid.nx() + 1, grid.ny() + 1, grid.nz() + 1);
    image->SetSpacing(grid.spacing(), grid.spacing(), grid.spacing());
    image->SetOrigin(grid.lower().x(), grid.lower().y(), grid.lower().z());
    for (const NamedField& field : fields) {
        if (field.values.size() != grid.cell_count())
            throw InputError(fmt::format("field {} has {} values, the grid {} cells", field.name, field.values.size(),
                                         grid.cell_count()));
        image->GetCellData()->AddArray(to_array(field.values, field.name));
    }
    if (!fields.empty()) image->GetCellData()->SetActiveScalars(fields.front().name.c_str());
    OutputFile output(path);
    const QuietVtk quiet;
    vtkNew<vtkXMLImageDataWriter> writer;
    writer->SetInputData(image);
    writer->SetFileName(output.temporary().c_str());
    if (!writer->Write() || writer->GetErrorCode() != 0) cannot_write(path);
    output.commit();
}

}  // namespace iceball
