"""Opens run.xmf in ParaView, keeps what it read, and draws a frame: the isotherms cut open over a slice.

usage: pvbatch paraview_picture.py /absolute/path/run.xmf picture.png [time in s]

Prints what ParaView read as JSON behind the word READ; the temperatures of every frame, cells in ParaView's own order,
go into picture.frame0.npy, picture.frame1.npy, ... beside the picture.
"""
import json
import pathlib
import sys

import numpy
import paraview.simple as pv
from paraview import servermanager
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import reference

# Colours that differ in lightness too, and that stay apart under every common colour blindness (Okabe and Ito 2008).
ISOTHERMS = [(0, "#56B4E9", 0.25), (-20, "#0072B2", 0.35), (-40, "#D55E00", 1.0)]


def go_to(reader, time):
    """reader.UpdatePipeline(0.0) of ParaView's Python takes 0 for "no time", and reads nothing."""
    reader.SMProxy.UpdatePipeline(time)
    reader.SMProxy.GetDataInformation()


def rgb(text):
    return [int(text[n : n + 2], 16) / 255 for n in (1, 3, 5)]


def some_cells(data):
    """Number and middle of cells near the corners and the middle of the box, as ParaView places them."""
    bounds = data.GetBounds()
    found = []
    for shares in [(0.02, 0.03, 0.04), (0.97, 0.05, 0.03), (0.04, 0.96, 0.05), (0.05, 0.04, 0.97), (0.45, 0.55, 0.6), (0.7, 0.4, 0.3)]:
        at = [bounds[2 * n] + share * (bounds[2 * n + 1] - bounds[2 * n]) for n, share in enumerate(shares)]
        cell = data.FindCell(at, None, -1, 0.0, reference(0), [0.0] * 3, [0.0] * 8)
        box = data.GetCell(cell).GetBounds()
        found.append({"number": cell, "middle": [(box[2 * n] + box[2 * n + 1]) / 2 for n in range(3)]})
    return found


def read_frames(reader, beside):
    """What ParaView finds in every frame."""
    frames = []
    for number, time in enumerate(reader.TimestepValues):
        go_to(reader, time)
        data = servermanager.Fetch(reader)
        cells = data.GetCellData()
        numpy.save(f"{beside}.frame{number}.npy", vtk_to_numpy(cells.GetArray("temperature")))
        frames.append({"time": time, "cells": some_cells(data), "bounds": data.GetBounds(),
                       "arrays": sorted(cells.GetArrayName(n) for n in range(cells.GetNumberOfArrays())),
                       "regions": sorted({int(label) for label in vtk_to_numpy(cells.GetArray("labels"))})})
    return frames


def write(view, text, place, colour=(0, 0, 0), size=22, bold=0):
    shown = pv.Show(pv.Text(Text=text), view)
    shown.WindowLocation, shown.Position = "Any Location", place
    shown.Color, shown.FontSize, shown.Bold = colour, size, bold
    shown.FontFamily = "Arial"


def draw(reader, time, picture):
    view = pv.CreateView("RenderView")
    view.ViewSize = [1100, 800]
    view.Background = [1, 1, 1]
    view.UseColorPaletteForBackground = 0
    view.OrientationAxesVisibility = 1
    view.OrientationAxesLabelColor = [0, 0, 0]
    scene = pv.GetAnimationScene()
    scene.UpdateAnimationUsingDataTimeSteps()
    scene.AnimationTime = view.ViewTime = time
    go_to(reader, time)
    bounds = reader.GetDataInformation().GetBounds()
    middle = [(bounds[2 * n] + bounds[2 * n + 1]) / 2 for n in range(3)]
    points = pv.CellDatatoPointData(Input=reader)
    # A slice, and in front of its left part the shells of the isotherms that cross it.
    slice_ = pv.Slice(Input=points, SliceType="Plane")
    slice_.SliceType.Origin, slice_.SliceType.Normal = middle, [0, 1, 0]
    part = points
    for normal in ([0, 1, 0], [1, 0, 0]):
        part = pv.Clip(Input=part, ClipType="Plane", Invert=0)
        part.ClipType.Origin, part.ClipType.Normal = middle, normal
    colours = pv.GetColorTransferFunction("temperature")
    colours.ApplyPreset("Grayscale", True)
    colours.AutomaticRescaleRangeMode = "Never"
    colours.RescaleTransferFunction(-80, 40)
    shown = pv.Show(slice_, view)
    pv.ColorBy(shown, ("POINTS", "temperature"))
    shown.LookupTable = colours
    colours.RescaleTransferFunction(-80, 40)
    shown.Ambient, shown.Diffuse = 1.0, 0.0
    for level, colour, opacity in ISOTHERMS:
        for cut, width in ((part, 1), (slice_, 4)):
            surface = pv.Contour(Input=cut)
            surface.ContourBy = ["POINTS", "temperature"]
            surface.Isosurfaces = [level]
            shown = pv.Show(surface, view)
            pv.ColorBy(shown, None)
            shown.DiffuseColor = shown.AmbientColor = rgb(colour)
            shown.LineWidth = width
            shown.Opacity = opacity if cut is part else 1
    bar = pv.GetScalarBar(colours, view)
    bar.Title, bar.ComponentTitle = "temperature [°C]", ""
    bar.TitleColor = bar.LabelColor = [0, 0, 0]
    bar.TitleFontSize = bar.LabelFontSize = 18
    bar.RangeLabelFormat = bar.LabelFormat = "%.0f"
    bar.AutomaticLabelFormat = 0
    bar.WindowLocation, bar.Position, bar.ScalarBarLength = "Any Location", [0.88, 0.25], 0.5
    bar.Visibility = 1
    outline = pv.Show(pv.Outline(Input=reader), view)
    outline.DiffuseColor = outline.AmbientColor = [0.3, 0.3, 0.3]
    write(view, f"{time:.0f} s", [0.03, 0.93], bold=1)
    for number, (level, colour, _) in enumerate(ISOTHERMS):
        write(view, f"{level} °C", [0.03, 0.87 - 0.05 * number], rgb(colour), bold=1)
    pv.Render(view)  # the first rendering moves the camera
    size = max(bounds[1] - bounds[0], bounds[5] - bounds[4])
    view.CameraFocalPoint = middle
    view.CameraPosition = [middle[0] + 0.6 * size, middle[1] + 1.1 * size, middle[2] + 0.5 * size]
    view.CameraViewUp = [0, 0, 1]
    pv.Render(view)
    pv.SaveScreenshot(picture, view)


def main():
    source, picture = sys.argv[1:3]
    reader = pv.OpenDataFile(source)
    times = list(reader.TimestepValues)
    frames = read_frames(reader, pathlib.Path(picture).with_suffix(""))
    wanted = float(sys.argv[3]) if len(sys.argv) > 3 else times[-1]
    draw(reader, min(times, key=lambda time: abs(time - wanted)), picture)
    print("READ " + json.dumps({"reader": reader.GetXMLName(), "frames": frames}))


main()
