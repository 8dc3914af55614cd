"""Opens run.xmf in ParaView and draws a frame: isotherms of 0, -20 and -40 degC cut open, and a slice.

usage: pvbatch paraview_picture.py /absolute/path/run.xmf picture.png [time]   prints what ParaView read, as JSON
"""
import json
import sys

import paraview.simple as pv

source, picture = sys.argv[1:3]
wanted = float(sys.argv[3]) if len(sys.argv) > 3 else None
reader = pv.OpenDataFile(source)
scene = pv.GetAnimationScene()
scene.UpdateAnimationUsingDataTimeSteps()
times = list(reader.TimestepValues)
frames = []
for time in times:
    pv.UpdatePipeline(time, reader)
    arrays = reader.GetDataInformation().GetCellDataInformation()
    information = arrays.GetArrayInformation("temperature")
    frames.append({"time": time, "range": information.GetComponentRange(0),
                   "arrays": sorted(arrays.GetArrayInformation(n).GetName() for n in range(arrays.GetNumberOfArrays()))})
bounds = reader.GetDataInformation().GetBounds()

view = pv.CreateView("RenderView")
view.ViewSize = [1000, 800]
view.Background = [1, 1, 1]
view.UseColorPaletteForBackground = 0
view.OrientationAxesVisibility = 1
drawn = times[-1] if wanted is None else min(times, key=lambda time: abs(time - wanted))
scene.AnimationTime = view.ViewTime = drawn
points = pv.CellDatatoPointData(Input=reader)
middle = [(bounds[2 * n] + bounds[2 * n + 1]) / 2 for n in range(3)]
half = pv.Clip(Input=points, ClipType="Plane")
half.ClipType.Origin = middle
half.ClipType.Normal = [0, 1, 0]
surfaces = pv.Contour(Input=half)
surfaces.ContourBy = ["POINTS", "temperature"]
surfaces.Isosurfaces = [0, -20, -40]
slice_ = pv.Slice(Input=half, SliceType="Plane")
slice_.SliceType.Origin = middle
slice_.SliceType.Normal = [0, 0, 1]
colours = pv.GetColorTransferFunction("temperature")
colours.ApplyPreset("Cool to Warm", True)
for item, opacity in [(surfaces, 1.0), (slice_, 0.7)]:
    shown = pv.Show(item, view)
    pv.ColorBy(shown, ("POINTS", "temperature"))
    shown.LookupTable = colours
    shown.Opacity = opacity
colours.AutomaticRescaleRangeMode = "Never"
colours.RescaleTransferFunction(-100, 40)
bar = pv.GetScalarBar(colours, view)
bar.Title, bar.ComponentTitle = "temperature", "degC"
bar.TitleColor = bar.LabelColor = [0, 0, 0]
bar.RangeLabelFormat = "%.0f"
bar.Visibility = 1
outline = pv.Show(pv.Outline(Input=reader), view)
outline.DiffuseColor = outline.AmbientColor = [0.3, 0.3, 0.3]
clock = pv.AnnotateTimeFilter(Input=reader, Format="Time: {time:.0f} s")
pv.Show(clock, view).Color = [0, 0, 0]
size = max(bounds[1] - bounds[0], bounds[5] - bounds[4])
view.CameraFocalPoint = middle
view.CameraPosition = [middle[0] + 0.5 * size, middle[1] + 1.25 * size, middle[2] + 0.6 * size]
view.CameraViewUp = [0, 0, 1]
pv.Render(view)
pv.SaveScreenshot(picture, view)
print("READ " + json.dumps({"reader": reader.GetXMLName(), "bounds": bounds, "frames": frames}))
