# Every library that Iceball is built on, all from Debian 12. Found here, at the top, because imported targets are known
# only in and below the folder that found them. docs/dependencies.md says what each is for.
find_package(Eigen3 3.4 REQUIRED)
find_package(OpenMP REQUIRED)
find_package(fmt 9 REQUIRED)
# The C API of HDF5, serial build; only folder store includes it.
find_package(HDF5 1.10 REQUIRED COMPONENTS C HL)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(tomlplusplus 3.3 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
# Debian's niftiio brings no CMake package.
find_path(NIFTI_INCLUDE_DIR nifti1_io.h PATH_SUFFIXES nifti REQUIRED)
find_library(NIFTI_LIBRARY niftiio REQUIRED)
find_package(ZLIB REQUIRED)

set(iceball_vtk_components)
if(ICEBALL_WITH_VIEW)
    set(iceball_vtk_components CommonCore CommonDataModel CommonExecutionModel FiltersCore FiltersGeneral
        FiltersGeometry FiltersModeling FiltersSources ImagingCore ImagingColor IOImage IOXML IOGeometry
        IOMovie IOOggTheora RenderingCore RenderingOpenGL2 RenderingFreeType RenderingAnnotation
        RenderingUI)
    find_package(VTK 9.1 REQUIRED COMPONENTS ${iceball_vtk_components})
    # To ask whether a display answers before VTK does, which ends the process if none does.
    find_package(X11 REQUIRED)
endif()
