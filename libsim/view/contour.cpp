#include "view/contour.hpp"

#include <vtkCellArray.h>
#include <vtkFlyingEdges2D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPolyData.h>
#include <vtkStripper.h>

#include <algorithm>
#include <limits>

namespace iceball {

std::vector<std::vector<Point2>> contour_lines(const std::vector<float>& values, int columns, int rows, double level) {
    vtkNew<vtkImageData> image;
    image->SetDimensions(columns, rows, 1);
    image->AllocateScalars(VTK_FLOAT, 1);
    std::copy(values.begin(), values.end(), static_cast<float*>(image->GetScalarPointer()));
    vtkNew<vtkFlyingEdges2D> edges;
    edges->SetInputData(image);
    edges->SetValue(0, level);
    edges->ComputeScalarsOff();
    vtkNew<vtkStripper> joined;
    joined->SetInputConnection(edges->GetOutputPort());
    joined->SetMaximumLength(std::numeric_limits<int>::max() / 4);
    joined->Update();
    vtkPolyData* result = joined->GetOutput();
    std::vector<std::vector<Point2>> lines;
    vtkCellArray* cells = result->GetLines();
    vtkIdType count;
    const vtkIdType* ids;
    for (cells->InitTraversal(); cells->GetNextCell(count, ids);) {
        std::vector<Point2>& line = lines.emplace_back();
        for (vtkIdType n = 0; n < count; ++n) {
            double p[3];
            result->GetPoint(ids[n], p);
            line.push_back({p[0], p[1]});
        }
    }
    return lines;
}

}  // namespace iceball
